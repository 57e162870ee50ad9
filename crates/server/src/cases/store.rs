//! The statements about cases.

use pingan_api::{
    FieldError, Issue, ProblemCode,
    cases::{Share, State as CaseState, Who},
    id::{PhotoId, UnitId, VoiceId},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, UpdateMany,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::entity::{act, case, contact, event, reporter};
use crate::{db::search, error::AppError, photos::entity as photo, voices::entity as voice};

/// Why a case or a share was not kept.
pub(super) enum Refused {
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
pub(super) struct Raised {
    pub(super) case: case::Model,
    pub(super) share: reporter::Model,
    /// With whether to text it.
    pub(super) phone: Option<(String, bool)>,
    pub(super) photos: Vec<PhotoId>,
    pub(super) voice: Option<VoiceId>,
}

/// Answers the first step of the timeline.
pub(super) async fn raise(tx: &DatabaseTransaction, raised: Raised) -> Result<event::Model, Refused> {
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
    if insert_if_new::<case::Entity, _>(tx, case).await? == 0 {
        return Err(Refused::NumberTaken);
    }
    insert_share(tx, share, phone, Left { photos, voice }, true).await?;
    event::Entity::insert(step.clone().into_active_model()).exec_without_returning(tx).await?;
    search::index(tx, number, &[&text]).await?;
    Ok(step)
}

/// A share in the public case of a number.
pub(super) struct Joining {
    pub(super) number: i32,
    /// Its `case_id` and `step` are filled in here.
    pub(super) share: reporter::Model,
    /// With whether to text it.
    pub(super) phone: Option<(String, bool)>,
    pub(super) photos: Vec<PhotoId>,
    pub(super) voice: Option<VoiceId>,
}

/// Answers the case, the share and the step that the case was at.
pub(super) async fn join(
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
pub(super) async fn index_words(tx: &DatabaseTransaction, case: &case::Model) -> Result<(), DbErr> {
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
    if insert_if_new::<reporter::Entity, _>(tx, share).await? == 0 {
        return Err(Refused::KeyOrCodeTaken);
    }
    if let Some((phone, text_me)) = phone {
        let contact = contact::Model { reporter_id: id, phone, text_me };
        contact::Entity::insert(contact.into_active_model()).exec_without_returning(tx).await?;
    }
    let mut errors = claim(tx, &photos, |photo| {
        photo
            .col_expr(photo::Column::CaseId, case.into())
            .col_expr(photo::Column::ReporterId, id.into())
            .col_expr(photo::Column::PublicShare, is_public.into())
    })
    .await?;
    if let Some(voice) = voice {
        let claimed = voice::Entity::update_many()
            .col_expr(voice::Column::CaseId, case.into())
            .col_expr(voice::Column::ReporterId, id.into())
            .filter(voice::Column::Id.eq(voice.0))
            .filter(voice::Column::CaseId.is_null())
            .exec(tx)
            .await?;
        if claimed.rows_affected == 0 {
            let exists = voice::Entity::find_by_id(voice.0).count(tx).await? > 0;
            errors.push(FieldError::new("voice", if exists { Issue::VoiceTaken } else { Issue::UnknownVoice }));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Refused::Failed(errors.into())) }
}

/// Photos that go with a step: the desk's, which the public sees when it sees the case.
pub(super) async fn claim_for_step(
    tx: &DatabaseTransaction,
    case: Uuid,
    seq: i32,
    photos: &[PhotoId],
) -> Result<(), AppError> {
    let errors = claim(tx, photos, |photo| {
        photo
            .col_expr(photo::Column::CaseId, case.into())
            .col_expr(photo::Column::Step, seq.into())
            .col_expr(photo::Column::PublicShare, true.into())
    })
    .await?;
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// Photos that a reporter sends with a step: the desk's to see, and their own.
pub(super) async fn claim_for_reporter(
    tx: &DatabaseTransaction,
    share: &reporter::Model,
    seq: i32,
    photos: &[PhotoId],
) -> Result<Vec<FieldError>, DbErr> {
    claim(tx, photos, |photo| {
        photo
            .col_expr(photo::Column::CaseId, share.case_id.into())
            .col_expr(photo::Column::ReporterId, share.id.into())
            .col_expr(photo::Column::Step, seq.into())
    })
    .await
}

/// Cases that go on in one, also by way of others.
pub(crate) async fn merged_into(db: &impl ConnectionTrait, case: Uuid) -> Result<Vec<Uuid>, DbErr> {
    all_behind(case::Column::MergedInto, db, vec![case]).await
}

/// Cases that parts of some became, also by way of others.
async fn split_from(db: &impl ConnectionTrait, cases: Vec<Uuid>) -> Result<Vec<Uuid>, DbErr> {
    all_behind(case::Column::SplitFrom, db, cases).await
}

async fn all_behind(link: case::Column, db: &impl ConnectionTrait, first: Vec<Uuid>) -> Result<Vec<Uuid>, DbErr> {
    let (mut found, mut next) = (Vec::new(), first);
    while !next.is_empty() {
        let behind = case::Entity::find().select_only().column(case::Column::Id).filter(link.is_in(next));
        let ids: Vec<Uuid> = behind.into_tuple().all(db).await?;
        next = ids.into_iter().filter(|id| !found.contains(id)).collect();
        found.extend(&next);
    }
    Ok(found)
}

/// Shares, and those that whoever raised a case has in the parts that were split off from it.
pub(crate) async fn with_parts(db: &impl ConnectionTrait, shares: Vec<Uuid>) -> Result<Vec<Uuid>, DbErr> {
    let raised = |shares: Select<reporter::Entity>| shares.filter(reporter::Column::Share.eq(Share::Reporter.as_str()));
    let own = reporter::Entity::find().select_only().column(reporter::Column::CaseId);
    let cases = raised(own.filter(reporter::Column::Id.is_in(shares.iter().copied()))).into_tuple().all(db).await?;
    let parts = split_from(db, cases).await?;
    if parts.is_empty() {
        return Ok(shares);
    }
    let of_parts = reporter::Entity::find().select_only().column(reporter::Column::Id);
    let of_parts: Vec<Uuid> =
        raised(of_parts.filter(reporter::Column::CaseId.is_in(parts))).into_tuple().all(db).await?;
    let more = of_parts.into_iter().filter(|share| !shares.contains(share)).collect::<Vec<_>>();
    Ok(shares.into_iter().chain(more).collect())
}

/// Takes photos that no case names yet, in their order. Answers which are not there or taken.
async fn claim(
    tx: &DatabaseTransaction,
    photos: &[PhotoId],
    owner: impl Fn(UpdateMany<photo::Entity>) -> UpdateMany<photo::Entity>,
) -> Result<Vec<FieldError>, DbErr> {
    let mut errors = Vec::new();
    for (i, photo) in photos.iter().enumerate() {
        let claimed = owner(photo::Entity::update_many())
            .col_expr(photo::Column::Ordinal, i32::try_from(i).unwrap_or(i32::MAX).into())
            .filter(photo::Column::Id.eq(photo.0))
            .filter(photo::Column::CaseId.is_null())
            .exec(tx)
            .await?;
        if claimed.rows_affected == 0 {
            let exists = photo::Entity::find_by_id(photo.0).count(tx).await? > 0;
            let issue = if exists { Issue::PhotoTaken } else { Issue::UnknownPhoto };
            errors.push(FieldError::new(format!("photos[{i}]"), issue));
        }
    }
    Ok(errors)
}

/// Answers 0 where a unique column has the value already: without an error, which would end a PostgreSQL transaction.
async fn insert_if_new<E, M>(tx: &DatabaseTransaction, row: M) -> Result<u64, DbErr>
where
    E: EntityTrait,
    M: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E>,
{
    let nothing = OnConflict::new().do_nothing().to_owned();
    E::insert(row.into_active_model()).on_conflict(nothing).exec_without_returning(tx).await
}

/// The case of a number, which nobody else changes until the transaction ends.
pub(super) async fn case_for_update(tx: &DatabaseTransaction, number: i32) -> Result<Option<case::Model>, DbErr> {
    case::Entity::find().filter(case::Column::Number.eq(number)).lock_exclusive().one(tx).await
}

pub(super) async fn case_by_number(db: &impl ConnectionTrait, number: i32) -> Result<Option<case::Model>, DbErr> {
    case::Entity::find().filter(case::Column::Number.eq(number)).one(db).await
}

pub(super) async fn case_by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<case::Model, AppError> {
    case::Entity::find_by_id(id).one(db).await?.ok_or_else(|| AppError::broken("a share has no case"))
}

pub(super) async fn public_case(db: &impl ConnectionTrait, number: i32) -> Result<Option<case::Model>, DbErr> {
    let numbered = case::Entity::find().filter(case::Column::Number.eq(number));
    numbered.filter(case::Column::IsPublic.eq(true)).one(db).await
}

pub(super) async fn share_by_key(db: &impl ConnectionTrait, key: Uuid) -> Result<Option<reporter::Model>, DbErr> {
    reporter::Entity::find().filter(reporter::Column::IdempotencyKey.eq(key)).one(db).await
}

/// The shares that codes open, in one query.
pub(super) async fn shares_by_code(
    db: &impl ConnectionTrait,
    code_hashes: &[String],
) -> Result<Vec<(reporter::Model, case::Model)>, AppError> {
    let hashes = code_hashes.iter().map(String::as_str);
    let shares = reporter::Entity::find().filter(reporter::Column::CodeHash.is_in(hashes)).all(db).await?;
    with_cases(db, shares).await
}

/// Shares by their ids, newest first.
pub(super) async fn shares(
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<Vec<(reporter::Model, case::Model)>, AppError> {
    let shares = reporter::Entity::find().filter(reporter::Column::Id.is_in(ids.iter().copied()));
    let shares = shares.order_by_desc(reporter::Column::CreatedAt).order_by_desc(reporter::Column::Id);
    with_cases(db, shares.all(db).await?).await
}

async fn with_cases(
    db: &impl ConnectionTrait,
    shares: Vec<reporter::Model>,
) -> Result<Vec<(reporter::Model, case::Model)>, AppError> {
    let ids = shares.iter().map(|share| share.case_id);
    let cases = case::Entity::find().filter(case::Column::Id.is_in(ids)).all(db).await?;
    let of = |id: Uuid| cases.iter().find(|case| case.id == id).cloned();
    let pair = |share: reporter::Model| {
        let case = of(share.case_id).ok_or_else(|| AppError::broken("a share has no case"))?;
        Ok((share, case))
    };
    shares.into_iter().map(pair).collect()
}

/// One step of a case.
pub(super) async fn step(db: &impl ConnectionTrait, case: Uuid, seq: i32) -> Result<event::Model, AppError> {
    let step = event::Entity::find_by_id((case, seq)).one(db).await?;
    step.ok_or_else(|| AppError::broken("a case lacks a step"))
}

/// The step that a case is at.
pub(super) async fn last_step(tx: &DatabaseTransaction, case: Uuid) -> Result<event::Model, AppError> {
    let steps = event::Entity::find().filter(event::Column::CaseId.eq(case));
    let last = steps.order_by_desc(event::Column::Seq).one(tx).await?;
    last.ok_or_else(|| AppError::broken("a case has no first step"))
}

pub(crate) async fn steps(db: &impl ConnectionTrait, case: Uuid) -> Result<Vec<event::Model>, DbErr> {
    event::Entity::find().filter(event::Column::CaseId.eq(case)).order_by_asc(event::Column::Seq).all(db).await
}

/// The steps of a case behind one of them.
pub(crate) async fn steps_after(db: &impl ConnectionTrait, case: Uuid, seq: i32) -> Result<Vec<event::Model>, DbErr> {
    let steps = event::Entity::find().filter(event::Column::CaseId.eq(case)).filter(event::Column::Seq.gt(seq));
    steps.order_by_asc(event::Column::Seq).all(db).await
}

/// The share of whoever raised a case.
pub(super) async fn first_share(tx: &DatabaseTransaction, case: Uuid) -> Result<reporter::Model, AppError> {
    let shares = reporter::Entity::find().filter(reporter::Column::CaseId.eq(case));
    let first = shares.filter(reporter::Column::Share.eq(Share::Reporter.as_str())).one(tx).await?;
    first.ok_or_else(|| AppError::broken("a case has no reporter"))
}

/// Copied from one case of a reporter to another, and shown to nobody by that.
pub(super) async fn phone(tx: &DatabaseTransaction, reporter: Uuid) -> Result<Option<(String, bool)>, DbErr> {
    let contact = contact::Entity::find_by_id(reporter).one(tx).await?;
    Ok(contact.map(|contact| (contact.phone, contact.text_me)))
}

/// Photos of one case go to another. Answers the places in the list of those that the case does not show.
pub(super) async fn move_photos(
    tx: &DatabaseTransaction,
    from: Uuid,
    to: Uuid,
    share: Uuid,
    photos: &[PhotoId],
) -> Result<Vec<usize>, DbErr> {
    let mut lost = Vec::new();
    for (i, photo) in photos.iter().enumerate() {
        let moved = photo::Entity::update_many()
            .col_expr(photo::Column::CaseId, to.into())
            .col_expr(photo::Column::ReporterId, share.into())
            .col_expr(photo::Column::Ordinal, i32::try_from(i).unwrap_or(i32::MAX).into())
            .filter(photo::Column::Id.eq(photo.0))
            .filter(photo::Column::CaseId.eq(from))
            .filter(photo::Column::Step.is_null())
            .filter(photo::Column::RedactedInto.is_null())
            .exec(tx)
            .await?;
        if moved.rows_affected == 0 {
            lost.push(i);
        }
    }
    Ok(lost)
}

/// All photos of a case as they are shown, each share's in its order.
pub(crate) async fn photos(db: &impl ConnectionTrait, case: Uuid) -> Result<Vec<photo::Model>, DbErr> {
    photo::Entity::find()
        .filter(photo::Column::CaseId.eq(case))
        .filter(photo::Column::RedactedInto.is_null())
        .order_by_asc(photo::Column::ReporterId)
        .order_by_asc(photo::Column::Ordinal)
        .all(db)
        .await
}

/// What was said into a share of a case.
pub(super) async fn voice(db: &impl ConnectionTrait, share: &reporter::Model) -> Result<Option<voice::Model>, DbErr> {
    let of_case = voice::Entity::find().filter(voice::Column::CaseId.eq(share.case_id));
    of_case.filter(voice::Column::ReporterId.eq(share.id)).one(db).await
}

pub(super) async fn has_contact(db: &impl ConnectionTrait, reporter: Uuid) -> Result<bool, DbErr> {
    Ok(contact::Entity::find_by_id(reporter).count(db).await? > 0)
}

/// What a move changes.
pub(super) async fn advance(
    tx: &DatabaseTransaction,
    case: case::ActiveModel,
    step: event::Model,
) -> Result<(), DbErr> {
    let id = case.id.clone().unwrap();
    case::Entity::update_many().set(case).filter(case::Column::Id.eq(id)).exec(tx).await?;
    event::Entity::insert(step.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// Who had a case last in a state.
pub(super) async fn last_holder(tx: &DatabaseTransaction, case: Uuid, state: CaseState) -> Result<UnitId, AppError> {
    let steps = event::Entity::find()
        .filter(event::Column::CaseId.eq(case))
        .filter(event::Column::Holder.is_not_null())
        .filter(event::Column::ToState.eq(state.as_str()));
    let last = steps.order_by_desc(event::Column::Seq).one(tx).await?;
    last.and_then(|step| step.holder).map(UnitId).ok_or_else(|| AppError::broken("a case was held by nobody"))
}

/// Numbers of the cases that parts of one became.
pub(super) async fn parts(db: &impl ConnectionTrait, case: Uuid) -> Result<Vec<i32>, DbErr> {
    let parts = case::Entity::find().select_only().column(case::Column::Number);
    parts
        .filter(case::Column::SplitFrom.eq(case))
        .order_by_asc(case::Column::CreatedAt)
        .order_by_asc(case::Column::Id)
        .into_tuple()
        .all(db)
        .await
}

pub(super) async fn act(db: &impl ConnectionTrait, key: Uuid) -> Result<Option<act::Model>, DbErr> {
    act::Entity::find_by_id(key).one(db).await
}

pub(super) async fn insert_act(tx: &DatabaseTransaction, act: act::Model) -> Result<(), DbErr> {
    act::Entity::insert(act.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

/// A word of ours out of the database.
pub(crate) fn word<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, AppError> {
    text.parse().map_err(|error| AppError::Broken(format!("`{text}` in the database: {error}")))
}
