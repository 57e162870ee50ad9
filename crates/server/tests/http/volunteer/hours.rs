//! Hours by year, and the wall of thanks.

mod certificate;
mod figures;

use pingan_api::{
    Issue, Timestamp,
    id::UnitId,
    volunteer::{
        MarkKind, NewShift, Registration, Shift, TeamKind,
        hours::{GetHours, GetThanks, Hours, Thanks, ThanksQuery},
        person::{GetVolunteer, Register, Unregister},
    },
};

use super::{
    attendance::{mark, mark_all, minutes_after, sign_up, wait_until},
    fixtures::{coordinator, new_shift, shift, team, volunteer},
};
use crate::{
    app::{Actor, TestApp},
    desk::ground,
};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("a moment")
}

/// A shift of a new team.
async fn plan(app: &TestApp) -> Shift {
    let by = coordinator(app).await;
    let team = team(app, &by).await;
    shift(app, &by, new_shift(app, &team)).await
}

/// Lets somebody come to a shift and be marked by hand after its end.
async fn attend(app: &TestApp, who: Actor<'_>, shift: &Shift) {
    let id = sign_up(who, shift).await;
    wait_until(app, minutes_after(shift.card.ends_at, 1));
    let present = mark(MarkKind::Present, app.state().now(), id);
    mark_all(coordinator(app).await, shift, vec![present]).await;
}

async fn hours(who: Actor<'_>) -> Hours {
    who.send(&GetHours {}).await.answer(&GetHours {})
}

#[tokio::test]
async fn a_year_begins_at_midnight_in_shanghai() {
    let app = TestApp::start().await;
    wait_until(&app, at("2026-12-20T00:00:00Z"));
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let planned = async |starts_at: &str, ends_at: &str| {
        let new = NewShift { starts_at: at(starts_at), ends_at: at(ends_at), ..new_shift(&app, &team) };
        shift(&app, &by, new).await
    };
    let old = planned("2026-12-31T13:00:00Z", "2026-12-31T15:00:00Z").await;
    let new = planned("2026-12-31T17:00:00Z", "2026-12-31T18:30:00Z").await;
    let person = volunteer(&app).await;
    assert_eq!(hours(person).await, Hours { minutes: 0, shifts: 0, years: vec![], certificates: vec![] });
    let ids = (sign_up(person, &old).await, sign_up(person, &new).await);
    wait_until(&app, minutes_after(new.card.starts_at, 10));
    let organiser = coordinator(&app).await;
    mark_all(organiser, &old, vec![mark(MarkKind::Present, app.state().now(), ids.0)]).await;
    mark_all(organiser, &new, vec![mark(MarkKind::Present, app.state().now(), ids.1)]).await;
    assert_eq!(hours(person).await.minutes, 120, "the one that goes on does not count yet");
    wait_until(&app, new.card.ends_at);
    let seen = hours(person).await;
    assert_eq!((seen.minutes, seen.shifts), (210, 2));
    let years: Vec<_> = seen.years.iter().map(|year| (year.year, year.minutes, year.shifts)).collect();
    assert_eq!(years, [(2027, 90, 1), (2026, 120, 1)]);
    let [kind] = seen.years[0].kinds.as_slice() else { panic!("{:?}", seen.years) };
    assert_eq!((kind.kind, kind.minutes, kind.shifts), (TeamKind::Environment, 90, 1));
}

/// Registers again, with a name of their own and the wish to be thanked, or not.
async fn register(who: Actor<'_>, name: &str, thanks: bool) {
    let known = who.send(&GetVolunteer {}).await.answer(&GetVolunteer {}).registration.expect("a registration");
    let register = Register { body: Registration { name: name.to_owned(), thanks, ..known } };
    who.send(&register).await.answer(&register);
}

#[tokio::test]
async fn only_those_who_agreed_are_thanked_by_name() {
    let app = TestApp::start().await;
    let here = ground(&app, 0);
    let shift = plan(&app).await;
    let (named, nameless, absent) = (volunteer(&app).await, volunteer(&app).await, volunteer(&app).await);
    register(named, "钱二", true).await;
    register(nameless, "孙三", false).await;
    register(absent, "李四", true).await;
    let ids = [sign_up(named, &shift).await, sign_up(nameless, &shift).await];
    wait_until(&app, minutes_after(shift.card.ends_at, 1));
    let now = app.state().now();
    let present = ids.map(|id| mark(MarkKind::Present, now, id));
    mark_all(coordinator(&app).await, &shift, present.to_vec()).await;
    let wall =
        async |unit: &UnitId| app.anonymous().send(&GetThanks { query: ThanksQuery { unit: unit.clone() } }).await;
    let thanks: Thanks = wall(&here.community).await.json();
    assert_eq!((thanks.names.as_slice(), thanks.people, thanks.minutes), (&["钱二".to_owned()][..], 2, 240));
    for unit in [&here.street, &here.grid, &"nowhere".into()] {
        assert_eq!(wall(unit).await.problem().issue("unit"), Some(Issue::UnknownUnit));
    }
    let district = app.state().district();
    let elsewhere = district.grids().iter().find(|grid| grid.community != here.community).expect("another community");
    let empty: Thanks = wall(&elsewhere.community).await.json();
    assert_eq!((empty.names.len(), empty.people, empty.minutes), (0, 0, 0));
    let end = Unregister { body: () };
    named.send(&end).await.answer(&end);
    assert!(wall(&here.community).await.json::<Thanks>().names.is_empty());
    app.pass(366 * 24 * 3_600_000);
    assert_eq!(wall(&here.community).await.json::<Thanks>().people, 0, "a year later it is done with");
}
