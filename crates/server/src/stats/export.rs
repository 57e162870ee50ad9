//! `GET /api/v1/stats/cases.csv` and `cases.xlsx`: one line a case, for a spreadsheet.

use axum::{
    extract::State as Ext,
    http::header,
    response::{IntoResponse, Response},
};
use pingan_api::{
    Timestamp, Validate,
    account::Permission,
    audit::{Action, ObjectKind},
    id::UnitId,
    stats::StatsQuery,
};
use rust_xlsxwriter::{Workbook, XlsxError};
use serde_json::{Value, json};

use super::{asked, store};
use crate::{
    access::Actor,
    audit::{self, Line},
    cases::number,
    district::District,
    error::AppError,
    extract::Query,
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

pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Lines that a workbook holds (ECMA-376 leaves it open; every spreadsheet has 2²⁰).
const MAX_LINES: usize = 1 << 20;

type Cells = [String; 14];

pub(super) async fn csv(
    Ext(state): Ext<State>,
    actor: Actor,
    Query(query): Query<StatsQuery>,
) -> Result<Response, AppError> {
    let lines = lines(&state, actor, query).await?;
    // A byte order mark tells Excel that the text is UTF-8.
    let mut csv = String::from("\u{feff}");
    for cells in &lines {
        line(&mut csv, cells);
    }
    Ok(file("text/csv; charset=utf-8", "cases.csv", csv.into()))
}

pub(super) async fn xlsx(
    Ext(state): Ext<State>,
    actor: Actor,
    Query(query): Query<StatsQuery>,
) -> Result<Response, AppError> {
    let lines = lines(&state, actor, query).await?;
    let packed = tokio::task::spawn_blocking(move || workbook(&lines)).await.map_err(AppError::broken)?;
    Ok(file(XLSX, "cases.xlsx", packed.map_err(AppError::broken)?.into()))
}

fn file(content_type: &'static str, name: &str, body: bytes::Bytes) -> Response {
    let attached = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, content_type.to_owned()), (header::CONTENT_DISPOSITION, attached)], body).into_response()
}

/// Every cell is text, so that none is a formula.
fn workbook(lines: &[Cells]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(lines.iter().take(MAX_LINES)) {
        for (column, text) in (0..).zip(cells) {
            sheet.write_string(row, column, text)?;
        }
    }
    book.save_to_buffer()
}

/// The head and a line a case, made of the contract's words, so that a sheet can be filtered by what the API says. That
/// they were taken out is written down.
async fn lines(state: &State, actor: Actor, query: StatsQuery) -> Result<Vec<Cells>, AppError> {
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
    let head = std::iter::once(Ok(HEAD.map(str::to_owned)));
    head.chain(rows.iter().map(|row| cells(&district, row))).collect()
}

fn cells(district: &District, row: &store::Row) -> Result<Cells, AppError> {
    let name =
        |unit: &Option<String>| unit.as_ref().map_or_else(String::new, |id| district.name(&UnitId(id.clone())).zh);
    let at = |ms: Option<i64>| ms.map_or_else(String::new, |ms| Timestamp::from_millis(ms).to_string());
    Ok([
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
    ])
}

fn line(csv: &mut String, cells: &Cells) {
    for (i, text) in cells.iter().enumerate() {
        if i > 0 {
            csv.push(',');
        }
        csv.push_str(&cell(text));
    }
    csv.push_str("\r\n");
}

/// Quoted where it has to be (RFC 4180); what a spreadsheet would run as a formula is led by an apostrophe (OWASP, CSV
/// injection).
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\r', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
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

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_is_a_formula_and_each_is_one_cell() {
        for (text, expected) in [
            ("plain", "plain"),
            ("=1+1", "'=1+1"),
            ("+86", "'+86"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("-1", "'-1"),
            ("\tx", "'\tx"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
