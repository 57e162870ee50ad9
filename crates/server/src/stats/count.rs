//! From rows to figures.

use std::collections::{BTreeMap, HashMap, HashSet};

use pingan_api::{
    Date, Timestamp,
    cases::{CaseKind, Category, State as CaseState, clock},
    desk::UnitName,
    district::UnitKind,
    id::UnitId,
    stats::{CategoryFlow, DayFlow, Flow, Mediation, Pace, Ratings, Stats, StatsQuery, UnitFlow},
};
use uuid::Uuid;

use super::store::{CallRow, Row};
use crate::{
    cases::{Rules, word},
    error::AppError,
};

pub(super) struct Counting<'a> {
    pub(super) rules: &'a Rules,
    pub(super) query: &'a StatsQuery,
    pub(super) now: Timestamp,
}

/// What hangs on the cases.
#[derive(Default)]
pub(super) struct More {
    pub(super) calls: Vec<CallRow>,
    /// Cases that were overdue once.
    pub(super) late: HashSet<Uuid>,
    /// Stars, 1 to 5.
    pub(super) ratings: Vec<i16>,
}

impl Counting<'_> {
    pub(super) fn whole(&self, rows: &[Row], more: &More) -> Result<Stats, AppError> {
        let More { calls, late, ratings } = more;
        let mut mediation = Mediation::default();
        let mut total = Flow::default();
        let mut units: HashMap<&str, Flow> = HashMap::new();
        let mut categories: BTreeMap<(&str, Option<&str>), Flow> = BTreeMap::new();
        let mut days: BTreeMap<Date, (u32, u32)> = BTreeMap::new();
        let (mut accept, mut close) = (Paces::default(), Paces::default());
        for row in rows {
            let flow = self.flow(row)?;
            add(&mut total, flow);
            for unit in [&row.street, &row.community, &row.grid].into_iter().flatten().map(String::as_str) {
                add(units.entry(unit).or_default(), flow);
            }
            // Departments have no ground: theirs is what they hold.
            let holder = UnitId(row.last_holder.clone());
            if self.rules.district.unit(&holder).is_some_and(|unit| unit.kind == UnitKind::Department) {
                add(units.entry(&row.last_holder).or_default(), flow);
            }
            add(categories.entry((&row.kind, row.category.as_deref())).or_default(), flow);
            if flow.raised > 0 {
                days.entry(day(row.created_at)).or_default().0 += 1;
            }
            if let Some(closed) = row.closed_at.filter(|_| flow.closed > 0) {
                days.entry(day(closed)).or_default().1 += 1;
                close.add(closed - row.created_at, !late.contains(&row.id));
            }
            let was_mediated = flow.closed > 0 && row.kind == CaseKind::Mediation.as_str() && row.accepted_at.is_some();
            if was_mediated {
                let is_settled = row.state == CaseState::Closed.as_str() && !row.disputed;
                mediation.ended += 1;
                mediation.settled += u32::from(is_settled);
            }
            if let Some(accepted) = row.accepted_at.filter(|_| flow.raised > 0) {
                accept.add(accepted - row.created_at, self.promised(row)?.is_none_or(|due| accepted <= due));
            }
        }
        let mut check_in = Paces::default();
        for call in calls {
            match call.checked_in_at {
                Some(came) => check_in.add(came - call.at, came <= call.due_at),
                None if call.due_at < self.now.as_millis() => check_in.missed += 1,
                None => {}
            }
        }
        Ok(Stats {
            total,
            days: self.every_day(&days),
            units: self.below(&units),
            categories: sorted(categories)?,
            accept: accept.pace(),
            close: close.pace(),
            check_in: check_in.pace(),
            reopened: count(rows, |row| row.reopened),
            disputed: count(rows, |row| row.disputed),
            ratings: stars(ratings),
            mediation,
        })
    }

    fn flow(&self, row: &Row) -> Result<Flow, AppError> {
        let during = |at: i64| {
            let day = day(at);
            self.query.from <= day && day <= self.query.to
        };
        let raised = during(row.created_at);
        let open = raised && !word::<CaseState>(&row.state)?.is_final();
        let late = row.overdue_since.is_some() || row.due_at.is_some_and(|due| due <= self.now.as_millis());
        Ok(Flow {
            raised: raised.into(),
            closed: row.closed_at.is_some_and(during).into(),
            open: open.into(),
            overdue: (open && late).into(),
        })
    }

    /// By when a case was to be taken on.
    fn promised(&self, row: &Row) -> Result<Option<i64>, AppError> {
        let category: Option<Category> = row.category.as_deref().map(word).transpose()?;
        let (kind, raised): (CaseKind, _) = (word(&row.kind)?, Timestamp::from_millis(row.created_at));
        let due = clock::due(&self.rules.calendar, kind, category, CaseState::Submitted, raised);
        Ok(due.map(Timestamp::as_millis))
    }

    fn every_day(&self, days: &BTreeMap<Date, (u32, u32)>) -> Vec<DayFlow> {
        let all = std::iter::successors(Some(self.query.from), |day| Some(day.plus_days(1)));
        let all = all.take_while(|day| *day <= self.query.to);
        let flow = |date: Date| {
            let (raised, closed) = days.get(&date).copied().unwrap_or_default();
            DayFlow { date, raised, closed }
        };
        all.map(flow).collect()
    }

    fn below(&self, units: &HashMap<&str, Flow>) -> Vec<UnitFlow> {
        let district = &self.rules.district;
        let top = self.query.unit.clone().or_else(|| district.root().map(|root| root.id.clone()));
        let children = district.units().iter().filter(|unit| unit.parent == top);
        let flow = |id: &UnitId| units.get(id.0.as_str()).copied().unwrap_or_default();
        children
            .map(|unit| UnitFlow {
                unit: UnitName { id: unit.id.clone(), name: unit.name.clone() },
                flow: flow(&unit.id),
            })
            .collect()
    }
}

