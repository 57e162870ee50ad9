//! Whoever sent a share is kept from reporting for a while.

use pingan_api::{Issue, Problem, ProblemCode, audit::Action, desk::act::MAX_BLOCK_DAYS};
use sea_orm::{DatabaseTransaction, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use super::Doing;
use crate::{
    audit::Line,
    desk::{entity::block as row, store},
    error::AppError,
};

pub(super) async fn block(tx: &DatabaseTransaction, doing: &Doing<'_>) -> Result<(), AppError> {
    let (Some(share), Some(until)) = (doing.new.share, doing.new.until) else {
        return Err(ProblemCode::NotPossibleNow.into());
    };
    if until <= doing.at || until > doing.at.plus_hours(MAX_BLOCK_DAYS * 24) {
        return Err(AppError::field("until", Issue::Invalid));
    }
    let shares = store::shares(tx, doing.case.id).await?;
    let share = shares.into_iter().find(|row| row.id == share.0);
    let share = share.ok_or_else(|| AppError::field("share", Issue::Invalid))?;
    let account = store::account_of(tx, share.id).await?;
    if share.device.is_none() && account.is_none() {
        let detail = Some("nothing is known that could be blocked".to_owned());
        return Err(Problem { detail, ..Problem::new(ProblemCode::NotPossibleNow) }.into());
    }
    let block = row::Model {
        id: Uuid::now_v7(),
        case_id: doing.case.id,
        reporter_id: share.id,
        device: share.device,
        account_id: account.map(|account| account.0),
        reason: doing.new.words.trim().to_owned(),
        by_account: doing.actor.account.0,
        by_unit: doing.part.unit.0.clone(),
        at: doing.at.as_millis(),
        until: until.as_millis(),
        lifted_at: None,
    };
    row::Entity::insert(block.into_active_model()).exec_without_returning(tx).await?;
    doing.record(tx, Line::new(Action::Block).with("share", share.id).with("until", until)).await
}
