//! What desks did in the demonstration besides moving cases: whistles, notes, standard answers.

use pingan_api::{Timestamp, cases::CaseNumber, id::UnitId};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::{answers::ANSWERS, dice::Dice};
use crate::{
    cases::{entity::case, number_column, whistle},
    desk::entity::{note, standard_answer},
    error::AppError,
    state::State,
};

/// What one desk tells the others.
const NOTES: [&str; 6] = [
    "已电话联系，住户说下午在家。",
    "上个月同一处修过一次，请查是不是质量问题。",
    "现场照片已发街道工作群。",
    "物业愿意配合，先断水再施工。",
    "周边有小学，请避开放学时间。",
    "同类问题本周第三起，建议整片排查。",
];

pub(super) async fn load_answers(state: &State) -> Result<(), AppError> {
    let at = state.now().as_millis();
    let rows: Vec<_> = ANSWERS
        .iter()
        .map(|(act, kind, category, title, words)| standard_answer::Model {
            id: Uuid::now_v7(),
            idempotency_key: Uuid::new_v4(),
            body_hash: String::new(),
            act: act.to_string(),
            kind: kind.map(|kind| kind.to_string()),
            category: category.map(|category| category.to_string()),
            title: (*title).to_owned(),
            words: (*words).to_owned(),
            changed_at: at,
            removed_at: None,
        })
        .collect();
    let insert = standard_answer::Entity::insert_many(rows.into_iter().map(IntoActiveModel::into_active_model));
    state.db.write(move |tx| Box::pin(async move { insert.exec_without_returning(tx).await.map(drop) })).await?;
    Ok(())
}

/// The case as it stands.
pub(super) async fn row(state: &State, number: CaseNumber) -> Result<case::Model, AppError> {
    let numbered = case::Entity::find().filter(case::Column::Number.eq(number_column(number)));
    numbered.one(state.db.reads()).await?.ok_or_else(|| AppError::broken("a demonstration case is gone"))
}

/// An open case that another may be merged into.
pub(super) async fn open_case(state: &State) -> Result<Option<Uuid>, AppError> {
    let accepted = case::Entity::find().filter(case::Column::State.eq("accepted"));
    Ok(accepted.one(state.db.reads()).await?.map(|case| case.id))
}

/// The street calls the lead that has the case, and two departments with it, one of which has come.
pub(super) async fn blow(state: &State, number: CaseNumber, at: Timestamp) -> Result<(), AppError> {
    let case = row(state, number).await?;
    let (Some(street), Some(lead)) = (case.street.clone(), case.holder.clone()) else { return Ok(()) };
    let district = lead.split('-').next().unwrap_or_default().to_owned();
    let joint = ["police", "fire", "urban", "housing"].map(|ending| format!("{district}-{ending}"));
    let joint: Vec<String> = joint.into_iter().filter(|unit| *unit != lead).take(2).collect();
    let first = joint[0].clone();
    let units = std::iter::once(lead).chain(joint).map(UnitId).collect();
    let new = whistle::NewWhistle { case: case.id, caller: UnitId(street), units, at, due_at: at.plus_hours(4) };
    let done: Result<(), AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                whistle::blow(tx, new).await?;
                let came = Timestamp::from_millis(at.as_millis() + 5 * 60_000);
                whistle::arrive(tx, case.id, &first, came).await.map(|_| ())
            })
        })
        .await;
    done
}

/// Some cases have been talked about.
pub(super) async fn note(state: &State, dice: &mut Dice, number: CaseNumber, at: Timestamp) -> Result<(), AppError> {
    if dice.unit() > 0.4 {
        return Ok(());
    }
    let case = row(state, number).await?;
    let Some(unit) = case.community else { return Ok(()) };
    let note = note::Model {
        id: Uuid::now_v7(),
        case_id: case.id,
        at: at.as_millis() + 5 * 60_000,
        // Nobody in particular.
        account_id: Uuid::nil(),
        unit,
        text: (*dice.pick(&NOTES)).to_owned(),
    };
    let insert = note::Entity::insert(note.into_active_model());
    state.db.write(move |tx| Box::pin(async move { insert.exec_without_returning(tx).await.map(drop) })).await?;
    Ok(())
}
