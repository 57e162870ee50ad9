//! The statements about notices, their deliveries and stream tickets.

use std::collections::HashMap;

use pingan_api::{
    cases::{CaseNumber, Share},
    id::NoticeId,
    volunteer::VolunteerWord,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    deliver::{Fate, Message, Saying},
    entity::{delivery, notice, ticket},
    reader::Whose,
};
use crate::{
    account::{entity::account, phone_of},
    cases::{
        Happened, code_of,
        entity::{case, contact, event, reporter},
        is_gone, merged_into, number_column, reach, word,
    },
    db::Db,
    error::AppError,
    live::Topic,
    secret::Secret,
    state::State,
    volunteer::entity::{shift, team, volunteer},
};

/// Forgets what was told to shares, and what was still to be sent.
pub(crate) async fn forget(tx: &DatabaseTransaction, shares: &[Uuid]) -> Result<(), DbErr> {
    let of_shares = notice::Column::ReporterId.is_in(shares.iter().copied());
    forget_those(tx, Condition::all().add(of_shares)).await
}

/// The same of an account, besides its cases.
pub(crate) async fn forget_account(tx: &DatabaseTransaction, account: Uuid) -> Result<(), DbErr> {
    forget_those(tx, Condition::all().add(notice::Column::AccountId.eq(account))).await
}

async fn forget_those(tx: &DatabaseTransaction, those: Condition) -> Result<(), DbErr> {
    let notices = notice::Entity::find().select_only().column(notice::Column::Id).filter(those.clone()).into_query();
    delivery::Entity::delete_many().filter(delivery::Column::NoticeId.in_subquery(notices)).exec(tx).await?;
    notice::Entity::delete_many().filter(those).exec(tx).await?;
    Ok(())
}

/// The lock under which notices are written, so that their numbers grow in the order of commits: whoever has read up to
/// one has missed none.
const IN_ORDER: i64 = 0x6E6F_7469_6365;

/// The channel of text messages.
const TEXT: &str = "text";

/// Rows in one statement: far below what either database takes in parameters.
const ROWS: usize = 100;

/// Tells a step to the shares of its case and of those that go on in it, in the transaction that makes the step; to none
/// of people who have left.
pub(crate) async fn tell(
    tx: &DatabaseTransaction,
    Happened { event, who, step, .. }: &Happened,
) -> Result<(), AppError> {
    let mut cases = merged_into(tx, step.case_id).await?;
    cases.push(step.case_id);
    let mut told = Vec::new();
    for share in reporter::Entity::find().filter(reporter::Column::CaseId.is_in(cases)).all(tx).await? {
        if !is_gone(&share) && event.is_told(*who, as_in(&share, step.case_id)?) {
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
        id: Set(*id),
        reporter_id: Set(Some(*share)),
        case_id: Set(Some(step.case_id)),
        step: Set(Some(step.seq)),
        created_at: Set(step.at),
        ..Default::default()
    });
    notice::Entity::insert_many(notices).exec_without_returning(tx).await?;
    let texted = rows.into_iter().filter(|(share, _)| wishes.contains(share));
    text_later(tx, texted.map(|(_, notice)| notice).collect(), step.at).await?;
    Ok(())
}

/// What one account is told about a shift or a team.
#[derive(Clone)]
pub(crate) struct AccountNotice {
    pub(crate) account: Uuid,
    pub(crate) word: VolunteerWord,
    pub(crate) shift: Option<Uuid>,
    pub(crate) team: Option<Uuid>,
    /// Until when an offered place is held.
    pub(crate) until: Option<i64>,
    /// What the organiser wrote.
    pub(crate) words: Option<String>,
    /// They wish text messages; only what [`VolunteerWord::is_texted`] goes out as one.
    pub(crate) text: bool,
}

