//! What makes no sense is refused by name, and nothing is kept of it.

use pingan_api::{
    Date, Endpoint, Issue, ProblemCode, Timestamp,
    cases::CaseNumber,
    geo::Position,
    id::{PostId, TeamId},
    volunteer::{
        NewSeries, NewShift,
        shift::{CreateSeries, CreateShift, MAX_NEEDED, MAX_POSTS},
        team::{ChangeTeam, NewTeam, TeamChange},
    },
};
use uuid::Uuid;

use super::{change, publish, rows, saturdays, written};
use crate::{
    app::{BEGINNING, TestApp, new_key},
    volunteer::fixtures::{coordinator, new_shift, shift, team},
};

const HOUR_MS: i64 = 3_600_000;

fn later(from: Timestamp, hours: i64) -> Timestamp {
    Timestamp::from_millis(from.as_millis() + hours * HOUR_MS)
}

/// What is wrong, the field, and how it is called.
type Wrong = (fn(&mut NewShift), &'static str, Issue);

const WRONGS: [Wrong; 18] = [
    (|new| new.title = "  ".into(), "title", Issue::Required),
    (|new| new.place = String::new(), "place", Issue::Required),
    (|new| new.ends_at = new.starts_at, "ends_at", Issue::EndsBeforeBegins),
    (|new| new.ends_at = later(new.starts_at, -1), "ends_at", Issue::EndsBeforeBegins),
    (|new| new.ends_at = later(new.starts_at, 25), "ends_at", Issue::TooFar),
    (|new| new.posts[0].needed = 0, "posts[0].needed", Issue::TooFew),
    (|new| new.posts[0].needed = MAX_NEEDED + 1, "posts[0].needed", Issue::TooMany),
    (|new| new.posts[0].name = String::new(), "posts[0].name", Issue::Required),
    (|new| new.posts.clear(), "posts", Issue::Required),
    (|new| new.posts = vec![new.posts[0].clone(); MAX_POSTS + 1], "posts", Issue::TooMany),
    (|new| new.posts[0].id = Some(PostId(Uuid::nil())), "posts[0].id", Issue::Invalid),
    (|new| new.min_age = Some(120), "min_age", Issue::Invalid),
    (|new| new.late_cancel_minutes = Some(u16::MAX), "late_cancel_minutes", Issue::TooFar),
    (|new| new.position = Position::new(91.0, 115.0), "position", Issue::Invalid),
    (|new| new.position = Position::new(31.5, 116.0), "position", Issue::OutsideDistrict),
    (|new| new.team = TeamId(Uuid::nil()), "team", Issue::Invalid),
    (|new| new.case = Some(CaseNumber::from_index(5)), "case", Issue::Invalid),
    (
        |new| {
            new.starts_at = Timestamp::from_millis(BEGINNING);
            new.ends_at = later(new.starts_at, 2);
        },
        "starts_at",
        Issue::Past,
    ),
];

#[tokio::test]
async fn each_fault_is_named_alike_in_a_plan_a_series_and_a_change() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let planned = shift(&app, &by, new_shift(&app, &team)).await;
    for (spoil, field, issue) in WRONGS {
        let mut new = new_shift(&app, &team);
        spoil(&mut new);
        let problem = by.send(&CreateShift { key: new_key(), body: new.clone() }).await.problem();
        assert_eq!(problem.issue(field), Some(issue), "{field}: {problem:?}");
        let inner = format!("shift.{field}");
        let until = Date::in_shanghai(new.starts_at).plus_days(7);
        let body = NewSeries { shift: new, weekdays: vec![6], every_weeks: 1, until };
        let problem = by.send(&CreateSeries { key: new_key(), body }).await.problem();
        assert_eq!(problem.issue(&inner), Some(issue), "{inner}: {problem:?}");
        let mut new = written(&planned);
        spoil(&mut new);
        let problem = change(by, &planned, new).await.problem();
        assert_eq!(problem.issue(&inner), Some(issue), "changed {inner}: {problem:?}");
    }
    let mut far = new_shift(&app, &team);
    far.starts_at = later(far.starts_at, 366 * 24);
    far.ends_at = later(far.starts_at, 2);
    let problem = by.send(&CreateShift { key: new_key(), body: far }).await.problem();
    assert_eq!(problem.issue("starts_at"), Some(Issue::TooFar));
    let kept = rows(&app).await;
    assert_eq!((kept.len(), kept[0].version, app.count("post").await), (1, 1, 1));
}

#[tokio::test]
async fn a_negative_number_of_places_is_no_number() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let json = serde_json::to_string(&new_shift(&app, &team)).unwrap();
    let json = json.replace("\"needed\":2", "\"needed\":-2");
    let reply = by.post_bytes(CreateShift::PATH, "application/json", json, Some(new_key())).await;
    assert_eq!(reply.problem().issue("posts[0].needed"), Some(Issue::Invalid));
}

#[tokio::test]
async fn a_series_ends_and_is_not_too_long() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let good = saturdays(new_shift(&app, &team));
    let mut endless = serde_json::to_value(&good).unwrap();
    endless.as_object_mut().unwrap().remove("until");
    let reply = by.post_bytes(CreateSeries::PATH, "application/json", endless.to_string(), Some(new_key())).await;
    assert_eq!(reply.problem().issue("until"), Some(Issue::Required));
    let day = |text: &str| text.parse::<Date>().unwrap();
    let all_week = vec![1, 2, 3, 4, 5, 6, 7];
    let wrongs = [
        (NewSeries { until: day("2026-12-18"), ..good.clone() }, "until", Issue::EndsBeforeBegins),
        (NewSeries { until: day("2029-01-01"), ..good.clone() }, "until", Issue::TooFar),
        // A year after its own beginning, but further than plans go.
        (NewSeries { until: day("2027-06-12"), ..good.clone() }, "until", Issue::TooFar),
        (NewSeries { weekdays: all_week, until: day("2027-03-01"), ..good.clone() }, "until", Issue::TooMany),
        (NewSeries { weekdays: vec![], ..good.clone() }, "weekdays", Issue::Required),
        (NewSeries { weekdays: vec![0], ..good.clone() }, "weekdays", Issue::Invalid),
        (NewSeries { every_weeks: 0, ..good.clone() }, "every_weeks", Issue::Invalid),
        (NewSeries { every_weeks: 5, ..good.clone() }, "every_weeks", Issue::Invalid),
    ];
    for (body, field, issue) in wrongs {
        let problem = by.send(&CreateSeries { key: new_key(), body }).await.problem();
        assert_eq!(problem.issue(field), Some(issue), "{problem:?}");
    }
    assert_eq!(app.count("shift").await, 0);
}

#[tokio::test]
async fn a_closed_team_plans_nothing_more() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let draft = shift(&app, &by, NewShift { publish: false, ..new_shift(&app, &team) }).await;
    let closed = NewTeam {
        kind: team.card.kind,
        name: team.card.name.clone(),
        about: team.about.clone(),
        unit: team.card.unit.clone(),
        join: team.join,
        closed: true,
    };
    let close = ChangeTeam { team: team.card.id, body: TeamChange { version: team.version, team: closed } };
    by.send(&close).await.answer(&close);
    let reply = by.send(&CreateShift { key: new_key(), body: new_shift(&app, &team) }).await;
    assert_eq!(reply.problem().code, ProblemCode::NotPossibleNow);
    assert_eq!(publish(by, draft.card.id, false).await.problem().code, ProblemCode::NotPossibleNow);
}
