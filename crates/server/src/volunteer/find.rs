//! `GET /api/v1/volunteer/shifts`: what one can sign up for, the soonest or the nearest first.

mod organised;

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Date, Issue, Timestamp, Validate,
    district::UnitKind,
    geo::Position,
    id::UnitId,
    page::{Cursor, DEFAULT_LIMIT, Page},
    volunteer::{FindShifts, Order, Qualification, ShiftCard, ShiftQuery, desk::OrganisedShifts, person::age_on},
};
use sea_orm::{ColumnTrait, Condition};

use super::{
    entity::{shift::Column, volunteer},
    store::find::{self as store, Near, Sorted},
    view::{self, Reader},
};
use crate::{
    access::MaybeActor,
    cases::word,
    cursor,
    district::District,
    error::{Answer, AppError},
    extract::Query,
    routes::{Access, Routes},
    state::State,
};

/// Days after the first that a list goes to unless it is asked for others.
const WEEK: i64 = 6;
/// Days after the first that it goes to at most.
const MOST_DAYS: i64 = 60;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .endpoint::<FindShifts, _, _>(Access::Public, find)
        .endpoint::<OrganisedShifts, _, _>(Access::SignedIn, organised::list)
}

async fn find(
    Ext(state): Ext<State>,
    MaybeActor(actor): MaybeActor,
    Query(query): Query<ShiftQuery>,
) -> Answer<FindShifts> {
    query.validate()?;
    let (district, now) = (state.district(), state.now());
    let (from, to) = days(&query, now)?;
    let ahead = from.begins().as_millis().max(now.as_millis() + 1);
    let mut condition = store::published(ahead, to.plus_days(1).begins().as_millis());
    if let Some(kind) = query.kind {
        condition = condition.add(Column::Kind.eq(kind.as_str()));
    }
    if let Some(team) = query.team {
        condition = condition.add(Column::TeamId.eq(team.0));
    }
    if let Some(unit) = &query.unit {
        condition = within(condition, &district, unit).ok_or_else(|| AppError::field("unit", Issue::UnknownUnit))?;
    }
    let reader = Reader::of(state.db.reads(), actor.as_ref(), now).await?;
    if let Some(volunteer) = reader.volunteer.as_ref().filter(|_| query.all != Some(true)) {
        condition = condition.add(fitting(volunteer, &reader.qualifications, from, to)?);
    }
    let near = query.near();
    let sorted = match (query.order, near) {
        (Some(Order::Distance), Some(near)) => Sorted::Nearest(Near::new(near)),
        _ => Sorted::Soonest,
    };
    let list = List { condition, sorted, near, cursor: query.cursor, limit: query.limit };
    list.page(&state, &district, &reader).await.map(Json)
}

/// The first day and the last.
fn days(query: &ShiftQuery, now: Timestamp) -> Result<(Date, Date), AppError> {
    let from = query.from.unwrap_or_else(|| Date::in_shanghai(now));
    let to = query.to.unwrap_or_else(|| from.plus_days(WEEK));
    if to < from {
        return Err(AppError::field("to", Issue::EndsBeforeBegins));
    }
    if to > from.plus_days(MOST_DAYS) {
        return Err(AppError::field("to", Issue::TooFar));
    }
    Ok((from, to))
}

/// Shifts whose place is in a unit; none for a unit that does not exist. Departments have no places.
fn within(condition: Condition, district: &District, unit: &UnitId) -> Option<Condition> {
    let column = match district.unit(unit)?.kind {
        UnitKind::District => return Some(condition),
        UnitKind::Street => Column::Street,
        UnitKind::Community => Column::Community,
        UnitKind::Grid => Column::Grid,
        UnitKind::Department => return None,
    };
    Some(condition.add(column.eq(unit.0.as_str())))
}

/// Shifts that somebody is old enough for on their day, with a post that they are qualified for.
fn fitting(
    volunteer: &volunteer::Model,
    qualifications: &[Qualification],
    from: Date,
    to: Date,
) -> Result<Condition, AppError> {
    let born: Date = word(&volunteer.born)?;
    let age = |day: Date| i16::from(age_on(born, day));
    let mut old_enough = Condition::any().add(Column::MinAge.is_null()).add(Column::MinAge.lte(age(from)));
    // No list is so long that there are two.
    let mut days = (1..=MOST_DAYS).map(|days| from.plus_days(days)).take_while(|day| *day <= to);
    if let Some(birthday) = days.find(|day| age(*day) > age(from)) {
        let after = Column::StartsAt.gte(birthday.begins().as_millis());
        old_enough = old_enough.add(Condition::all().add(after).add(Column::MinAge.lte(age(birthday))));
    }
    Ok(Condition::all().add(old_enough).add(store::with_post_for(qualifications)))
}

/// Which shifts, in which order, and which part of them.
struct List {
    condition: Condition,
    sorted: Sorted,
    near: Option<Position>,
    cursor: Option<Cursor>,
    limit: Option<u32>,
}

impl List {
    async fn page(self, state: &State, district: &District, reader: &Reader) -> Result<Page<ShiftCard>, AppError> {
        let List { condition, sorted, near, cursor, limit } = self;
        let db = state.db.reads();
        let limit = limit.unwrap_or(DEFAULT_LIMIT);
        let mark = cursor.as_ref().map(cursor::read).transpose()?;
        // One more than asked tells whether there is a next page.
        let mut rows = store::page(db, condition, sorted, mark, u64::from(limit) + 1).await?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let next = rows.last().filter(|_| more).map(|row| cursor::write(sorted.place_of(row), row.id));
        let items = view::cards(db, district, reader, rows, near, state.now()).await?;
        Ok(Page { items, next })
    }
}
