//! Shifts for calendar programs, as iCalendar (RFC 5545): one person's behind a private address, and each by itself.

use axum::{
    extract::State as Ext,
    http::header,
    response::{IntoResponse, Response},
};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};
use pingan_api::{
    Method, ProblemCode, Timestamp,
    id::ShiftId,
    volunteer::{
        ShiftState, SignUpState,
        person::{CALENDAR_PATH, SHIFT_CALENDAR_PATH},
    },
};
use serde_json::{Value, json};

use super::{
    entity::shift,
    store::{person as people, shift as store},
};
use crate::{
    cases::word,
    error::AppError,
    extract::Param,
    openapi::path_parameters,
    routes::{Access, Routes},
    secret::Secret,
    state::State,
    words::{Lang, t},
};

pub(super) fn routes(routes: Routes) -> Routes {
    let of_person = operation("One person's shifts as iCalendar; the token opens it", CALENDAR_PATH);
    let of_shift = operation("A shift as iCalendar", SHIFT_CALENDAR_PATH);
    routes.raw(Method::Get, CALENDAR_PATH, Access::CodeHolder, of_person, personal).raw(
        Method::Get,
        SHIFT_CALENDAR_PATH,
        Access::Public,
        of_shift,
        single,
    )
}

/// A personal calendar goes back so far.
const PAST_MS: i64 = 30 * 86_400_000;

/// How often programs are asked to look again.
const REFRESH: &str = "PT1H";

/// What a token's table row is found by; the token itself is in the address alone.
pub(super) fn token_hash(secret: &Secret, token: &str) -> String {
    secret.key("volunteer calendar", &[token.as_bytes()])
}

/// Places that somebody has, and those that are held for them.
async fn personal(Ext(state): Ext<State>, Param(token): Param<String>) -> Result<Response, AppError> {
    let (db, now) = (state.db.reads(), state.now());
    let owner = people::calendar_owner(db, &token_hash(&state.secret, &token)).await?.ok_or(ProblemCode::NotFound)?;
    let mut calendar = calendar();
    calendar
        .name(t::volunteer_calendar_name(Lang::Zh))
        .append_property(Property::new("REFRESH-INTERVAL", REFRESH).add_parameter("VALUE", "DURATION").done())
        .append_property(("X-PUBLISHED-TTL", REFRESH));
    for (row, shift) in people::places(db, owner, now.as_millis() - PAST_MS).await? {
        let held = word::<SignUpState>(&row.state)? == SignUpState::Offered;
        calendar.push(event(&shift, if held { EventStatus::Tentative } else { EventStatus::Confirmed }, now));
    }
    Ok(answer(&calendar))
}

/// Nobody but its organisers knows of a draft, and these have its page.
async fn single(Ext(state): Ext<State>, Param(id): Param<ShiftId>) -> Result<Response, AppError> {
    let shift = store::shift(state.db.reads(), id.0).await?.ok_or(ProblemCode::NotFound)?;
    let status = match word::<ShiftState>(&shift.state)? {
        ShiftState::Draft => return Err(ProblemCode::NotFound.into()),
        ShiftState::Published => EventStatus::Confirmed,
        ShiftState::Cancelled => EventStatus::Cancelled,
    };
    let mut calendar = calendar();
    calendar.push(event(&shift, status, state.now()));
    Ok(answer(&calendar))
}

fn calendar() -> Calendar {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//Ping An E Family//Volunteers//ZH"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"));
    calendar
}

/// Known by the shift's id, so that a program that has it already changes it.
fn event(shift: &shift::Model, status: EventStatus, now: Timestamp) -> Event {
    let (lat, lon) = (f64::from(shift.lat_e7) / 1e7, f64::from(shift.lon_e7) / 1e7);
    let mut event = Event::new();
    event
        .status(status)
        .uid(&format!("{}@volunteer.pingan", shift.id))
        .sequence(u32::try_from(shift.version).unwrap_or(0))
        .summary(&plain(&shift.title))
        .location(&plain(&shift.place))
        .add_property("GEO", format!("{lat:.6};{lon:.6}"))
        .add_property("DTSTAMP", utc(now.as_millis()))
        .add_property("DTSTART", utc(shift.starts_at))
        .add_property("DTEND", utc(shift.ends_at));
    if !shift.bring.is_empty() {
        event.description(&t::volunteer_calendar_bring(Lang::Zh, plain(&shift.bring)));
    }
    event
}

/// `20261122T083000Z`
fn utc(ms: i64) -> String {
    // `YYYY-MM-DDThh:mm:ss.fffZ`
    let text = Timestamp::from_millis(ms).to_string();
    let digits: String = text[..19].chars().filter(|c| !matches!(c, '-' | ':')).collect();
    digits + "Z"
}

/// Lines stay lines; anything else that steers a terminal or ends a line is nobody's text.
fn plain(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

fn answer(calendar: &Calendar) -> Response {
    let fixed = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"shift.ics\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (fixed, calendar.to_string()).into_response()
}

fn operation(summary: &str, path: &str) -> Value {
    json!({
        "summary": summary,
        "parameters": path_parameters(path),
        "responses": {
            "200": { "description": "Done", "content": { "text/calendar": { "schema": { "type": "string" } } } },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::{plain, utc};

    #[test]
    fn moments_are_written_in_the_basic_form() {
        assert_eq!(utc(1_780_272_000_000), "20260601T000000Z");
        assert_eq!(utc(1_798_732_799_999), "20261231T155959Z");
    }

    #[test]
    fn no_text_ends_its_line() {
        assert_eq!(plain("手套\r\nATTENDEE:x\u{7}"), "手套\nATTENDEE:x");
    }
}
