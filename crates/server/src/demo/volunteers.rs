//! The demonstration's volunteers: teams, people, the shifts of last month and next week. Each start brings the days up to
//! date by what is missing ahead.

mod plans;

use pingan_api::{
    Date, Timestamp,
    account::sign_in::CONSENT_VERSION,
    volunteer::{Attendance, JoinPolicy, Membership, Qualification, ShiftState, SignUpState, TeamKind},
};
use sea_orm::{DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait};
use uuid::Uuid;

use self::plans::{GIVEN, Plan, SURNAMES, plans_of};
use super::dice::Dice;
use crate::{
    account::{self, NewAccount},
    district::{District, Grid},
    error::AppError,
    state::State,
    volunteer::entity::{post, qualification, shift, sign_up, team, team_member, volunteer},
};

/// Invented people with accounts. Their numbers are in a range that is given to nobody.
const PEOPLE: usize = 40;
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Days that lie behind and ahead.
const PAST: i64 = 40;
const AHEAD: i64 = 10;

/// Puts teams, people and shifts into a demonstration that has no teams.
pub async fn load(state: &State) -> Result<(), AppError> {
    if team::Entity::find().count(state.db.reads()).await? > 0 {
        return Ok(());
    }
    let mut dice = Dice::new(5);
    let district = state.district();
    let people = people(state, &district, &mut dice).await?;
    let rows = Rows::throw(&district, &people, &mut dice, state.now());
    state.db.write(move |tx| Box::pin(async move { rows.insert(tx).await })).await
}

struct Person {
    row: volunteer::Model,
    qualification: Option<Qualification>,
}

async fn people(state: &State, district: &District, dice: &mut Dice) -> Result<Vec<Person>, AppError> {
    let at = state.now();
    let mut people = Vec::new();
    for nth in 0..PEOPLE {
        // Half of them live where the demonstration's desks are.
        let near = district.grids().first().map(|grid| &grid.community);
        let grids: Vec<&Grid> =
            district.grids().iter().filter(|grid| nth % 2 == 1 || Some(&grid.community) == near).collect();
        let grid = *dice.pick(&grids);
        let name = format!("{}{}", dice.pick(&SURNAMES), dice.pick(&GIVEN));
        let phone = format!("166000000{nth:02}").parse().map_err(AppError::broken)?;
        let secret = state.secret.clone();
        let new = NewAccount { phone, name: name.clone(), consent: CONSENT_VERSION, at };
        let account = state.db.write(move |tx| Box::pin(async move { account::open(tx, &secret, new).await })).await?;
        let row = volunteer::Model {
            account_id: account.0,
            name,
            born: format!("{}-{:02}-{:02}", 1950 + dice.below(55), 1 + dice.below(12), 1 + dice.below(28)),
            grid: grid.id.0.clone(),
            community: grid.community.0.clone(),
            street: grid.street.0.clone(),
            skills: "[\"visiting\",\"cleaning\"]".to_owned(),
            available: "[\"weekend_morning\"]".to_owned(),
            guardian_name: None,
            guardian_sealed: None,
            work_unit: (nth % 5 == 0).then(|| "区直机关（演示）".to_owned()),
            thanks: nth % 3 != 0,
            text_me: false,
            calendar_hash: None,
            registered_at: at.as_millis() - PAST * DAY_MS,
            changed_at: at.as_millis() - PAST * DAY_MS,
            ended_at: None,
        };
        let qualification = match nth % 6 {
            0 => Some(Qualification::FirstAid),
            1 => Some(Qualification::Electrician),
            _ => None,
        };
        people.push(Person { row, qualification });
    }
    Ok(people)
}

/// What is inserted.
#[derive(Default)]
struct Rows {
    teams: Vec<team::Model>,
    members: Vec<team_member::Model>,
    volunteers: Vec<volunteer::Model>,
    qualifications: Vec<qualification::Model>,
    shifts: Vec<shift::Model>,
    posts: Vec<post::Model>,
    sign_ups: Vec<sign_up::Model>,
}

