//! A week of shifts with people in them, made up for measuring.

use pingan_api::{
    account::sign_in::CONSENT_VERSION,
    volunteer::{Attendance, JoinPolicy, ShiftState, SignUpState, TeamKind},
};
use sea_orm::{DatabaseTransaction, DbErr, EntityTrait, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::Failure;
use crate::{
    account::entity::account,
    demo::dice::Dice,
    district::Grid,
    error::AppError,
    state::State,
    volunteer::entity::{post, shift, sign_up, team, volunteer},
};

/// Rows in one statement: their columns together stay below what the databases take in parameters.
const ROWS: usize = 500;

const PEOPLE: usize = 4_000;
const TEAMS: usize = 40;
/// Shifts that have places for everybody who measures, and the places of each.
const ROOMY: usize = 8;
const ROOM: i32 = 500;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

#[derive(Default)]
struct Rows {
    accounts: Vec<account::Model>,
    volunteers: Vec<volunteer::Model>,
    teams: Vec<team::Model>,
    shifts: Vec<shift::Model>,
    posts: Vec<post::Model>,
    sign_ups: Vec<sign_up::Model>,
}

/// Shifts of one week from now on, all over the district. One in ten has fewer places than people who want one.
pub(super) async fn week(state: &State, shifts: u32, sign_ups: u32) -> Result<(), Failure> {
    let (district, now) = (state.district(), state.now().as_millis());
    let mut dice = Dice::new(u64::from(shifts));
    let mut rows = Rows::default();
    for nth in 0..PEOPLE {
        let id = id(&mut dice);
        rows.accounts.push(account_row(id, nth, now));
        rows.volunteers.push(volunteer_row(id, nth, dice.pick(district.grids()), now));
    }
    for nth in 0..TEAMS {
        let kind = TeamKind::ALL[nth % TeamKind::ALL.len()];
        rows.teams.push(team_row(id(&mut dice), nth, kind, dice.pick(district.grids()), now));
    }
    let each = (sign_ups / shifts.max(1)) as usize;
    for nth in 0..shifts as usize {
        let needed = (each as i32 + if nth % 10 == 0 { -2 } else { 2 }).max(1);
        let starts_at = now + HOUR_MS + 6 * DAY_MS * nth as i64 / i64::from(shifts);
        let new = New { id: id(&mut dice), starts_at, needed, now };
        let mut row = shift_row(&new, &rows.teams[nth % TEAMS], dice.pick(district.grids()));
        let mut post = post_row(id(&mut dice), row.id, needed);
        for turn in 0..each {
            let person = &rows.volunteers[(nth * each + turn) % PEOPLE];
            let fits = (turn as i32) < needed;
            post.taken += i32::from(fits);
            post.waiting += i32::from(!fits);
            rows.sign_ups.push(sign_up_row(id(&mut dice), &row, post.id, person, (turn as i64, fits)));
        }
        (row.taken, row.waiting) = (post.taken, post.waiting);
        rows.shifts.push(row);
        rows.posts.push(post);
    }
    put(state, rows).await
}

/// Shifts with their posts that everybody finds a place in, each after everything else that there is.
pub(super) async fn roomy(state: &State) -> Result<Vec<(Uuid, Uuid)>, Failure> {
    let (district, reads, now) = (state.district(), state.db.reads(), state.now().as_millis());
    let team = team::Entity::find().one(reads).await?.ok_or("there is no team")?;
    let last: Option<i64> = shift::Entity::find()
        .select_only()
        .column(shift::Column::StartsAt)
        .order_by_desc(shift::Column::StartsAt)
        .into_tuple()
        .one(reads)
        .await?;
    let after = last.unwrap_or(now).max(now) + DAY_MS;
    let mut rows = Rows::default();
    for nth in 0..ROOMY {
        let starts_at = after + 3 * HOUR_MS * nth as i64;
        let row = shift_row(&New { id: Uuid::now_v7(), starts_at, needed: ROOM, now }, &team, &district.grids()[0]);
        rows.posts.push(post_row(Uuid::now_v7(), row.id, ROOM));
        rows.shifts.push(row);
    }
    let made = rows.posts.iter().map(|post| (post.shift_id, post.id)).collect();
    put(state, rows).await?;
    Ok(made)
}

fn id(dice: &mut Dice) -> Uuid {
    Uuid::from_u64_pair(dice.throw(), dice.throw())
}

async fn put(state: &State, rows: Rows) -> Result<(), Failure> {
    let stored: Result<(), AppError> =
        state.db.write(move |tx| Box::pin(async move { Ok(insert(tx, &rows).await?) })).await;
    Ok(stored?)
}

async fn insert(tx: &DatabaseTransaction, rows: &Rows) -> Result<(), DbErr> {
    for rows in rows.accounts.chunks(ROWS) {
        let rows = rows.iter().cloned().map(account::ActiveModel::from);
        account::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    for rows in rows.volunteers.chunks(ROWS) {
        let rows = rows.iter().cloned().map(volunteer::ActiveModel::from);
        volunteer::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    for rows in rows.teams.chunks(ROWS) {
        let rows = rows.iter().cloned().map(team::ActiveModel::from);
        team::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    for rows in rows.shifts.chunks(ROWS) {
        let rows = rows.iter().cloned().map(shift::ActiveModel::from);
        shift::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    for rows in rows.posts.chunks(ROWS) {
        let rows = rows.iter().cloned().map(post::ActiveModel::from);
        post::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    for rows in rows.sign_ups.chunks(ROWS) {
        let rows = rows.iter().cloned().map(sign_up::ActiveModel::from);
        sign_up::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// No number finds such an account, and no message reaches it.
fn account_row(id: Uuid, nth: usize, now: i64) -> account::Model {
    account::Model {
        id,
        phone_key: format!("measured-{nth}"),
        phone_sealed: String::new(),
        wechat_key: None,
        name: format!("志愿者 {nth}"),
        consent: CONSENT_VERSION as i32,
        consent_at: now,
        totp_sealed: None,
        totp_enrolled_at: None,
        totp_step: None,
        created_at: now,
    }
}

fn volunteer_row(account_id: Uuid, nth: usize, grid: &Grid, now: i64) -> volunteer::Model {
    volunteer::Model {
        account_id,
        name: format!("志愿者 {nth}"),
        born: "1980-01-01".to_owned(),
        grid: grid.id.0.clone(),
        community: grid.community.0.clone(),
        street: grid.street.0.clone(),
        skills: "[]".to_owned(),
        available: "[]".to_owned(),
        guardian_name: None,
        guardian_sealed: None,
        work_unit: None,
        thanks: false,
        text_me: false,
        calendar_hash: None,
        registered_at: now,
        changed_at: now,
        ended_at: None,
    }
}

fn team_row(id: Uuid, nth: usize, kind: TeamKind, grid: &Grid, now: i64) -> team::Model {
    team::Model {
        id,
        idempotency_key: id,
        body_hash: String::new(),
        kind: kind.to_string(),
        name: format!("第 {nth} 队"),
        about: "测量用。".to_owned(),
        unit: grid.community.0.clone(),
        join_policy: JoinPolicy::Open.to_string(),
        closed: false,
        version: 1,
        created_at: now,
        created_by: Uuid::nil(),
    }
}

struct New {
    id: Uuid,
    starts_at: i64,
    needed: i32,
    now: i64,
}

fn shift_row(new: &New, team: &team::Model, grid: &Grid) -> shift::Model {
    shift::Model {
        id: new.id,
        idempotency_key: new.id,
        body_hash: String::new(),
        team_id: team.id,
        kind: team.kind.clone(),
        title: "清扫楼道".to_owned(),
        about: "一起把楼道打扫干净。".to_owned(),
        place: "社区门口".to_owned(),
        lat_e7: (grid.centre.lat * 1e7) as i32,
        lon_e7: (grid.centre.lon * 1e7) as i32,
        grid: grid.id.0.clone(),
        community: grid.community.0.clone(),
        street: grid.street.0.clone(),
        starts_at: new.starts_at,
        ends_at: new.starts_at + 2 * HOUR_MS,
        min_age: None,
        bring: String::new(),
        late_cancel_minutes: 180,
        approval: false,
        state: ShiftState::Published.to_string(),
        series_id: None,
        case_id: None,
        cancelled_because: None,
        needed: new.needed,
        taken: 0,
        waiting: 0,
        reminded: 0,
        version: 1,
        created_by: Uuid::nil(),
        created_at: new.now,
    }
}

fn post_row(id: Uuid, shift_id: Uuid, needed: i32) -> post::Model {
    post::Model { id, shift_id, ord: 0, name: "清扫".to_owned(), needed, qualification: None, taken: 0, waiting: 0 }
}

fn sign_up_row(
    id: Uuid,
    shift: &shift::Model,
    post_id: Uuid,
    person: &volunteer::Model,
    (turn, fits): (i64, bool),
) -> sign_up::Model {
    let state = if fits { SignUpState::Confirmed } else { SignUpState::Waiting };
    sign_up::Model {
        id,
        idempotency_key: id,
        body_hash: String::new(),
        shift_id: shift.id,
        post_id,
        account_id: Some(person.account_id),
        name: person.name.clone(),
        under_age: false,
        friend: None,
        places: 1,
        state: state.to_string(),
        turn,
        offered_until: None,
        created_at: shift.created_at,
        ended_at: None,
        walk_in: false,
        starts_at: shift.starts_at,
        ends_at: shift.ends_at,
        attendance: Attendance::Unknown.to_string(),
        attended_by: None,
        checked_in_at: None,
        checked_out_at: None,
        minutes: None,
        corrected_because: None,
    }
}
