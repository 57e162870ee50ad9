//! `GET /api/v1/desk/cases` and `/counters`: what waits, and for whom.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Issue, Timestamp, Validate,
    account::Permission,
    desk::{
        ClockFilter, CountQueue, Counters, DeskLine, DeskQuery, ListQueue, QueueOrder, View,
        queue::{DUE_SOON_HOURS, MAX_COUNT},
    },
    id::{PhotoId, UnitId},
    page::{DEFAULT_LIMIT, Page},
};
use sea_orm::{ColumnTrait, Condition, ExprTrait, sea_query::Expr};

use super::{scope, store, view::unit_name};
use crate::{
    access::Actor,
    cases::{
        entity::case::{self, Column},
        exact_position, number, word,
    },
    cursor,
    db::search,
    district::District,
    error::{Answer, AppError},
    extract::Query,
    photos,
    state::State,
};

/// Characters of a case's text that a line shows.
const EXCERPT: usize = 80;

pub(super) async fn list(Ext(state): Ext<State>, actor: Actor, Query(query): Query<DeskQuery>) -> Answer<ListQueue> {
    query.validate()?;
    let district = state.district();
    let held = scope::held(&actor, Permission::ReadQueue);
    let view = query.view.unwrap_or(View::Waiting);
    let now = state.now();
    let Some(condition) = narrowed(&state, &district, &actor, &query, now)? else {
        return Ok(Json(Page { items: Vec::new(), next: None }));
    };
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    let after = query.cursor.as_ref().map(cursor::read).transpose()?;
    // One more than asked tells whether there is a next page.
    let mut rows = store::page(state.db.reads(), condition, view.order(), after, u64::from(limit) + 1).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|row| match view.order() {
        QueueOrder::DueFirst => cursor::write(row.overdue_since.or(row.due_at).unwrap_or(i64::MAX), row.id),
        QueueOrder::ChangedLast => cursor::write(row.changed_at, row.id),
    });
    let calls = match view {
        View::Called => {
            let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
            let units: Vec<&str> = held.iter().map(|held| held.unit.0.as_str()).collect();
            store::call_dues(state.db.reads(), &ids, Some(&units)).await?
        }
        View::Overdue => {
            let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
            let calls = store::call_dues(state.db.reads(), &ids, None).await?;
            calls.into_iter().filter(|(_, due)| *due <= now.as_millis()).collect()
        }
        _ => Default::default(),
    };
    let items = rows.iter().map(|row| line(&state, &district, row, calls.get(&row.id).copied()));
    Ok(Json(Page { items: items.collect::<Result<_, _>>()?, next }))
}

pub(super) async fn count(Ext(state): Ext<State>, actor: Actor) -> Answer<CountQueue> {
    let district = state.district();
    let now = state.now();
    let count = async |view: View, soon: bool| {
        let clock = soon.then_some(ClockFilter::DueSoon);
        let query = DeskQuery { view: Some(view), clock, ..DeskQuery::default() };
        match narrowed(&state, &district, &actor, &query, now)? {
            Some(condition) => store::count(state.db.reads(), condition, MAX_COUNT).await,
            None => Ok(0),
        }
    };
    Ok(Json(Counters {
        waiting: count(View::Waiting, false).await?,
        due_soon: count(View::Waiting, true).await?,
        overdue: count(View::Overdue, false).await?,
        called: count(View::Called, false).await?,
        returned: count(View::Returned, false).await?,
    }))
}

