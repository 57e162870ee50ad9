//! A case with its first share, and shares that join it.

use pingan_api::{
    ProblemCode,
    cases::{State as CaseState, Who},
    id::{PhotoId, VoiceId},
};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, sea_query::Expr,
};

use super::{
    attached::{claim_for_share, claim_voice},
    case_for_update, last_step, word,
};
use crate::{
    cases::entity::{case, contact, event, reporter},
    db::{insert_new, search},
    error::AppError,
};

/// Why a case or a share was not kept.
pub(in crate::cases) enum Refused {
    NumberTaken,
    /// The idempotency key was used before, or, hardly ever, the code exists.
    KeyOrCodeTaken,
    Failed(AppError),
}

impl From<DbErr> for Refused {
    fn from(error: DbErr) -> Self {
        Self::Failed(error.into())
    }
}

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

/// A new case with its first share.
pub(in crate::cases) struct Raised {
    pub(in crate::cases) case: case::Model,
    pub(in crate::cases) share: reporter::Model,
    /// With whether to text it.
    pub(in crate::cases) phone: Option<(String, bool)>,
    pub(in crate::cases) photos: Vec<PhotoId>,
    pub(in crate::cases) voice: Option<VoiceId>,
}

/// Answers the first step of the timeline.
pub(in crate::cases) async fn raise(tx: &DatabaseTransaction, raised: Raised) -> Result<event::Model, Refused> {
    let Raised { case, share, phone, photos, voice } = raised;
    let step = event::Model {
        case_id: case.id,
        seq: 0,
        at: case.created_at,
        event: None,
        from_state: None,
        to_state: case.state.clone(),
        who: Who::Reporter.to_string(),
        holder: case.holder.clone(),
        words: None,
        note: None,
        account_id: None,
        unit: None,
        ground: None,
        due_at: case.due_at,
    };
    let (number, text) = (case.number, format!("{}\n{}", case.text, case.landmark.as_deref().unwrap_or_default()));
    if !insert_new::<case::Entity, _>(tx, case).await? {
        return Err(Refused::NumberTaken);
    }
    insert_share(tx, share, phone, Left { photos, voice }, true).await?;
    event::Entity::insert(step.clone().into_active_model()).exec_without_returning(tx).await?;
    search::index(tx, number, &[&text]).await?;
    Ok(step)
}

/// A share in the public case of a number.
pub(in crate::cases) struct Joining {
    pub(in crate::cases) number: i32,
    /// Its `case_id` and `step` are filled in here.
    pub(in crate::cases) share: reporter::Model,
    /// With whether to text it.
    pub(in crate::cases) phone: Option<(String, bool)>,
    pub(in crate::cases) photos: Vec<PhotoId>,
    pub(in crate::cases) voice: Option<VoiceId>,
}

/// Answers the case, the share and the step that the case was at.
pub(in crate::cases) async fn join(
    tx: &DatabaseTransaction,
    joining: Joining,
) -> Result<(case::Model, reporter::Model, event::Model), Refused> {
    let not_joinable = || Refused::Failed(ProblemCode::NotJoinable.into());
    let Joining { number, share, phone, photos, voice } = joining;
    let case = case_for_update(tx, number).await?.ok_or_else(not_joinable)?;
    let step = last_step(tx, case.id).await?;
    let share = reporter::Model { case_id: case.id, step: step.seq, ..share };
    // First of all the key: what was joined once gets its answer again though the case may have closed since.
    insert_share(tx, share.clone(), phone, Left { photos, voice }, false).await?;
    if !case.is_public || !word::<CaseState>(&case.state)?.is_open() {
        return Err(not_joinable());
    }
    case::Entity::update_many()
        .col_expr(case::Column::Joined, Expr::col(case::Column::Joined).add(1))
        .filter(case::Column::Id.eq(case.id))
        .exec(tx)
        .await?;
    if !share.text.is_empty() {
        index_words(tx, &case).await?;
    }
    Ok((case, share, step))
}

/// What was uploaded before the share that names it.
struct Left {
    photos: Vec<PhotoId>,
    voice: Option<VoiceId>,
}

/// Everything that was written about a case, looked up by its words: the case's own and what neighbours added.
pub(in crate::cases) async fn index_words(tx: &DatabaseTransaction, case: &case::Model) -> Result<(), DbErr> {
    let shares = reporter::Entity::find().filter(reporter::Column::CaseId.eq(case.id)).all(tx).await?;
    let own = [case.text.as_str(), case.landmark.as_deref().unwrap_or_default()];
    let texts: Vec<&str> = own.into_iter().chain(shares.iter().map(|share| share.text.as_str())).collect();
    search::index(tx, case.number, &texts).await
}

async fn insert_share(
    tx: &DatabaseTransaction,
    share: reporter::Model,
    phone: Option<(String, bool)>,
    Left { photos, voice }: Left,
    is_public: bool,
) -> Result<(), Refused> {
    let (case, id) = (share.case_id, share.id);
    if !insert_new::<reporter::Entity, _>(tx, share).await? {
        return Err(Refused::KeyOrCodeTaken);
    }
    if let Some((phone, text_me)) = phone {
        let contact = contact::Model { reporter_id: id, phone, text_me };
        contact::Entity::insert(contact.into_active_model()).exec_without_returning(tx).await?;
    }
    let mut errors = claim_for_share(tx, case, id, is_public, &photos).await?;
    if let Some(voice) = voice {
        errors.extend(claim_voice(tx, case, id, voice).await?);
    }
    if errors.is_empty() { Ok(()) } else { Err(Refused::Failed(errors.into())) }
}
