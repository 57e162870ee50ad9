//! Figures of teams by month: hours, people, no-shows. They are counted when they are asked for.

mod file;

use std::collections::{BTreeMap, HashMap, HashSet};

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Date, Issue, Method, Timestamp, Validate,
    account::Permission,
    id::TeamId,
    volunteer::{
        Attendance,
        desk::{
            GetVolunteerStats, STATS_CSV_PATH, STATS_XLSX_PATH, StatsTeam, TeamMonth, VolunteerStats,
            VolunteerStatsQuery,
        },
        rules::credited_minutes,
    },
};
use uuid::Uuid;

use super::{
    hours::count,
    store::attendance::figures::{self as store, MarkedRow, ShiftRow},
};
use crate::{
    access::Actor,
    cases::word,
    error::{Answer, AppError},
    extract::Query,
    routes::{Access, Routes},
    sheet,
    state::State,
};

/// Whoever coordinates volunteers somewhere.
const COORDINATORS: Access = Access::Staff(Permission::ManageVolunteers);
/// Months before the last one, unless the first is said.
const MONTHS: usize = 11;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .endpoint::<GetVolunteerStats, _, _>(COORDINATORS, read)
        .raw(Method::Get, STATS_CSV_PATH, COORDINATORS, file::operation("text/csv"), file::csv)
        .raw(Method::Get, STATS_XLSX_PATH, COORDINATORS, file::operation(sheet::XLSX), file::xlsx)
}

async fn read(
    Ext(state): Ext<State>,
    actor: Actor,
    Query(query): Query<VolunteerStatsQuery>,
) -> Answer<GetVolunteerStats> {
    figures(&state, &actor, &query).await.map(Json)
}

/// Of teams on units that the actor coordinates. Shifts count once they are over.
async fn figures(state: &State, actor: &Actor, query: &VolunteerStatsQuery) -> Result<VolunteerStats, AppError> {
    query.validate()?;
    let (db, district, now) = (state.db.reads(), state.district(), state.now());
    let (first, last) = months(query, Date::in_shanghai(now))?;
    let asked = match &query.unit {
        Some(unit) => {
            district.unit(unit).ok_or_else(|| AppError::field("unit", Issue::UnknownUnit))?;
            actor.may(Permission::ManageVolunteers, unit, &district)?;
            vec![unit.clone()]
        }
        None => actor.units(Permission::ManageVolunteers),
    };
    let within = district.units().iter().filter(|unit| asked.iter().any(|above| district.is_within(&unit.id, above)));
    let units: Vec<&str> = within.map(|unit| unit.id.0.as_str()).collect();
    let during = (first.begins().as_millis(), after(last).begins().as_millis());
    let shifts = store::shifts(db, &units, during, now.as_millis()).await?;
    let marked = store::marked(db, &units, during, now.as_millis()).await?;
    let counts = counted(&shifts, &marked);
    let (teams, ords) = named(store::teams(db, &units).await?, &counts)?;
    let row = |((month, team), count): ((Date, Uuid), Count)| count.row(month, team);
    let mut rows: Vec<TeamMonth> = counts.into_iter().map(row).collect();
    rows.sort_by_key(|row| (row.month, ords.get(&row.team.0).copied()));
    let (volunteers, officials) = store::volunteers(db, &units).await?;
    Ok(VolunteerStats {
        from: first,
        to: after(last).plus_days(-1),
        teams,
        rows,
        volunteers: u32::try_from(volunteers).unwrap_or(u32::MAX),
        officials: u32::try_from(officials).unwrap_or(u32::MAX),
    })
}

/// The first days of the first and of the last month.
fn months(query: &VolunteerStatsQuery, today: Date) -> Result<(Date, Date), AppError> {
    let to = query.to.unwrap_or(today);
    let year = || (0..MONTHS).fold(month(to), |first, _| month(first.plus_days(-1)));
    let from = query.from.unwrap_or_else(year);
    // With what was not said filled in.
    VolunteerStatsQuery { unit: None, from: Some(from), to: Some(to) }.validate()?;
    Ok((month(from), month(to)))
}

/// The first day of the month that holds a day.
fn month(day: Date) -> Date {
    day.plus_days(1 - day.parts().2)
}