/// Everything that a query asks for, of what the actor may see; none if nothing can be found by it.
fn narrowed(
    state: &State,
    district: &District,
    actor: &Actor,
    query: &DeskQuery,
    now: Timestamp,
) -> Result<Option<Condition>, AppError> {
    let held = scope::held(actor, Permission::ReadQueue);
    let units = || held.iter().map(|held| held.unit.0.as_str());
    // What waits for a unit, calls it or was returned by it is in its sight anyhow: the shorter condition is the faster.
    let own = || scope::not_about(district, actor);
    let mut all = match query.view.unwrap_or(View::Waiting) {
        View::Waiting => own().add(scope::waiting(district, &held)),
        View::Called => own().add(Column::Id.in_subquery(scope::awaited(units()))),
        View::Returned => own().add(Column::Id.in_subquery(scope::returned(units()))),
        View::Overdue => scope::visible(district, actor, Permission::ReadQueue)
            .add(scope::with_staff())
            .add(has_run_out(now).add(Column::Id.in_subquery(scope::missed(now))))
            .add(Column::DueAt.is_not_null()),
        View::All => scope::visible(district, actor, Permission::ReadQueue),
    };
    if let Some(kind) = query.kind {
        all = all.add(Column::Kind.eq(kind.as_str()));
    }
    if let Some(category) = query.category {
        all = all.add(Column::Category.eq(category.as_str()));
    }
    if let Some(state) = query.state {
        all = all.add(Column::State.eq(state.as_str()));
    }
    if let Some(unit) = &query.unit {
        district.unit(unit).ok_or_else(|| AppError::field("unit", Issue::UnknownUnit))?;
        all = all.add(scope::of_unit(district, unit));
    }
    if let Some(clock) = query.clock {
        all = all.add(stands(clock, now));
    }
    if let Some(q) = &query.q {
        match search::matches(state.db.reads().get_database_backend(), q) {
            Some(found) => all = all.add(found),
            None => return Ok(None),
        }
    }
    Ok(Some(all))
}

fn has_run_out(now: Timestamp) -> Condition {
    Condition::any().add(Column::DueAt.lte(now.as_millis())).add(Column::OverdueSince.is_not_null())
}

fn stands(clock: ClockFilter, now: Timestamp) -> Condition {
    let soon = now.plus_hours(DUE_SOON_HOURS).as_millis();
    match clock {
        // Whatever is overdue has a due date; saying so lets the databases read it in that order.
        ClockFilter::Overdue => Condition::all().add(Column::DueAt.is_not_null()).add(has_run_out(now)),
        ClockFilter::DueSoon => Condition::all().add(Column::DueAt.gt(now.as_millis())).add(Column::DueAt.lte(soon)),
        ClockFilter::InTime => Condition::all().add(Column::DueAt.gt(soon)).add(Column::OverdueSince.is_null()),
    }
}

fn line(state: &State, district: &District, case: &case::Model, call_due: Option<i64>) -> Result<DeskLine, AppError> {
    let unit = |id: &Option<String>| id.as_ref().map(|id| unit_name(district, UnitId(id.clone())));
    let grid = case.grid.as_ref().map(|grid| UnitId(grid.clone()));
    let centre = grid.as_ref().and_then(|grid| district.grid(grid)).map(|grid| grid.centre);
    Ok(DeskLine {
        number: number(case.number)?,
        version: u32::try_from(case.version).map_err(AppError::broken)?,
        kind: word(&case.kind)?,
        category: case.category.as_deref().map(word).transpose()?,
        state: word(&case.state)?,
        holder: unit(&case.holder),
        about: unit(&case.about),
        community: case.community.as_ref().map(|id| district.name(&UnitId(id.clone()))),
        position: exact_position(case).or(centre),
        grid: unit(&case.grid),
        landmark: case.landmark.clone(),
        text: case.text.chars().take(EXCERPT).collect(),
        thumb: case.thumb_photo.map(|photo| photos::keyed_thumb(&state.secret, PhotoId(photo))),
        joined: u32::try_from(case.joined).unwrap_or(0),
        created_at: Timestamp::from_millis(case.created_at),
        changed_at: Timestamp::from_millis(case.changed_at),
        due_at: case.due_at.map(Timestamp::from_millis),
        overdue_since: case.overdue_since.map(Timestamp::from_millis),
        call_due_at: call_due.map(Timestamp::from_millis),
        hidden: case.hidden,
    })
}

/// What a view is sorted by, before the id. A clock that ran out counts from then on, whatever the level above has got for
/// a due date: what is late is seen first.
pub(super) fn place(order: QueueOrder) -> Expr {
    match order {
        QueueOrder::DueFirst => Expr::cust("COALESCE(overdue_since, due_at)"),
        QueueOrder::ChangedLast => Expr::col(Column::ChangedAt),
    }
}

/// Where a page begins, as a condition on what it is sorted by.
pub(super) fn after(order: QueueOrder, (at, id): (i64, uuid::Uuid)) -> Expr {
    let place = Expr::tuple([place(order), Expr::col(Column::Id)]);
    let mark = Expr::tuple([at.into(), id.into()]);
    match order {
        QueueOrder::DueFirst => place.gt(mark),
        QueueOrder::ChangedLast => place.lt(mark),
    }
}