impl Rows {
    fn throw(district: &District, people: &[Person], dice: &mut Dice, now: Timestamp) -> Self {
        let mut rows = Self { volunteers: people.iter().map(|person| person.row.clone()).collect(), ..Self::default() };
        let mut communities: Vec<&Grid> = Vec::new();
        for grid in district.grids() {
            if communities.iter().all(|known| known.community != grid.community) {
                communities.push(grid);
            }
        }
        for (nth, grid) in communities.into_iter().enumerate() {
            // The first community has the whole set, the others one or two teams of it.
            let kinds: Vec<TeamKind> = match nth {
                0 => TeamKind::ALL.to_vec(),
                _ => vec![TeamKind::ALL[nth % TeamKind::ALL.len()]],
            };
            for kind in kinds {
                rows.team(district, grid, kind, people, dice, now);
            }
        }
        for person in people {
            if let (Some(qualification), Some(team)) = (person.qualification, rows.teams.first()) {
                rows.qualifications.push(qualification::Model {
                    account_id: person.row.account_id,
                    qualification: qualification.to_string(),
                    granted_by: Uuid::nil(),
                    team_id: team.id,
                    granted_at: now.as_millis() - PAST * DAY_MS,
                });
            }
        }
        rows
    }

    fn team(
        &mut self,
        district: &District,
        grid: &Grid,
        kind: TeamKind,
        people: &[Person],
        dice: &mut Dice,
        now: Timestamp,
    ) {
        let plan = plans_of(kind);
        let first = self.teams.len();
        let row = team::Model {
            id: Uuid::now_v7(),
            idempotency_key: Uuid::new_v4(),
            body_hash: String::new(),
            kind: kind.to_string(),
            name: format!("{}{}", district.name(&grid.community).zh, plan.team),
            about: plan.about.to_owned(),
            unit: grid.community.0.clone(),
            join_policy: if first % 3 == 2 { JoinPolicy::Request } else { JoinPolicy::Open }.to_string(),
            closed: false,
            version: 1,
            created_at: now.as_millis() - PAST * DAY_MS,
            created_by: Uuid::nil(),
        };
        let members = 4 + dice.below(8);
        let from = dice.below(people.len());
        for nth in 0..members {
            let person = &people[(from + nth) % people.len()].row;
            let membership = if nth == 0 { Membership::Lead } else { Membership::Member };
            self.members.push(team_member::Model {
                team_id: row.id,
                account_id: person.account_id,
                membership: membership.to_string(),
                since: now.as_millis() - PAST * DAY_MS,
            });
        }
        let own: Vec<&Person> = (0..members).map(|nth| &people[(from + nth) % people.len()]).collect();
        let grids: Vec<&Grid> = district.grids().iter().filter(|other| other.community == grid.community).collect();
        let today = Date::in_shanghai(now);
        let step = if first < TeamKind::ALL.len() { 4 } else { 7 };
        let mut day = -PAST + dice.below(step as usize) as i64;
        while day <= AHEAD {
            let begins = today.plus_days(day).begins().as_millis() + i64::from(plan.hour) * HOUR_MS;
            let grid = *dice.pick(&grids);
            self.shift(plan, &row, grid, &own, dice, begins, now);
            day += step;
        }
        self.teams.push(row);
    }