/// The first day of the next month, of one's first day.
fn after(first: Date) -> Date {
    month(first.plus_days(31))
}

/// One team in one month, being counted.
#[derive(Default)]
struct Count {
    shifts: u32,
    accounts: HashSet<Uuid>,
    /// Who came without an account.
    others: u32,
    minutes: u32,
    no_shows: u32,
}

impl Count {
    fn add(&mut self, row: &MarkedRow) {
        if row.attendance != Attendance::Present.as_str() {
            self.no_shows += 1;
            return;
        }
        self.minutes += minutes(row);
        match row.account_id {
            Some(account) => {
                self.accounts.insert(account);
            }
            None => self.others += 1,
        }
    }

    fn row(self, month: Date, team: Uuid) -> TeamMonth {
        TeamMonth {
            month,
            team: TeamId(team),
            shifts: self.shifts,
            people: count(self.accounts.len()) + self.others,
            minutes: self.minutes,
            no_shows: self.no_shows,
        }
    }
}

/// Of somebody who came; what [`view::minutes`](super::view::minutes) says of a whole row.
fn minutes(row: &MarkedRow) -> u32 {
    if let Some(corrected) = row.minutes {
        return u32::try_from(corrected).unwrap_or(0);
    }
    let at = Timestamp::from_millis;
    let came = at(row.checked_in_at.unwrap_or(row.starts_at));
    credited_minutes((at(row.starts_at), at(row.ends_at)), came, row.checked_out_at.map(at))
}

fn counted(shifts: &[ShiftRow], marked: &[MarkedRow]) -> HashMap<(Date, Uuid), Count> {
    let mut counts: HashMap<(Date, Uuid), Count> = HashMap::new();
    let mut places: HashMap<Uuid, (Date, Uuid)> = HashMap::new();
    for shift in shifts {
        let place = (month(Date::in_shanghai(Timestamp::from_millis(shift.starts_at))), shift.team_id);
        places.insert(shift.id, place);
        counts.entry(place).or_default().shifts += 1;
    }
    for row in marked {
        if let Some(place) = places.get(&row.shift_id) {
            counts.entry(*place).or_default().add(row);
        }
    }
    counts
}

/// The teams that were counted, by name, and the place of each among them.
fn named(
    teams: Vec<(Uuid, String, String)>,
    counts: &HashMap<(Date, Uuid), Count>,
) -> Result<(Vec<StatsTeam>, BTreeMap<Uuid, usize>), AppError> {
    let counted: HashSet<Uuid> = counts.keys().map(|(_, team)| *team).collect();
    let teams = teams.into_iter().filter(|(id, ..)| counted.contains(id));
    let team = |(id, name, kind): (Uuid, String, String)| {
        Ok::<_, AppError>(StatsTeam { id: TeamId(id), name, kind: word(&kind)? })
    };
    let mut teams = teams.map(team).collect::<Result<Vec<_>, _>>()?;
    teams.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    let ords = teams.iter().enumerate().map(|(ord, team)| (team.id.0, ord)).collect();
    Ok((teams, ords))
}

#[cfg(test)]
mod tests {
    use pingan_api::{Date, volunteer::desk::VolunteerStatsQuery};

    use super::{after, months};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_year_ends_with_this_month_unless_others_are_said() {
        let asked = |from: Option<&str>, to: Option<&str>| {
            let query = VolunteerStatsQuery { unit: None, from: from.map(day), to: to.map(day) };
            months(&query, day("2027-01-31")).map_err(|error| error.to_problem().errors[0].field.clone())
        };
        assert_eq!(asked(None, None), Ok((day("2026-02-01"), day("2027-01-01"))));
        assert_eq!(asked(None, Some("2024-02-29")), Ok((day("2023-03-01"), day("2024-02-01"))));
        assert_eq!(asked(Some("2026-12-31"), None), Ok((day("2026-12-01"), day("2027-01-01"))));
        assert_eq!(asked(Some("2027-02-01"), None), Err("to".to_owned()), "not begun yet");
        assert_eq!(asked(Some("1990-01-01"), None), Err("to".to_owned()), "five years at most");
        assert_eq!(after(day("2024-02-01")), day("2024-03-01"));
        assert_eq!(after(day("2026-12-01")), day("2027-01-01"));
    }
}
