//! The statements about notices, their deliveries and stream tickets.

use pingan_api::{
    cases::{CaseNumber, Share},
    id::NoticeId,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{
    deliver::{Fate, Message},
    entity::{delivery, notice, ticket},
};
use crate::{
    cases::{
        Happened,
        entity::{case, contact, event, reporter},
        merged_into, number_column, reach, word,
    },
    db::Db,
    error::AppError,
    secret::Secret,
    state::State,
};

/// Forgets what was told to shares, and what was still to be sent.
pub(crate) async fn forget(tx: &DatabaseTransaction, shares: &[Uuid]) -> Result<(), DbErr> {
    let of_shares = || notice::Column::ReporterId.is_in(shares.iter().copied());
    let notices = notice::Entity::find().select_only().column(notice::Column::Id).filter(of_shares()).into_query();
    delivery::Entity::delete_many().filter(delivery::Column::NoticeId.in_subquery(notices)).exec(tx).await?;
    notice::Entity::delete_many().filter(of_shares()).exec(tx).await?;
    Ok(())
}

/// The lock under which notices are written, so that their numbers grow in the order of commits: whoever has read up to
/// one has missed none.
const IN_ORDER: i64 = 0x6E6F_7469_6365;

/// The channel of text messages.
pub(super) const TEXT: &str = "text";

/// Tells a step to the shares of its case and of those that go on in it, in the transaction that makes the step.
pub(crate) async fn tell(
    tx: &DatabaseTransaction,
    Happened { event, who, step, .. }: &Happened,
) -> Result<(), AppError> {
    let mut cases = merged_into(tx, step.case_id).await?;
    cases.push(step.case_id);
    let mut told = Vec::new();
    for share in reporter::Entity::find().filter(reporter::Column::CaseId.is_in(cases)).all(tx).await? {
        if event.is_told(*who, as_in(&share, step.case_id)?) {
            told.push(share.id);
        }
    }
    if told.is_empty() {
        return Ok(());
    }
    let wishes = if event.is_texted() { wishes(tx, &told).await? } else { Vec::new() };
    Db::lock(tx, IN_ORDER).await?;
    let rows: Vec<(Uuid, Uuid)> = told.into_iter().map(|share| (share, Uuid::now_v7())).collect();
    let notices = rows.iter().map(|(share, id)| notice::ActiveModel {
        seq: NotSet,
        id: Set(*id),
        reporter_id: Set(*share),
        case_id: Set(step.case_id),
        step: Set(step.seq),
        created_at: Set(step.at),
        read_at: Set(None),
    });
    notice::Entity::insert_many(notices).exec_without_returning(tx).await?;
    for (_, notice_id) in rows.into_iter().filter(|(share, _)| wishes.contains(share)) {
        let row = delivery::Model {
            id: Uuid::now_v7(),
            notice_id,
            channel: TEXT.to_owned(),
            state: Fate::Waiting.as_str().to_owned(),
            tries: 0,
            next_at: step.at,
            claim: None,
            ended_at: None,
        };
        delivery::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// In which part a share's holder reads a case: whoever raised another that goes on in it is a neighbour there.
fn as_in(share: &reporter::Model, case: Uuid) -> Result<Share, AppError> {
    if share.case_id == case { word(&share.share) } else { Ok(Share::Neighbour) }
}

/// Of these shares, those that asked for text messages. It reads no number.
async fn wishes(tx: &DatabaseTransaction, shares: &[Uuid]) -> Result<Vec<Uuid>, DbErr> {
    contact::Entity::find()
        .select_only()
        .column(contact::Column::ReporterId)
        .filter(contact::Column::ReporterId.is_in(shares.iter().copied()))
        .filter(contact::Column::TextMe.eq(true))
        .into_tuple()
        .all(tx)
        .await
}

/// The newest notice's number, and the cases that were told of since `last`.
pub(crate) async fn told_since(state: &State, last: Option<i64>) -> Result<(i64, Vec<Uuid>), DbErr> {
    let db = state.db.reads();
    let Some(last) = last else { return Ok((newest(db).await?, Vec::new())) };
    let rows: Vec<(i64, Uuid)> = notice::Entity::find()
        .select_only()
        .columns([notice::Column::Seq, notice::Column::CaseId])
        .filter(notice::Column::Seq.gt(last))
        .order_by_asc(notice::Column::Seq)
        .into_tuple()
        .all(db)
        .await?;
    let newest = rows.last().map_or(last, |(seq, _)| *seq);
    Ok((newest, rows.into_iter().map(|(_, case)| case).collect()))
}

/// 0 where there is none yet.
pub(super) async fn newest(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    let newest: Option<i64> = notice::Entity::find()
        .select_only()
        .column(notice::Column::Seq)
        .order_by_desc(notice::Column::Seq)
        .into_tuple()
        .one(db)
        .await?;
    Ok(newest.unwrap_or(0))
}

/// Which notices of some shares are asked for.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// The newest, or those before one.
    Before(Option<i64>),
    /// The oldest after one.
    After(i64),
}

pub(super) async fn notices(
    db: &impl ConnectionTrait,
    shares: &[Uuid],
    part: Part,
    limit: u64,
) -> Result<Vec<notice::Model>, DbErr> {
    let of_shares = notice::Entity::find().filter(of(shares));
    let asked = match part {
        Part::Before(None) => of_shares.order_by_desc(notice::Column::Seq),
        Part::Before(Some(seq)) => of_shares.filter(notice::Column::Seq.lt(seq)).order_by_desc(notice::Column::Seq),
        Part::After(seq) => of_shares.filter(notice::Column::Seq.gt(seq)).order_by_asc(notice::Column::Seq),
    };
    asked.limit(limit).all(db).await
}

/// The number of a notice of one of the shares.
pub(super) async fn seq_of(db: &impl ConnectionTrait, shares: &[Uuid], id: NoticeId) -> Result<Option<i64>, DbErr> {
    notice::Entity::find()
        .select_only()
        .column(notice::Column::Seq)
        .filter(notice::Column::Id.eq(id.0))
        .filter(of(shares))
        .into_tuple()
        .one(db)
        .await
}

pub(super) async fn unread(db: &impl ConnectionTrait, shares: &[Uuid]) -> Result<u32, DbErr> {
    let unread = notice::Entity::find().filter(of(shares)).filter(notice::Column::ReadAt.is_null()).count(db).await?;
    Ok(u32::try_from(unread).unwrap_or(u32::MAX))
}

/// All notices of the shares up to one are read from here on.
pub(super) async fn mark(tx: &DatabaseTransaction, shares: &[Uuid], up_to: i64, at: i64) -> Result<(), DbErr> {
    notice::Entity::update_many()
        .col_expr(notice::Column::ReadAt, at.into())
        .filter(of(shares))
        .filter(notice::Column::Seq.lte(up_to))
        .filter(notice::Column::ReadAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

fn of(shares: &[Uuid]) -> Condition {
    Condition::all().add(notice::Column::ReporterId.is_in(shares.iter().copied()))
}

/// What notices are about.
pub(super) struct Told {
    /// The reader's own case; what happened may have happened to the one that it goes on in.
    pub(super) case: case::Model,
    pub(super) step: event::Model,
    pub(super) share: Share,
    pub(super) notice: notice::Model,
}

/// The same notices with what they are about, in three queries.
pub(super) async fn with_steps(db: &impl ConnectionTrait, rows: Vec<notice::Model>) -> Result<Vec<Told>, AppError> {
    let readers = rows.iter().map(|row| row.reporter_id);
    let shares = reporter::Entity::find().filter(reporter::Column::Id.is_in(readers)).all(db).await?;
    let own = shares.iter().map(|share| share.case_id);
    let cases = case::Entity::find().filter(case::Column::Id.is_in(own)).all(db).await?;
    let happened = rows.iter().map(|row| row.case_id);
    let steps = event::Entity::find().filter(event::Column::CaseId.is_in(happened)).all(db).await?;
    let missing = || AppError::broken("a notice lost its case");
    rows.into_iter()
        .map(|notice| {
            let share = shares.iter().find(|share| share.id == notice.reporter_id).ok_or_else(missing)?;
            let case = cases.iter().find(|case| case.id == share.case_id).ok_or_else(missing)?.clone();
            let is_it = |step: &&event::Model| step.case_id == notice.case_id && step.seq == notice.step;
            let step = steps.iter().find(is_it).ok_or_else(missing)?.clone();
            Ok(Told { case, step, share: as_in(share, notice.case_id)?, notice })
        })
        .collect()
}

/// The cases of some shares.
pub(super) async fn cases_of(db: &impl ConnectionTrait, shares: &[Uuid]) -> Result<Vec<Uuid>, DbErr> {
    reporter::Entity::find()
        .select_only()
        .column(reporter::Column::CaseId)
        .filter(reporter::Column::Id.is_in(shares.iter().copied()))
        .into_tuple()
        .all(db)
        .await
}

/// Those of the shares that are in the case of a number.
pub(super) async fn of_number(
    db: &impl ConnectionTrait,
    shares: &[Uuid],
    number: CaseNumber,
) -> Result<Vec<Uuid>, DbErr> {
    let case = case::Entity::find().filter(case::Column::Number.eq(number_column(number))).one(db).await?;
    let Some(case) = case else { return Ok(Vec::new()) };
    reporter::Entity::find()
        .select_only()
        .column(reporter::Column::Id)
        .filter(reporter::Column::Id.is_in(shares.iter().copied()))
        .filter(reporter::Column::CaseId.eq(case.id))
        .into_tuple()
        .all(db)
        .await
}

pub(super) async fn insert_ticket(tx: &DatabaseTransaction, row: ticket::Model) -> Result<(), DbErr> {
    ticket::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

pub(super) async fn ticket(db: &impl ConnectionTrait, hash: &str, now: i64) -> Result<Option<ticket::Model>, DbErr> {
    let known = ticket::Entity::find_by_id(hash).filter(ticket::Column::ExpiresAt.gt(now));
    known.one(db).await
}

pub(super) async fn sweep_tickets(db: &Db, now: i64) -> Result<(), AppError> {
    db.write(move |tx| {
        Box::pin(async move {
            ticket::Entity::delete_many().filter(ticket::Column::ExpiresAt.lte(now)).exec(tx).await?;
            Ok(())
        })
    })
    .await
}

/// Deliveries whose time has come, the oldest first.
pub(super) async fn due(db: &impl ConnectionTrait, now: i64, limit: u64) -> Result<Vec<Uuid>, DbErr> {
    delivery::Entity::find()
        .select_only()
        .column(delivery::Column::Id)
        .filter(Expr::cust("state = 'waiting'"))
        .filter(delivery::Column::NextAt.lte(now))
        .order_by_asc(delivery::Column::NextAt)
        .limit(limit)
        .into_tuple()
        .all(db)
        .await
}

/// Takes a delivery for one deliverer alone, and answers the tries so far, this one included; none if somebody else was
/// first.
pub(super) async fn claim(
    tx: &DatabaseTransaction,
    id: Uuid,
    claim: Uuid,
    now: i64,
    until: i64,
) -> Result<Option<i32>, AppError> {
    let claimed = delivery::Entity::update_many()
        .col_expr(delivery::Column::Claim, claim.into())
        .col_expr(delivery::Column::NextAt, until.into())
        .col_expr(delivery::Column::Tries, Expr::col(delivery::Column::Tries).add(1))
        .filter(delivery::Column::Id.eq(id))
        .filter(delivery::Column::State.eq(Fate::Waiting.as_str()))
        .filter(delivery::Column::NextAt.lte(now))
        .exec(tx)
        .await?;
    if claimed.rows_affected == 0 {
        return Ok(None);
    }
    Ok(delivery::Entity::find_by_id(id).one(tx).await?.map(|row| row.tries))
}

/// Ends a claim, unless it ran out and is somebody else's by now.
pub(super) async fn settle(
    tx: &DatabaseTransaction,
    id: Uuid,
    claim: Uuid,
    fate: Fate,
    at: i64,
) -> Result<(), AppError> {
    let ended = (fate != Fate::Waiting).then_some(at);
    delivery::Entity::update_many()
        .col_expr(delivery::Column::State, fate.as_str().into())
        .col_expr(delivery::Column::Claim, Option::<Uuid>::None.into())
        .col_expr(delivery::Column::NextAt, at.into())
        .col_expr(delivery::Column::EndedAt, ended.into())
        .filter(delivery::Column::Id.eq(id))
        .filter(delivery::Column::Claim.eq(claim))
        .exec(tx)
        .await?;
    Ok(())
}

/// What a delivery says and to whom; none if they left no number any more or wish no messages.
pub(super) async fn message(
    db: &impl ConnectionTrait,
    secret: &Secret,
    delivery: Uuid,
) -> Result<Option<Message>, AppError> {
    let missing = || AppError::broken("a delivery lost its notice");
    let row = delivery::Entity::find_by_id(delivery).one(db).await?.ok_or_else(missing)?;
    let of = notice::Entity::find().filter(notice::Column::Id.eq(row.notice_id)).one(db).await?.ok_or_else(missing)?;
    let contact = contact::Entity::find_by_id(of.reporter_id).one(db).await?;
    let Some(contact) = contact.filter(|contact| contact.text_me) else { return Ok(None) };
    let share = reporter::Entity::find_by_id(of.reporter_id).one(db).await?.ok_or_else(missing)?;
    let case = case::Entity::find_by_id(share.case_id).one(db).await?.ok_or_else(missing)?;
    let step = event::Entity::find_by_id((of.case_id, of.step)).one(db).await?.ok_or_else(missing)?;
    let phone = reach::open(secret, &contact)?;
    Ok(Some(Message { phone, share, number: case.number, state: step.to_state }))
}