fn stars(given: &[i16]) -> Ratings {
    let mut ratings = Ratings::default();
    for stars in given {
        if let Some(count) = usize::try_from(*stars - 1).ok().and_then(|at| ratings.stars.get_mut(at)) {
            *count += 1;
        }
    }
    ratings
}

fn day(at: i64) -> Date {
    Date::in_shanghai(Timestamp::from_millis(at))
}

fn add(to: &mut Flow, flow: Flow) {
    to.raised += flow.raised;
    to.closed += flow.closed;
    to.open += flow.open;
    to.overdue += flow.overdue;
}

fn count(rows: &[Row], which: impl Fn(&Row) -> bool) -> u32 {
    u32::try_from(rows.iter().filter(|row| which(row)).count()).unwrap_or(u32::MAX)
}

fn sorted(categories: BTreeMap<(&str, Option<&str>), Flow>) -> Result<Vec<CategoryFlow>, AppError> {
    let flow = |((kind, category), flow): ((&str, Option<&str>), Flow)| {
        Ok(CategoryFlow { kind: word(kind)?, category: category.map(word).transpose()?, flow })
    };
    let mut all = categories.into_iter().map(flow).collect::<Result<Vec<_>, AppError>>()?;
    all.sort_by_key(|category| std::cmp::Reverse(category.flow.raised));
    Ok(all)
}

/// How long several things took.
#[derive(Default)]
struct Paces {
    ms: Vec<i64>,
    in_time: u32,
    /// What should have happened and did not.
    missed: u32,
}

impl Paces {
    fn add(&mut self, ms: i64, in_time: bool) {
        self.ms.push(ms.max(0));
        self.in_time += u32::from(in_time);
    }

    fn pace(mut self) -> Pace {
        self.ms.sort_unstable();
        let median = self.ms.get(self.ms.len() / 2);
        Pace {
            count: u32::try_from(self.ms.len()).unwrap_or(u32::MAX).saturating_add(self.missed),
            in_time: self.in_time,
            median_minutes: median.map(|ms| u32::try_from(ms / 60_000).unwrap_or(u32::MAX)),
        }
    }
}
