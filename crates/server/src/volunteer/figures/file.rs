//! The figures as files: one line a team and month.

use std::collections::HashMap;

use axum::{extract::State as Ext, response::Response};
use pingan_api::{
    audit::{Action, ObjectKind},
    id::TeamId,
    volunteer::desk::{StatsTeam, VolunteerStatsQuery},
};
use serde_json::{Value, json};

use super::figures;
use crate::{
    access::Actor,
    audit::{self, Line},
    error::AppError,
    extract::Query,
    sheet::{self, Cell},
    state::State,
};

const HEAD: [&str; 7] = ["month", "team", "kind", "shifts", "people", "minutes", "no_shows"];

pub(super) async fn csv(
    Ext(state): Ext<State>,
    actor: Actor,
    Query(query): Query<VolunteerStatsQuery>,
) -> Result<Response, AppError> {
    let lines = lines(&state, actor, query).await?;
    Ok(sheet::csv("volunteers.csv", &lines))
}

pub(super) async fn xlsx(
    Ext(state): Ext<State>,
    actor: Actor,
    Query(query): Query<VolunteerStatsQuery>,
) -> Result<Response, AppError> {
    let lines = lines(&state, actor, query).await?;
    sheet::xlsx("volunteers.xlsx", lines).await
}

/// That they were taken out is written down.
async fn lines(state: &State, actor: Actor, query: VolunteerStatsQuery) -> Result<Vec<sheet::Line>, AppError> {
    let stats = figures(state, &actor, &query).await?;
    let (at, count, from, to) = (state.now(), stats.rows.len(), stats.from, stats.to);
    let recorded: Result<(), AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut line = Line::new(Action::ExportVolunteers).on(ObjectKind::Team, "list");
                if let Some(unit) = &query.unit {
                    line = line.at_unit(unit);
                }
                let line = line.with("lines", count).with("from", from).with("to", to);
                Ok(audit::record(tx, &actor, at, line).await?)
            })
        })
        .await;
    recorded?;
    let teams: HashMap<TeamId, &StatsTeam> = stats.teams.iter().map(|team| (team.id, team)).collect();
    let of_rows = stats.rows.iter().map(|row| {
        let team = teams.get(&row.team);
        vec![
            Cell::from(month(row.month.to_string())),
            Cell::from(team.map_or("", |team| team.name.as_str())),
            Cell::from(team.map_or("", |team| team.kind.as_str())),
            Cell::from(row.shifts),
            Cell::from(row.people),
            Cell::from(row.minutes),
            Cell::from(row.no_shows),
        ]
    });
    Ok(std::iter::once(sheet::head(&HEAD)).chain(of_rows).collect())
}

/// Of a day: `2026-10`.
fn month(mut day: String) -> String {
    day.truncate(7);
    day
}

pub(super) fn operation(content_type: &str) -> Value {
    let word = |name: &str| json!({ "name": name, "in": "query", "required": false, "schema": { "type": "string" } });
    json!({
        "summary": "Hours, people and no-shows by team and month, for a spreadsheet; in the audit log",
        "parameters": [word("unit"), word("from"), word("to")],
        "responses": { "200": { "description": "Done", "content": { content_type: { "schema": { "type": "string" } } } } },
    })
}
