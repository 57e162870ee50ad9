//! The statements about volunteers: what they registered, may do, did, and leave behind.

use std::collections::HashMap;

use pingan_api::volunteer::{Attendance, Qualification, SignUpState};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use crate::{
    account::entity::account,
    cases::word,
    db::insert_new,
    error::AppError,
    volunteer::entity::{certificate, qualification, shift, sign_up, team, team_member, volunteer},
};

/// What an account registered, be it ended or not.
pub(in crate::volunteer) async fn volunteer(
    db: &impl ConnectionTrait,
    account: Uuid,
) -> Result<Option<volunteer::Model>, DbErr> {
    volunteer::Entity::find_by_id(account).one(db).await
}

/// The same, which nobody else changes until the transaction ends.
pub(in crate::volunteer) async fn volunteer_for_update(
    tx: &DatabaseTransaction,
    account: Uuid,
) -> Result<Option<volunteer::Model>, DbErr> {
    volunteer::Entity::find_by_id(account).lock_exclusive().one(tx).await
}

/// In the place of what was registered before; the day of the first time and the calendar stay.
pub(in crate::volunteer) async fn register(tx: &DatabaseTransaction, row: volunteer::Model) -> Result<(), DbErr> {
    use volunteer::Column;
    let changed = OnConflict::column(Column::AccountId)
        .update_columns([
            Column::Name,
            Column::Born,
            Column::Grid,
            Column::Community,
            Column::Street,
            Column::Skills,
            Column::Available,
            Column::GuardianName,
            Column::GuardianSealed,
            Column::WorkUnit,
            Column::Thanks,
            Column::TextMe,
            Column::ChangedAt,
            Column::EndedAt,
        ])
        .to_owned();
    volunteer::Entity::insert(row.into_active_model()).on_conflict(changed).exec_without_returning(tx).await?;
    Ok(())
}

/// Ends a registration: no team, no calendar, nobody to ask for whoever is under age.
pub(in crate::volunteer) async fn end(tx: &DatabaseTransaction, account: Uuid, at: i64) -> Result<(), DbErr> {
    team_member::Entity::delete_many().filter(team_member::Column::AccountId.eq(account)).exec(tx).await?;
    let changes = volunteer::ActiveModel {
        guardian_name: Set(None),
        guardian_sealed: Set(None),
        calendar_hash: Set(None),
        changed_at: Set(at),
        ended_at: Set(Some(at)),
        ..Default::default()
    };
    change(tx, account, changes).await
}

pub(in crate::volunteer) async fn set_calendar(
    tx: &DatabaseTransaction,
    account: Uuid,
    hash: String,
) -> Result<(), DbErr> {
    change(tx, account, volunteer::ActiveModel { calendar_hash: Set(Some(hash)), ..Default::default() }).await
}

async fn change(tx: &DatabaseTransaction, account: Uuid, changes: volunteer::ActiveModel) -> Result<(), DbErr> {
    let row = volunteer::Entity::update_many().set(changes);
    row.filter(volunteer::Column::AccountId.eq(account)).exec(tx).await?;
    Ok(())
}

/// Whose private calendar a token's hash opens.
pub(in crate::volunteer) async fn calendar_owner(db: &impl ConnectionTrait, hash: &str) -> Result<Option<Uuid>, DbErr> {
    volunteer::Entity::find()
        .select_only()
        .column(volunteer::Column::AccountId)
        .filter(volunteer::Column::CalendarHash.eq(hash))
        .filter(volunteer::Column::EndedAt.is_null())
        .into_tuple()
        .one(db)
        .await
}

/// Places that somebody has or is offered in shifts from a moment on, soonest first, each with its shift.
pub(in crate::volunteer) async fn places(
    db: &impl ConnectionTrait,
    account: Uuid,
    from: i64,
) -> Result<Vec<(sign_up::Model, shift::Model)>, DbErr> {
    let held = [SignUpState::Confirmed, SignUpState::Offered].map(SignUpState::as_str);
    let rows = sign_up::Entity::find()
        .filter(sign_up::Column::AccountId.eq(account))
        .filter(sign_up::Column::State.is_in(held))
        .filter(sign_up::Column::StartsAt.gte(from))
        .order_by_asc(sign_up::Column::StartsAt)
        .all(db)
        .await?;
    let shifts = shift::Entity::find().filter(shift::Column::Id.is_in(rows.iter().map(|row| row.shift_id)));
    let mut shifts: HashMap<Uuid, shift::Model> = shifts.all(db).await?.into_iter().map(|row| (row.id, row)).collect();
    Ok(rows.into_iter().filter_map(|row| shifts.remove(&row.shift_id).map(|shift| (row, shift))).collect())
}

