//! `GET /api/v1/cases`: public cases, newest first.

use axum::{
    extract::State as Ext,
    http::header,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use pingan_api::{
    Endpoint, Issue, Validate,
    cases::{CaseQuery, CaseSummary, ListCases, State as CaseState, requests::DEFAULT_RADIUS_M},
    district::UnitKind,
    id::UnitId,
    page::{DEFAULT_LIMIT, Page},
};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, Select, sea_query::Expr};

use super::{
    entity::case::{self, Column},
    view::{Eye, SummaryRow},
};
use crate::{cursor, district::District, error::AppError, extract::Query, state::State};

pub(super) async fn list(Ext(state): Ext<State>, Query(query): Query<CaseQuery>) -> Result<Response, AppError> {
    query.validate()?;
    let list = ListCases(query);
    let (key, version) = (list.path(), state.db.version());
    let body = match state.cache.get(&key, version) {
        Some(body) => body,
        None => {
            let page = page(&state, &list.0).await?;
            let body = Bytes::from(serde_json::to_vec(&page).map_err(AppError::broken)?);
            state.cache.put(key, version, body.clone());
            body
        }
    };
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

async fn page(state: &State, query: &CaseQuery) -> Result<Page<CaseSummary>, AppError> {
    let district = state.district();
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    let mut select = public();
    if let Some(unit) = &query.grid {
        select = within(select, &district, unit).ok_or_else(|| AppError::field("grid", Issue::UnknownUnit))?;
    }
    if let Some(centre) = query.position() {
        select = select.filter(near(centre, query.radius_m.unwrap_or(DEFAULT_RADIUS_M)));
    }
    if let Some(kind) = query.kind {
        select = select.filter(Column::Kind.eq(kind.as_str()));
    }
    if let Some(category) = query.category {
        select = select.filter(Column::Category.eq(category.as_str()));
    }
    if let Some(state) = query.state {
        select = select.filter(Column::State.eq(state.as_str()));
    }
    if let Some(open) = query.open {
        select = select.filter(in_states(|state| state.is_open() == open));
    }
    if let Some(cursor) = &query.cursor {
        let (created_at, id) = cursor::read(cursor)?;
        let place = Expr::tuple([Expr::col(Column::CreatedAt), Expr::col(Column::Id)]);
        select = select.filter(place.lt(Expr::tuple([created_at.into(), id.into()])));
    }
    // One more than asked tells whether there is a next page.
    let mut rows =
        newest_first(select).limit(u64::from(limit) + 1).into_model::<SummaryRow>().all(state.db.reads()).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|row| cursor::write(row.created_at, row.id));
    let items = rows.iter().map(|row| row.summary(&district, Eye::Public, query.position()));
    Ok(Page { items: items.collect::<Result<_, _>>()?, next })
}

/// The newest public cases, of one unit if one is given: for the first screen.
pub(crate) async fn newest(
    state: &State,
    district: &District,
    unit: Option<&UnitId>,
    limit: u64,
) -> Result<Vec<CaseSummary>, AppError> {
    let select = match unit {
        Some(unit) => within(public(), district, unit).unwrap_or_else(public),
        None => public(),
    };
    let rows = newest_first(select).limit(limit).into_model::<SummaryRow>().all(state.db.reads()).await?;
    rows.iter().map(|row| row.summary(district, Eye::Public, None)).collect()
}

/// The columns of a summary, of public cases. The bare column is what the partial indexes are made for.
pub(super) fn public() -> Select<case::Entity> {
    case::Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Number,
            Column::Kind,
            Column::Category,
            Column::State,
            Column::Grid,
            Column::CoarseLatE4,
            Column::CoarseLonE4,
            Column::CreatedAt,
            Column::ChangedAt,
            Column::ThumbPhoto,
            Column::Joined,
        ])
        .filter(Expr::cust("is_public"))
}

pub(super) fn newest_first(select: Select<case::Entity>) -> Select<case::Entity> {
    select.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id)
}

/// Coarse places within a circle. The distance is the one of `Position::metres_to` but for the cosine, which is taken
/// at the centre: over ten kilometres that is less than two metres.
pub(super) fn near(centre: pingan_api::geo::Position, radius_m: u32) -> Expr {
    // A ten-thousandth of a degree of latitude, in metres.
    const STEP_M: f64 = 11.119_508;
    let radius = f64::from(radius_m);
    let side = |column: Column, degrees: f64, step: f64| {
        let offset = move || Expr::col(column).sub(degrees * 1e4).mul(step);
        offset().mul(offset())
    };
    let north = side(Column::CoarseLatE4, centre.lat, STEP_M);
    let east = side(Column::CoarseLonE4, centre.lon, STEP_M * centre.lat.to_radians().cos());
    north.add(east).lte(radius * radius)
}

pub(super) fn in_states(wanted: impl Fn(CaseState) -> bool) -> Expr {
    Column::State.is_in(CaseState::ALL.iter().filter(|state| wanted(**state)).map(|state| state.as_str()))
}

/// Cases of a grid or of any unit above it; none for a unit that does not exist. Departments have no cases of a place.
fn within(select: Select<case::Entity>, district: &District, unit: &UnitId) -> Option<Select<case::Entity>> {
    let column = match district.unit(unit)?.kind {
        UnitKind::District => return Some(select),
        UnitKind::Street => Column::Street,
        UnitKind::Community => Column::Community,
        UnitKind::Grid => Column::Grid,
        UnitKind::Department => return None,
    };
    Some(select.filter(column.eq(unit.0.as_str())))
}
