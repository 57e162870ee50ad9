//! Figures of teams by month, and the same as files.

use pingan_api::{
    Date, Issue, ProblemCode,
    account::Role,
    id::UnitId,
    volunteer::{
        JoinPolicy, MarkKind, NewTeam, Team, TeamKind,
        desk::{GetVolunteerStats, STATS_CSV_PATH, STATS_XLSX_PATH, VolunteerStats, VolunteerStatsQuery},
        team::CreateTeam,
    },
};

use super::attend;
use crate::{
    app::{Actor, TestApp, new_key},
    desk::ground,
    volunteer::{
        attendance::{mark, mark_all, minutes_after, sign_up, wait_until, walk_in},
        fixtures::{coordinator, new_shift, shift, team, volunteer},
    },
};

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// A team of another community than the fixtures'.
async fn team_elsewhere(by: Actor<'_>, unit: &UnitId) -> Team {
    let body = NewTeam {
        kind: TeamKind::Health,
        name: "=健步走".into(),
        about: "每周一起走".into(),
        unit: unit.clone(),
        join: JoinPolicy::Open,
        closed: false,
    };
    let create = CreateTeam { key: new_key(), body };
    by.send(&create).await.answer(&create)
}

async fn stats(who: Actor<'_>, query: VolunteerStatsQuery) -> VolunteerStats {
    let get = GetVolunteerStats { query };
    who.send(&get).await.answer(&get)
}

#[tokio::test]
async fn figures_are_by_team_and_month_and_of_a_coordinators_units() {
    let app = TestApp::start().await;
    let here = ground(&app, 0).community;
    let district = app.state().district();
    let elsewhere = district.grids().iter().find(|grid| grid.community != here).expect("another community");
    let elsewhere = elsewhere.community.clone();
    let by = coordinator(&app).await;
    let (own, other) = (team(&app, &by).await, team_elsewhere(by, &elsewhere).await);
    let first = shift(&app, &by, new_shift(&app, &own)).await;
    let second = shift(&app, &by, new_shift(&app, &other)).await;
    let (present, missing, third) = (volunteer(&app).await, volunteer(&app).await, volunteer(&app).await);
    let ids = (sign_up(present, &first).await, sign_up(missing, &first).await, sign_up(third, &second).await);
    wait_until(&app, minutes_after(first.card.starts_at, 30));
    let organiser = coordinator(&app).await;
    let now = app.state().now();
    let marks =
        vec![mark(MarkKind::Present, now, ids.0), mark(MarkKind::NoShow, now, ids.1), walk_in(now, "李雷", &first)];
    mark_all(organiser, &first, marks).await;
    mark_all(organiser, &second, vec![mark(MarkKind::Present, now, ids.2)]).await;
    let all = VolunteerStatsQuery::default;
    assert_eq!(stats(organiser, all()).await.rows, [], "not over yet");
    wait_until(&app, first.card.ends_at);

    let seen = stats(organiser, all()).await;
    assert_eq!((seen.from, seen.to), (day("2025-07-01"), day("2026-06-30")));
    assert_eq!((seen.volunteers, seen.officials, seen.rows.len(), seen.teams.len()), (3, 0, 2, 2));
    let row = seen.rows.iter().find(|row| row.team == own.card.id).expect("a row");
    assert_eq!(row.month, day("2026-06-01"));
    assert_eq!((row.shifts, row.people, row.minutes, row.no_shows), (1, 2, 240, 1));
    let row = seen.rows.iter().find(|row| row.team == other.card.id).expect("a row");
    assert_eq!((row.shifts, row.people, row.minutes, row.no_shows), (1, 1, 120, 0));

    let limited = app.staff(Role::VolunteerCoordinator, &here).await;
    let seen = stats(limited, all()).await;
    assert_eq!(seen.teams.iter().map(|team| team.id).collect::<Vec<_>>(), [own.card.id]);
    assert_eq!(seen.rows.len(), 1);
    let of = |unit: &UnitId| VolunteerStatsQuery { unit: Some(unit.clone()), ..all() };
    assert_eq!(stats(organiser, of(&elsewhere)).await.teams[0].id, other.card.id);
    let reply = limited.send(&GetVolunteerStats { query: of(&elsewhere) }).await;
    assert_eq!(reply.problem().code, ProblemCode::NotAllowed);
    let reply = limited.send(&GetVolunteerStats { query: of(&"nowhere".into()) }).await;
    assert_eq!(reply.problem().issue("unit"), Some(Issue::UnknownUnit));
    let before = VolunteerStatsQuery { to: Some(day("2026-05-31")), ..all() };
    assert_eq!(stats(organiser, before).await.rows, []);
}

#[tokio::test]
async fn figures_as_files_run_nothing_and_are_written_down() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team_elsewhere(by, &ground(&app, 0).community).await;
    let shift = shift(&app, &by, new_shift(&app, &team)).await;
    attend(&app, volunteer(&app).await, &shift).await;
    let organiser = coordinator(&app).await;
    let query = VolunteerStatsQuery::default();
    let reply = organiser.get(&query.to_query().on(STATS_CSV_PATH)).await;
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    let head = "\u{feff}month,team,kind,shifts,people,minutes,no_shows\r\n";
    assert_eq!(reply.text(), format!("{head}2026-06,'=健步走,health,1,1,120,0\r\n"));
    let sheet = organiser.get(&query.to_query().on(STATS_XLSX_PATH)).await;
    assert!(sheet.status.is_success() && sheet.body.starts_with(b"PK"), "a workbook is a ZIP archive");
    assert_eq!(app.count("audit WHERE action = 'export_volunteers'").await, 2);
    let resident = volunteer(&app).await;
    for path in [STATS_CSV_PATH, STATS_XLSX_PATH] {
        assert_eq!(resident.get(path).await.problem().code, ProblemCode::NotAllowed);
    }
}
