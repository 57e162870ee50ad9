//! Shifts for calendar programs.

use pingan_api::{
    ProblemCode, Timestamp,
    id::ShiftId,
    volunteer::{
        NewShift, Shift,
        person::{NewCalendar, SHIFT_CALENDAR_PATH},
        shift::{CancelShift, ShiftWords},
        sign_up::Leave,
    },
};

use super::{DAY, me, sign_up};
use crate::{
    app::{Actor, Reply, TestApp, new_key},
    volunteer::fixtures::{coordinator, new_shift, shift, team, volunteer},
};

/// A moment as calendars write it.
fn utc(at: Timestamp) -> String {
    at.to_string()[..19].replace(['-', ':'], "") + "Z"
}

async fn of_shift(reader: Actor<'_>, shift: ShiftId) -> Reply {
    reader.get(&SHIFT_CALENDAR_PATH.replace("{shift}", &shift.to_string())).await
}

async fn address(person: Actor<'_>) -> String {
    let new = NewCalendar { body: () };
    person.send(&new).await.answer(&new).path
}

/// Lines of a calendar that came as one.
fn lines(reply: &Reply) -> Vec<String> {
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(reply.header("content-disposition"), "inline; filename=\"shift.ics\"");
    assert_eq!(reply.header("cache-control"), "no-store");
    let text = reply.text();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    // What was folded is one line (RFC 5545, 3.1).
    text.replace("\r\n ", "").lines().map(str::to_owned).collect()
}

fn uid(shift: &Shift) -> String {
    format!("UID:{}@volunteer.pingan", shift.card.id)
}

#[tokio::test]
async fn a_shift_is_told_as_calendars_read_it() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let new = NewShift {
        title: "清扫楼道; 第一组".into(),
        place: "铜花社区门口".into(),
        bring: "手套,\n扫帚".into(),
        ..new_shift(&app, &team)
    };
    let planned = shift(&app, &by, new.clone()).await;
    let told = lines(&of_shift(app.anonymous(), planned.card.id).await);
    // Places are kept in 10⁻⁷ degrees.
    let kept = |degrees: f64| (degrees * 1e7).round() / 1e7;
    for line in [
        "METHOD:PUBLISH".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        uid(&planned),
        format!("DTSTAMP:{}", utc(app.state().now())),
        format!("DTSTART:{}", utc(new.starts_at)),
        format!("DTEND:{}", utc(new.ends_at)),
        "SUMMARY:清扫楼道\\; 第一组".to_owned(),
        "LOCATION:铜花社区门口".to_owned(),
        format!("GEO:{:.6};{:.6}", kept(new.position.lat), kept(new.position.lon)),
        "DESCRIPTION:请带：手套\\,\\n扫帚".to_owned(),
        format!("SEQUENCE:{}", planned.version),
        "STATUS:CONFIRMED".to_owned(),
    ] {
        assert!(told.contains(&line), "{line} in {told:?}");
    }

    let words = ShiftWords { words: "下雨".into(), series: false };
    let cancel = CancelShift { shift: planned.card.id, body: words };
    by.send(&cancel).await.answer(&cancel);
    let told = lines(&of_shift(app.anonymous(), planned.card.id).await);
    assert!(told.contains(&uid(&planned)) && told.contains(&"STATUS:CANCELLED".to_owned()), "{told:?}");

    let draft = shift(&app, &by, NewShift { publish: false, ..new }).await;
    for reader in [app.anonymous(), by] {
        assert_eq!(of_shift(reader, draft.card.id).await.problem().code, ProblemCode::NotFound);
        assert_eq!(of_shift(reader, ShiftId(new_key().0)).await.problem().code, ProblemCode::NotFound);
    }
}

#[tokio::test]
async fn a_private_address_shows_ones_own_places_until_there_is_another() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let (mine, left) = (new_shift(&app, &team), new_shift(&app, &team));
    let hours =
        |new: NewShift| NewShift { starts_at: new.starts_at.plus_hours(5), ends_at: new.ends_at.plus_hours(5), ..new };
    let (mine, left) = (shift(&app, &by, mine).await, shift(&app, &by, hours(left)).await);
    let (person, other) = (volunteer(&app).await, volunteer(&app).await);
    assert!(!me(person).await.calendar);
    let first = address(person).await;
    assert!(me(person).await.calendar);
    sign_up(person, &mine, None).await.json::<Shift>();
    let signed: Shift = sign_up(person, &left, None).await.json();
    let leave = Leave { sign_up: signed.mine.unwrap().id, body: () };
    person.send(&leave).await.answer(&leave);
    sign_up(other, &left, None).await.json::<Shift>();

    let told = lines(&app.anonymous().get(&first).await);
    assert!(told.contains(&uid(&mine)) && !told.contains(&uid(&left)), "{told:?}");
    assert!(told.contains(&"X-WR-CALNAME:我的志愿服务".to_owned()), "{told:?}");
    assert!(told.contains(&"REFRESH-INTERVAL;VALUE=DURATION:PT1H".to_owned()), "{told:?}");

    // The token is in no table, and another one ends it.
    let token = first.rsplit('/').next().unwrap();
    assert_eq!(token.len(), 64);
    assert_eq!(app.count(&format!("volunteer WHERE calendar_hash = '{token}'")).await, 0);
    let second = address(person).await;
    assert_eq!(app.anonymous().get(&first).await.problem().code, ProblemCode::NotFound);
    assert!(lines(&app.anonymous().get(&second).await).contains(&uid(&mine)));
    let wrong = second.replace("/calendars/", "/calendars/0");
    assert_eq!(app.anonymous().get(&wrong).await.problem().code, ProblemCode::NotFound);
    // What is long over is not carried along.
    app.pass(31 * DAY);
    assert!(lines(&app.anonymous().get(&second).await).contains(&uid(&mine)));
    app.pass(2 * DAY);
    assert!(!lines(&app.anonymous().get(&second).await).contains(&uid(&mine)));
}
