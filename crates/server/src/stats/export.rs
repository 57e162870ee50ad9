//! `GET /api/v1/stats/cases.csv` and `cases.xlsx`: one line a case, for a spreadsheet.

use axum::{extract::State as Ext, response::Response};
use pingan_api::{
    Timestamp, Validate,
    account::Permission,
    audit::{Action, ObjectKind},
    id::UnitId,
    stats::StatsQuery,
};
use serde_json::{Value, json};

use super::{asked, store};
use crate::{
    access::Actor,
    audit::{self, Line},
    cases::number,
    district::District,
    error::AppError,
    extract::Query,
    sheet::{self, Cell},
    state::State,
};

const HEAD: [&str; 14] = [
    "number",
    "kind",
    "category",
    "state",
    "street",
    "community",
    "grid",
    "holder",
    "raised",
    "accepted",
    "closed",
    "due",
    "overdue",
    "joined",
];

pub(super) async fn csv(
    Ext(state): Ext<State>,
    actor: Actor,
    Query(query): Query<StatsQuery>,
) -> Result<Response, AppError> {
    let lines = lines(&state, actor, query).await?;
    Ok(sheet::csv("cases.csv", &lines))
}

pub(super) async fn xlsx(
    Ext(state): Ext<State>,
    actor: Actor,
    Query(query): Query<StatsQuery>,
) -> Result<Response, AppError> {
    let lines = lines(&state, actor, query).await?;
    sheet::xlsx("cases.xlsx", lines).await
}

/// The head and a line a case, made of the contract's words, so that a sheet can be filtered by what the API says. That
/// they were taken out is written down.
async fn lines(state: &State, actor: Actor, query: StatsQuery) -> Result<Vec<sheet::Line>, AppError> {
    query.validate()?;
    let district = state.district();
    let condition = asked(&district, &actor, Permission::Export, &query)?;
    let rows = store::rows(state.db.reads(), condition).await?;
    let at = state.now();
    let (count, from, to) = (rows.len(), query.from, query.to);
    let recorded: Result<(), AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let line = Line::new(Action::ExportCases).on(ObjectKind::Case, "list").with("lines", count);
                Ok(audit::record(tx, &actor, at, line.with("from", from).with("to", to)).await?)
            })
        })
        .await;
    recorded?;
    let head = std::iter::once(Ok(sheet::head(&HEAD)));
    head.chain(rows.iter().map(|row| cells(&district, row))).collect()
}

fn cells(district: &District, row: &store::Row) -> Result<sheet::Line, AppError> {
    let name =
        |unit: &Option<String>| unit.as_ref().map_or_else(String::new, |id| district.name(&UnitId(id.clone())).zh);
    let at = |ms: Option<i64>| ms.map_or_else(String::new, |ms| Timestamp::from_millis(ms).to_string());
    let cells = [
        number(row.number)?.to_string(),
        row.kind.clone(),
        row.category.clone().unwrap_or_default(),
        row.state.clone(),
        name(&row.street),
        name(&row.community),
        name(&row.grid),
        name(&row.holder),
        at(Some(row.created_at)),
        at(row.accepted_at),
        at(row.closed_at),
        at(row.due_at),
        if row.overdue_since.is_some() { "yes".to_owned() } else { String::new() },
        row.joined.to_string(),
    ];
    Ok(cells.map(Cell::from).into())
}

pub(super) fn operation(content_type: &str) -> Value {
    let date = |name: &str| json!({ "name": name, "in": "query", "required": true, "schema": { "type": "string", "format": "date" } });
    let word = |name: &str| json!({ "name": name, "in": "query", "required": false, "schema": { "type": "string" } });
    json!({
        "summary": "One line a case, for a spreadsheet; in the audit log",
        "parameters": [date("from"), date("to"), word("unit"), word("kind")],
        "responses": { "200": { "description": "Done", "content": { content_type: { "schema": { "type": "string" } } } } },
    })
}