    #[allow(clippy::too_many_arguments)] // A shift of a demonstration hangs on all of it.
    fn shift(
        &mut self,
        plan: &Plan,
        team: &team::Model,
        grid: &Grid,
        people: &[&Person],
        dice: &mut Dice,
        begins: i64,
        now: Timestamp,
    ) {
        let ends = begins + plan.minutes * 60_000;
        let past = ends <= now.as_millis();
        let mut row = shift::Model {
            id: Uuid::now_v7(),
            idempotency_key: Uuid::new_v4(),
            body_hash: String::new(),
            team_id: team.id,
            kind: team.kind.clone(),
            title: plan.title.to_owned(),
            about: plan.doing.to_owned(),
            place: format!("{}{}", grid.name.zh, plan.place),
            lat_e7: (grid.centre.lat * 1e7) as i32,
            lon_e7: (grid.centre.lon * 1e7) as i32,
            grid: grid.id.0.clone(),
            community: grid.community.0.clone(),
            street: grid.street.0.clone(),
            starts_at: begins,
            ends_at: ends,
            min_age: plan.min_age,
            bring: plan.bring.to_owned(),
            late_cancel_minutes: 180,
            approval: false,
            state: ShiftState::Published.to_string(),
            series_id: None,
            case_id: None,
            cancelled_because: None,
            needed: 0,
            taken: 0,
            waiting: 0,
            reminded: if past { 2 } else { 0 },
            version: 1,
            created_by: Uuid::nil(),
            created_at: now.as_millis() - PAST * DAY_MS,
        };
        let from = dice.below(people.len());
        let mut coming = (0..people.len()).map(|nth| people[(from + nth) % people.len()]);
        for (ord, (name, needed, qualification)) in plan.posts.iter().enumerate() {
            let mut post = post::Model {
                id: Uuid::now_v7(),
                shift_id: row.id,
                ord: ord as i32,
                name: (*name).to_owned(),
                needed: *needed,
                qualification: qualification.map(|qualification| qualification.to_string()),
                taken: 0,
                waiting: 0,
            };
            // Some are empty, some have last places, and some a line.
            let wanted = if past { *needed } else { dice.below(*needed as usize + 3) as i32 };
            for turn in 0..wanted {
                let able = |person: &&Person| qualification.is_none() || person.qualification == *qualification;
                let Some(person) = coming.by_ref().find(able) else { break };
                let holds = turn < *needed;
                self.sign_ups.push(come(&row, &post, person, i64::from(turn), holds, past, dice));
                if holds {
                    post.taken += 1;
                } else {
                    post.waiting += 1;
                }
            }
            row.needed += post.needed;
            row.taken += post.taken;
            row.waiting += post.waiting;
            self.posts.push(post);
        }
        self.shifts.push(row);
    }

    async fn insert(self, tx: &DatabaseTransaction) -> Result<(), AppError> {
        /// Rows in one statement: their columns together stay below what SQLite takes in parameters.
        const AT_ONCE: usize = 500;
        macro_rules! insert {
            ($entity:ty, $rows:expr) => {
                for rows in $rows.chunks(AT_ONCE) {
                    let rows = rows.iter().cloned().map(IntoActiveModel::into_active_model);
                    <$entity>::insert_many(rows).exec_without_returning(tx).await?;
                }
            };
        }
        insert!(team::Entity, self.teams);
        insert!(team_member::Entity, self.members);
        insert!(volunteer::Entity, self.volunteers);
        insert!(qualification::Entity, self.qualifications);
        insert!(shift::Entity, self.shifts);
        insert!(post::Entity, self.posts);
        insert!(sign_up::Entity, self.sign_ups);
        Ok(())
    }
}

/// Somebody's place or place in line; of what is past, nearly everybody came.
fn come(
    shift: &shift::Model,
    post: &post::Model,
    person: &Person,
    turn: i64,
    holds: bool,
    past: bool,
    dice: &mut Dice,
) -> sign_up::Model {
    let came = past && dice.unit() < 0.9;
    let attendance = match (past, came) {
        (false, _) => Attendance::Unknown,
        (true, true) => Attendance::Present,
        (true, false) => Attendance::NoShow,
    };
    sign_up::Model {
        id: Uuid::now_v7(),
        idempotency_key: Uuid::new_v4(),
        body_hash: String::new(),
        shift_id: shift.id,
        post_id: post.id,
        account_id: Some(person.row.account_id),
        name: person.row.name.clone(),
        under_age: false,
        friend: None,
        places: 1,
        state: if holds { SignUpState::Confirmed } else { SignUpState::Waiting }.to_string(),
        turn: turn + 1,
        offered_until: None,
        created_at: shift.created_at,
        ended_at: None,
        walk_in: false,
        starts_at: shift.starts_at,
        ends_at: shift.ends_at,
        attendance: attendance.to_string(),
        attended_by: None,
        checked_in_at: came.then_some(shift.starts_at),
        checked_out_at: came.then_some(shift.ends_at),
        minutes: None,
        corrected_because: None,
    }
}
