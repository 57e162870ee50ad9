//! `GET /api/v1/volunteer/shifts/{shift}/roster.csv`: one line a person, for a spreadsheet or the printer.

use std::collections::HashMap;

use axum::{extract::State as Ext, response::Response};
use pingan_api::{
    Timestamp,
    audit::{Action, ObjectKind},
    id::ShiftId,
    volunteer::{RosterLine, attendance::ROSTER_CSV_PATH},
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::lines::{lines, organised};
use crate::{
    access::Actor,
    audit::{self, Line},
    error::AppError,
    extract::Param,
    openapi::path_parameters,
    sheet::{self, Cell},
    state::State,
    volunteer::store,
};

const HEAD: [&str; 12] = [
    "post",
    "name",
    "friend",
    "state",
    "place",
    "walk_in",
    "under_age",
    "attendance",
    "checked_in",
    "checked_out",
    "minutes",
    "corrected_because",
];

/// Made of the contract's words, without a way to reach anybody. That it was taken out is written down.
pub(super) async fn csv(Ext(state): Ext<State>, actor: Actor, Param(id): Param<ShiftId>) -> Result<Response, AppError> {
    let shift = organised(&state, &actor, id).await?;
    let (db, at) = (state.db.reads(), state.now());
    let posts = store::shift::posts(db, &[shift.id]).await?;
    let lines = lines(&posts, store::attendance::on_roster(db, shift.id).await?)?;
    let count = lines.len();
    let recorded: Result<(), AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let line = Line::new(Action::ExportVolunteers).on(ObjectKind::Shift, id).with("lines", count);
                Ok(audit::record(tx, &actor, at, line).await?)
            })
        })
        .await;
    recorded?;
    let names: HashMap<Uuid, &str> = posts.iter().map(|post| (post.id, post.name.as_str())).collect();
    let post = |line: &RosterLine| names.get(&line.post.0).copied().unwrap_or_default();
    let people = lines.iter().map(|line| cells(post(line), line));
    let table: Vec<sheet::Line> = std::iter::once(sheet::head(&HEAD)).chain(people).collect();
    Ok(sheet::csv("roster.csv", &table))
}

fn cells(post: &str, line: &RosterLine) -> sheet::Line {
    let yes = |is: bool| Cell::from(if is { "yes" } else { "" });
    let words = |words: &Option<String>| Cell::from(words.as_deref().unwrap_or_default());
    let at = |at: Option<Timestamp>| Cell::from(at.map_or_else(String::new, |at| at.to_string()));
    let number = |number: Option<u32>| number.map_or_else(|| Cell::from(""), Cell::from);
    vec![
        Cell::from(post),
        Cell::from(line.name.as_str()),
        words(&line.friend),
        Cell::from(line.state.as_str()),
        number(line.place.map(u32::from)),
        yes(line.walk_in),
        yes(line.under_age),
        Cell::from(line.attendance.as_str()),
        at(line.checked_in_at),
        at(line.checked_out_at),
        number(line.minutes),
        words(&line.corrected_because),
    ]
}

pub(super) fn operation() -> Value {
    json!({
        "summary": "The roster as a CSV file, for organisers; in the audit log",
        "parameters": path_parameters(ROSTER_CSV_PATH),
        "responses": { "200": { "description": "Done", "content": { "text/csv": { "schema": { "type": "string" } } } } },
    })
}
