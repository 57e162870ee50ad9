//! The calendar that clocks go by.

use pingan_api::{
    Issue, ProblemCode, Timestamp,
    account::Role,
    cases::{CalendarDay, WorkCalendar, WorkingHours},
    desk::{CalendarSheet, GetCalendar, SaveCalendar},
};

use super::desk;
use crate::{
    app::TestApp,
    fixtures::{hazard, raise, spot},
};

#[tokio::test]
async fn the_admin_changes_it_and_new_clocks_go_by_it() {
    let app = TestApp::start().await;
    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    let desk = desk(&app).await;
    let CalendarSheet { version, calendar } = desk.send(&GetCalendar).await.json();
    let drawn = |calendar: WorkCalendar| SaveCalendar(CalendarSheet { version: version.clone(), calendar });
    assert_eq!(calendar.week.len(), 10, "mornings and afternoons of five days");
    assert!(calendar.days.iter().any(|day| day.works && day.date.to_string() == "2026-10-10"));
    let before = raise(&app, hazard(spot(&app, 0))).await;
    assert_eq!(before.next.due_at, Timestamp::parse("2026-06-01T09:30:00Z"));
    // The first of June becomes a holiday.
    let mut changed = calendar.clone();
    changed.days.push(CalendarDay { date: "2026-06-01".parse().unwrap(), works: false, name: "儿童节".into() });
    assert_eq!(desk.send(&drawn(changed.clone())).await.problem().code, ProblemCode::NotAllowed);
    let saved: CalendarSheet = admin.send(&drawn(changed.clone())).await.json();
    assert_eq!(saved.calendar.days.len(), changed.days.len());
    let after = raise(&app, hazard(spot(&app, 0))).await;
    assert_eq!(after.next.due_at, Timestamp::parse("2026-06-02T09:30:00Z"));
    assert_eq!(app.count("audit WHERE action = 'edit_calendar'").await, 1);
    let empty = drawn(WorkCalendar { week: vec![], ..calendar.clone() });
    assert_eq!(admin.send(&empty).await.problem().issue("calendar.week"), Some(Issue::Required));
    let wrong = WorkingHours { weekday: 8, from: 0, to: 10 };
    let wrong = drawn(WorkCalendar { week: vec![wrong], ..calendar });
    assert_eq!(admin.send(&wrong).await.problem().issue("calendar.week[0]"), Some(Issue::Invalid));
}

#[tokio::test]
async fn whoever_saves_second_overwrites_nothing_unseen() {
    let app = TestApp::start().await;
    let (first, second) =
        (app.staff(Role::DistrictAdmin, &app.root()).await, app.staff(Role::DistrictAdmin, &app.root()).await);
    let read: CalendarSheet = first.send(&GetCalendar).await.json();
    let named = |sheet: &CalendarSheet, name: &str| {
        let mut changed = sheet.clone();
        changed.calendar.days[0].name = name.into();
        SaveCalendar(changed)
    };
    let saved: CalendarSheet = first.send(&named(&read, "元旦假期")).await.json();
    assert_ne!(saved.version, read.version);
    let refused = second.send(&named(&read, "新年")).await.problem();
    assert_eq!(refused.code, ProblemCode::EditedMeanwhile);
    let now: CalendarSheet = second.send(&GetCalendar).await.json();
    assert_eq!(now, saved, "what is read is what was saved");
    second.send(&named(&now, "新年")).await.json::<CalendarSheet>();
    assert_eq!(app.count("audit WHERE action = 'edit_calendar'").await, 2);
}