/// Registered names.
pub(in crate::volunteer) async fn names(
    db: &impl ConnectionTrait,
    accounts: &[Uuid],
) -> Result<HashMap<Uuid, String>, DbErr> {
    let rows: Vec<(Uuid, String)> = volunteer::Entity::find()
        .select_only()
        .columns([volunteer::Column::AccountId, volunteer::Column::Name])
        .filter(volunteer::Column::AccountId.is_in(accounts.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// What some accounts are qualified for, in the order of the contract; those without any are left out.
pub(in crate::volunteer) async fn qualifications(
    db: &impl ConnectionTrait,
    accounts: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Qualification>>, AppError> {
    let rows = qualification::Entity::find();
    let rows = rows.filter(qualification::Column::AccountId.is_in(accounts.iter().copied())).all(db).await?;
    let mut held: HashMap<Uuid, Vec<Qualification>> = HashMap::new();
    for row in rows {
        held.entry(row.account_id).or_default().push(word(&row.qualification)?);
    }
    held.values_mut().for_each(|qualifications| qualifications.sort());
    Ok(held)
}

/// Answers whether it is new.
pub(in crate::volunteer) async fn grant(tx: &DatabaseTransaction, row: qualification::Model) -> Result<bool, DbErr> {
    insert_new::<qualification::Entity, _>(tx, row).await
}

/// Answers whether there was such a one.
pub(in crate::volunteer) async fn take_back(
    tx: &DatabaseTransaction,
    account: Uuid,
    qualification: Qualification,
) -> Result<bool, DbErr> {
    let row = qualification::Entity::delete_by_id((account, qualification.to_string()));
    Ok(row.exec(tx).await?.rows_affected > 0)
}

/// Volunteers who meet a condition, the last to register first.
pub(in crate::volunteer) async fn volunteers(
    db: &impl ConnectionTrait,
    condition: Condition,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<volunteer::Model>, DbErr> {
    use volunteer::Column;
    let mut rows = volunteer::Entity::find().filter(condition);
    if let Some((at, id)) = after {
        let place = Expr::tuple([Expr::col(Column::RegisteredAt), Expr::col(Column::AccountId)]);
        rows = rows.filter(place.lt(Expr::tuple([at.into(), id.into()])));
    }
    rows.order_by_desc(Column::RegisteredAt).order_by_desc(Column::AccountId).limit(limit).all(db).await
}

/// All that some accounts are credited with.
pub(in crate::volunteer) async fn attended(
    db: &impl ConnectionTrait,
    accounts: &[Uuid],
) -> Result<Vec<sign_up::Model>, DbErr> {
    let credited = Condition::any()
        .add(sign_up::Column::Attendance.eq(Attendance::Present.as_str()))
        .add(sign_up::Column::Minutes.is_not_null());
    let rows = sign_up::Entity::find().filter(sign_up::Column::AccountId.is_in(accounts.iter().copied()));
    rows.filter(credited).all(db).await
}

/// How many shifts that began after a moment each of some accounts missed; those without any are left out.
pub(in crate::volunteer) async fn missed(
    db: &impl ConnectionTrait,
    accounts: &[Uuid],
    since: i64,
) -> Result<HashMap<Uuid, i64>, DbErr> {
    let counts: Vec<(Uuid, i64)> = sign_up::Entity::find()
        .select_only()
        .column(sign_up::Column::AccountId)
        .column_as(sign_up::Column::Id.count(), "missed")
        .filter(sign_up::Column::AccountId.is_in(accounts.iter().copied()))
        .filter(sign_up::Column::Attendance.eq(Attendance::NoShow.as_str()))
        .filter(sign_up::Column::StartsAt.gt(since))
        .group_by(sign_up::Column::AccountId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counts.into_iter().collect())
}

/// Whether somebody has or had a place, or waits for one, in a shift of a team of these units.
pub(in crate::volunteer) async fn came_to(
    db: &impl ConnectionTrait,
    account: Uuid,
    units: &[&str],
) -> Result<bool, DbErr> {
    let live = SignUpState::ALL.iter().filter(|state| state.is_live()).map(|state| state.as_str());
    let signed_up = Condition::any()
        .add(sign_up::Column::State.is_in(live))
        .add(sign_up::Column::Attendance.eq(Attendance::Present.as_str()));
    let teams = team::Entity::find().select_only().column(team::Column::Id);
    let teams = teams.filter(team::Column::Unit.is_in(units.iter().copied())).into_query();
    let shifts = shift::Entity::find().select_only().column(shift::Column::Id);
    let shifts = shifts.filter(shift::Column::TeamId.in_subquery(teams)).into_query();
    let rows = sign_up::Entity::find().filter(sign_up::Column::AccountId.eq(account)).filter(signed_up);
    Ok(rows.filter(sign_up::Column::ShiftId.in_subquery(shifts)).count(db).await? > 0)
}

pub(in crate::volunteer) async fn account(
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<account::Model>, DbErr> {
    account::Entity::find_by_id(id).one(db).await
}

/// What is kept of somebody as a volunteer besides the registration.
pub(in crate::volunteer) struct Kept {
    pub(in crate::volunteer) teams: Vec<(team_member::Model, team::Model)>,
    pub(in crate::volunteer) qualifications: Vec<qualification::Model>,
    pub(in crate::volunteer) sign_ups: Vec<(sign_up::Model, shift::Model)>,
    pub(in crate::volunteer) certificates: Vec<certificate::Model>,
}

/// All of it, the oldest of each first.
pub(in crate::volunteer) async fn kept(db: &impl ConnectionTrait, account: Uuid) -> Result<Kept, DbErr> {
    let members = team_member::Entity::find().filter(team_member::Column::AccountId.eq(account));
    let members = members.order_by_asc(team_member::Column::Since).all(db).await?;
    let teams = team::Entity::find().filter(team::Column::Id.is_in(members.iter().map(|row| row.team_id)));
    let teams: HashMap<Uuid, team::Model> = teams.all(db).await?.into_iter().map(|row| (row.id, row)).collect();
    let qualifications = qualification::Entity::find().filter(qualification::Column::AccountId.eq(account));
    let rows = sign_up::Entity::find().filter(sign_up::Column::AccountId.eq(account));
    let ids = rows.clone().select_only().column(sign_up::Column::ShiftId).into_query();
    let rows = rows.order_by_asc(sign_up::Column::StartsAt).order_by_asc(sign_up::Column::Id).all(db).await?;
    let shifts = shift::Entity::find().filter(shift::Column::Id.in_subquery(ids)).all(db).await?;
    let shifts: HashMap<Uuid, shift::Model> = shifts.into_iter().map(|row| (row.id, row)).collect();
    let certificates = certificate::Entity::find().filter(certificate::Column::AccountId.eq(account));
    let with_team = |row: team_member::Model| teams.get(&row.team_id).cloned().map(|team| (row, team));
    let with_shift = |row: sign_up::Model| shifts.get(&row.shift_id).cloned().map(|shift| (row, shift));
    Ok(Kept {
        teams: members.into_iter().filter_map(with_team).collect(),
        qualifications: qualifications.order_by_asc(qualification::Column::GrantedAt).all(db).await?,
        sign_ups: rows.into_iter().filter_map(with_shift).collect(),
        certificates: certificates.order_by_asc(certificate::Column::IssuedAt).all(db).await?,
    })
}

/// Takes somebody out of everything that tells of volunteers: that a place was taken, and for how long, stays.
pub(in crate::volunteer) async fn forget(tx: &DatabaseTransaction, account: Uuid) -> Result<(), DbErr> {
    let nobody = sign_up::ActiveModel {
        account_id: Set(None),
        name: Set(String::new()),
        friend: Set(None),
        corrected_because: Set(None),
        ..Default::default()
    };
    sign_up::Entity::update_many().set(nobody).filter(sign_up::Column::AccountId.eq(account)).exec(tx).await?;
    certificate::Entity::delete_many().filter(certificate::Column::AccountId.eq(account)).exec(tx).await?;
    // Whoever grants a qualification holds the member's row: none comes after this.
    team_member::Entity::delete_many().filter(team_member::Column::AccountId.eq(account)).exec(tx).await?;
    qualification::Entity::delete_many().filter(qualification::Column::AccountId.eq(account)).exec(tx).await?;
    volunteer::Entity::delete_by_id(account).exec(tx).await?;
    Ok(())
}
