//! Figures: counted from the rows when they are asked for.

mod count;
mod export;
mod store;

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Date, Issue, Method, Validate,
    account::Permission,
    cases::CaseKind,
    stats::{ExportCases, GetPublicStats, GetStats, PUBLIC_DAYS, PublicStats, StatsQuery},
};
use sea_orm::{ColumnTrait, Condition};

use crate::{
    access::{Access, Actor},
    cases::entity::case::Column,
    desk::scope,
    district::District,
    error::{Answer, AppError},
    extract::Query,
    routes::Routes,
    sheet,
    state::State,
};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .endpoint::<GetStats, _, _>(Access::Staff(Permission::ReadDashboard), read)
        .endpoint::<GetPublicStats, _, _>(Access::Public, public)
        .raw(
            Method::Get,
            ExportCases::PATH,
            Access::Staff(Permission::Export),
            export::operation("text/csv"),
            export::csv,
        )
        .raw(
            Method::Get,
            ExportCases::SHEET_PATH,
            Access::Staff(Permission::Export),
            export::operation(sheet::XLSX),
            export::xlsx,
        )
}

async fn read(Ext(state): Ext<State>, actor: Actor, Query(query): Query<StatsQuery>) -> Answer<GetStats> {
    query.validate()?;
    let rules = state.rules();
    let condition = asked(&rules.district, &actor, Permission::ReadDashboard, &query)?;
    let db = state.db.reads();
    let rows = store::rows(db, condition.clone()).await?;
    let more = count::More {
        calls: store::calls(db, condition.clone()).await?,
        late: store::late(db, condition.clone()).await?,
        ratings: store::ratings(db, condition, days(&query)).await?,
    };
    let counting = count::Counting { rules: &rules, query: &query, now: state.now() };
    Ok(Json(counting.whole(&rows, &more)?))
}

async fn public(Ext(state): Ext<State>) -> Answer<GetPublicStats> {
    let rules = state.rules();
    let to = Date::in_shanghai(state.now());
    let query = StatsQuery { from: to.plus_days(1 - PUBLIC_DAYS), to, unit: None, kind: None };
    // Opinions and what people ask for themselves are nobody's business, not even as a number.
    let condition = within(&query).add(Column::Kind.eq(CaseKind::Hazard.as_str()));
    let rows = store::rows(state.db.reads(), condition.clone()).await?;
    let late = store::late(state.db.reads(), condition).await?;
    let more = count::More { late, ..Default::default() };
    let counting = count::Counting { rules: &rules, query: &query, now: state.now() };
    let stats = counting.whole(&rows, &more)?;
    Ok(Json(PublicStats {
        from: query.from,
        to: query.to,
        raised: stats.total.raised,
        closed: stats.total.closed,
        in_time_percent: (stats.close.in_time * 100).checked_div(stats.close.count).unwrap_or(0),
        median_hours: stats.close.median_minutes.map(|minutes| minutes.div_ceil(60)),
        demo: rules.district.demo(),
    }))
}

/// Cases that were raised or ended in the days asked for, of those that the actor sees.
fn asked(
    district: &District,
    actor: &Actor,
    permission: Permission,
    query: &StatsQuery,
) -> Result<Condition, AppError> {
    let mut all = scope::visible(district, actor, permission).add(within(query));
    if let Some(unit) = &query.unit {
        district.unit(unit).ok_or_else(|| AppError::field("unit", Issue::UnknownUnit))?;
        all = all.add(scope::of_unit(district, unit));
    }
    if let Some(kind) = query.kind {
        all = all.add(Column::Kind.eq(kind.as_str()));
    }
    Ok(all)
}

/// The days asked for, from the first one's beginning to the last one's end, in milliseconds.
fn days(query: &StatsQuery) -> (i64, i64) {
    (query.from.begins().as_millis(), query.to.plus_days(1).begins().as_millis())
}

fn within(query: &StatsQuery) -> Condition {
    let (from, to) = days(query);
    let during = |column: Column| Condition::all().add(column.gte(from)).add(column.lt(to));
    Condition::all().add(Condition::any().add(during(Column::CreatedAt)).add(during(Column::ClosedAt)))
}