/// Tells accounts, in the transaction of what happened, as the last that takes a lock there: all notices wait for one
/// another. `live::publish` with these accounts after the commit.
pub(crate) async fn tell_accounts(
    tx: &DatabaseTransaction,
    notices: Vec<AccountNotice>,
    at: i64,
) -> Result<(), AppError> {
    if notices.is_empty() {
        return Ok(());
    }
    Db::lock(tx, IN_ORDER).await?;
    let mut texted = Vec::new();
    let mut rows = Vec::with_capacity(notices.len());
    for AccountNotice { account, word, shift, team, until, words, text } in notices {
        let id = Uuid::now_v7();
        if text && word.is_texted() {
            texted.push(id);
        }
        rows.push(notice::ActiveModel {
            id: Set(id),
            created_at: Set(at),
            account_id: Set(Some(account)),
            word: Set(Some(word.as_str().to_owned())),
            shift_id: Set(shift),
            team_id: Set(team),
            until: Set(until),
            words: Set(words),
            ..Default::default()
        });
    }
    for rows in rows.chunks(ROWS) {
        notice::Entity::insert_many(rows.iter().cloned()).exec_without_returning(tx).await?;
    }
    text_later(tx, texted, at).await?;
    Ok(())
}

/// Puts notices into the outbox of text messages.
async fn text_later(tx: &DatabaseTransaction, notices: Vec<Uuid>, at: i64) -> Result<(), DbErr> {
    for notices in notices.chunks(ROWS) {
        let rows = notices.iter().map(|notice_id| {
            let row = delivery::Model {
                id: Uuid::now_v7(),
                notice_id: *notice_id,
                channel: TEXT.to_owned(),
                state: Fate::Waiting.as_str().to_owned(),
                tries: 0,
                next_at: at,
                claim: None,
                ended_at: None,
            };
            row.into_active_model()
        });
        delivery::Entity::insert_many(rows).exec_without_returning(tx).await?;
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

/// The newest notice's number, and the cases that were told of and the accounts that were told since `last`.
pub(crate) async fn told_since(state: &State, last: Option<i64>) -> Result<(i64, Vec<Topic>), DbErr> {
    let db = state.db.reads();
    let Some(last) = last else { return Ok((newest(db).await?, Vec::new())) };
    let rows: Vec<(i64, Option<Uuid>, Option<Uuid>)> = notice::Entity::find()
        .select_only()
        .columns([notice::Column::Seq, notice::Column::CaseId, notice::Column::AccountId])
        .filter(notice::Column::Seq.gt(last))
        .order_by_asc(notice::Column::Seq)
        .into_tuple()
        .all(db)
        .await?;
    let newest = rows.last().map_or(last, |(seq, ..)| *seq);
    let topics = rows.into_iter().flat_map(|(_, case, account)| [case.map(Topic::Case), account.map(Topic::Account)]);
    Ok((newest, topics.flatten().collect()))
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

/// Which of the reader's notices are asked for.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// The newest, or those before one.
    Before(Option<i64>),
    /// The oldest after one.
    After(i64),
}

pub(super) async fn notices(
    db: &impl ConnectionTrait,
    whose: &Whose,
    part: Part,
    limit: u64,
) -> Result<Vec<notice::Model>, DbErr> {
    let theirs = notice::Entity::find().filter(of(whose));
    let asked = match part {
        Part::Before(None) => theirs.order_by_desc(notice::Column::Seq),
        Part::Before(Some(seq)) => theirs.filter(notice::Column::Seq.lt(seq)).order_by_desc(notice::Column::Seq),
        Part::After(seq) => theirs.filter(notice::Column::Seq.gt(seq)).order_by_asc(notice::Column::Seq),
    };
    asked.limit(limit).all(db).await
}

/// The number of a notice, if it is theirs.
pub(super) async fn seq_of(db: &impl ConnectionTrait, whose: &Whose, id: NoticeId) -> Result<Option<i64>, DbErr> {
    notice::Entity::find()
        .select_only()
        .column(notice::Column::Seq)
        .filter(notice::Column::Id.eq(id.0))
        .filter(of(whose))
        .into_tuple()
        .one(db)
        .await
}

pub(super) async fn unread(db: &impl ConnectionTrait, whose: &Whose) -> Result<u32, DbErr> {
    let unread = notice::Entity::find().filter(of(whose)).filter(notice::Column::ReadAt.is_null()).count(db).await?;
    Ok(u32::try_from(unread).unwrap_or(u32::MAX))
}

/// All of their notices up to one are read from here on.
pub(super) async fn mark(tx: &DatabaseTransaction, whose: &Whose, up_to: i64, at: i64) -> Result<(), DbErr> {
    notice::Entity::update_many()
        .col_expr(notice::Column::ReadAt, at.into())
        .filter(of(whose))
        .filter(notice::Column::Seq.lte(up_to))
        .filter(notice::Column::ReadAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Without an `or` where one side is empty: SQLite would find what is on the other side by no index.
fn of(Whose { shares, account }: &Whose) -> Condition {
    let of_shares = || notice::Column::ReporterId.is_in(shares.iter().copied());
    match account {
        None => Condition::all().add(of_shares()),
        Some(account) if shares.is_empty() => Condition::all().add(notice::Column::AccountId.eq(*account)),
        Some(account) => Condition::any().add(of_shares()).add(notice::Column::AccountId.eq(*account)),
    }
}

/// A notice with what it is about.
pub(super) struct Told {
    pub(super) notice: notice::Model,
    pub(super) about: About,
}

pub(super) enum About {
    Case(Box<StepOfCase>),
    Volunteer(Named),
}

pub(super) struct StepOfCase {
    /// The reader's own case; what happened may have happened to the one that it goes on in.
    pub(super) case: case::Model,
    pub(super) step: event::Model,
    pub(super) share: Share,
}

/// What a shift or a team is called; a shift that is gone has no name and no time.
#[derive(Default)]
pub(super) struct Named {
    pub(super) title: String,
    pub(super) starts_at: Option<i64>,
}

/// The same notices with what they are about, in a fixed number of queries.
pub(super) async fn with_subjects(db: &impl ConnectionTrait, rows: Vec<notice::Model>) -> Result<Vec<Told>, AppError> {
    let readers = rows.iter().filter_map(|row| row.reporter_id);
    let shares = reporter::Entity::find().filter(reporter::Column::Id.is_in(readers)).all(db).await?;
    let own = shares.iter().map(|share| share.case_id);
    let cases = case::Entity::find().filter(case::Column::Id.is_in(own)).all(db).await?;
    let happened = rows.iter().filter_map(|row| row.case_id);
    let steps = event::Entity::find().filter(event::Column::CaseId.is_in(happened)).all(db).await?;
    let named = names(db, &rows).await?;
    let missing = || AppError::broken("a notice lost its case");
    rows.into_iter()
        .map(|notice| {
            let Some(reader) = notice.reporter_id else {
                return Ok(Told { about: About::Volunteer(named.of(&notice)), notice });
            };
            let share = shares.iter().find(|share| share.id == reader).ok_or_else(missing)?;
            let case = cases.iter().find(|case| case.id == share.case_id).ok_or_else(missing)?.clone();
            let is_it = |step: &&event::Model| (Some(step.case_id), Some(step.seq)) == (notice.case_id, notice.step);
            let step = steps.iter().find(is_it).ok_or_else(missing)?.clone();
            let share = as_in(share, step.case_id)?;
            Ok(Told { about: About::Case(Box::new(StepOfCase { case, step, share })), notice })
        })
        .collect()
}

/// The shifts and the teams that some notices are about.
#[derive(Default)]
struct Names {
    shifts: HashMap<Uuid, (String, i64)>,
    teams: HashMap<Uuid, String>,
}

impl Names {
    fn of(&self, notice: &notice::Model) -> Named {
        let shift = notice.shift_id.and_then(|id| self.shifts.get(&id));
        let team = notice.team_id.and_then(|id| self.teams.get(&id));
        match (shift, team) {
            (Some((title, starts_at)), _) => Named { title: title.clone(), starts_at: Some(*starts_at) },
            (None, Some(name)) => Named { title: name.clone(), starts_at: None },
            (None, None) => Named::default(),
        }
    }
}

async fn names(db: &impl ConnectionTrait, rows: &[notice::Model]) -> Result<Names, DbErr> {
    // Most readers hold cases alone.
    if rows.iter().all(|row| row.account_id.is_none()) {
        return Ok(Names::default());
    }
    let shifts: Vec<(Uuid, String, i64)> = shift::Entity::find()
        .select_only()
        .columns([shift::Column::Id, shift::Column::Title, shift::Column::StartsAt])
        .filter(shift::Column::Id.is_in(rows.iter().filter_map(|row| row.shift_id)))
        .into_tuple()
        .all(db)
        .await?;
    let teams: Vec<(Uuid, String)> = team::Entity::find()
        .select_only()
        .columns([team::Column::Id, team::Column::Name])
        .filter(team::Column::Id.is_in(rows.iter().filter_map(|row| row.team_id)))
        .into_tuple()
        .all(db)
        .await?;
    let shifts = shifts.into_iter().map(|(id, title, starts_at)| (id, (title, starts_at)));
    Ok(Names { shifts: shifts.collect(), teams: teams.into_iter().collect() })
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
    match (of.reporter_id, of.account_id) {
        (Some(share), _) => of_step(db, secret, share, &of).await,
        (None, Some(account)) => of_shift(db, secret, account, &of).await,
        (None, None) => Err(AppError::broken("a notice to nobody")),
    }
}

/// To the number that was left with the case.
async fn of_step(
    db: &impl ConnectionTrait,
    secret: &Secret,
    share: Uuid,
    of: &notice::Model,
) -> Result<Option<Message>, AppError> {
    let missing = || AppError::broken("a notice lost its case");
    let contact = contact::Entity::find_by_id(share).one(db).await?;
    let Some(contact) = contact.filter(|contact| contact.text_me) else { return Ok(None) };
    let share = reporter::Entity::find_by_id(share).one(db).await?.ok_or_else(missing)?;
    let case = case::Entity::find_by_id(share.case_id).one(db).await?.ok_or_else(missing)?;
    let step = of.case_id.zip(of.step).ok_or_else(missing)?;
    let step = event::Entity::find_by_id(step).one(db).await?.ok_or_else(missing)?;
    let saying = Saying::Step { number: case.number, code: code_of(secret, &share), state: step.to_state };
    Ok(Some(Message { phone: reach::open(secret, &contact)?, saying }))
}

/// To the account's own number.
async fn of_shift(
    db: &impl ConnectionTrait,
    secret: &Secret,
    account: Uuid,
    of: &notice::Model,
) -> Result<Option<Message>, AppError> {
    let missing = || AppError::broken("a notice about no shift");
    let volunteer = volunteer::Entity::find_by_id(account).one(db).await?;
    if !volunteer.is_some_and(|volunteer| volunteer.text_me && volunteer.ended_at.is_none()) {
        return Ok(None);
    }
    let Some(account) = account::Entity::find_by_id(account).one(db).await? else { return Ok(None) };
    let shift = of.shift_id.ok_or_else(missing)?;
    let shift = shift::Entity::find_by_id(shift).one(db).await?.ok_or_else(missing)?;
    let saying = Saying::Shift {
        id: shift.id,
        word: word(of.word.as_deref().ok_or_else(missing)?)?,
        title: shift.title,
        starts_at: shift.starts_at,
        until: of.until,
    };
    Ok(Some(Message { phone: phone_of(secret, &account)?.as_str().to_owned(), saying }))
}
