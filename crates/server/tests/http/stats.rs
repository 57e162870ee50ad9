//! `/api/v1/stats`: what the figures say, and to whom.

use pingan_api::{
    Date, Issue, ProblemCode,
    account::Role,
    cases::Ground,
    desk::{ActKind, NewAct},
    stats::{ExportCases, GetPublicStats, GetStats, PublicStats, Stats, StatsQuery},
};
use pingan_server::desk::sweep::sweep;

use crate::{
    app::TestApp,
    desk::{act, department, desk, ground, in_progress, plain, said, to},
    fixtures::{appeal, hazard, opinion, raise, spot},
};

fn query(app: &TestApp) -> StatsQuery {
    let today = Date::in_shanghai(app.state().now());
    StatsQuery { from: today.plus_days(-6), to: today, unit: None, kind: None }
}

#[tokio::test]
async fn figures_add_up() {
    let app = TestApp::start().await;
    let here = ground(&app, 0);
    let desk = desk(&app).await;
    let rejected = raise(&app, hazard(spot(&app, 0))).await.number;
    app.pass(30 * 60_000);
    act(desk, rejected, plain(ActKind::Accept)).await;
    act(desk, rejected, NewAct { ground: Some(Ground::NoFault), ..plain(ActKind::Reject) }).await;
    in_progress(&app, &department("urban")).await;
    raise(&app, appeal(spot(&app, 0))).await;
    let late = raise(&app, hazard(spot(&app, 300))).await;
    app.pass(24 * 3_600_000);
    sweep(app.state(), app.state().now()).await.unwrap();
    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    let get = GetStats(query(&app));
    let stats: Stats = admin.send(&get).await.json();
    assert_eq!((stats.total.raised, stats.total.closed, stats.total.open), (4, 1, 3));
    assert!(stats.total.overdue >= 1, "{late:?}");
    assert_eq!(stats.days.len(), 7);
    assert_eq!(stats.days.iter().map(|day| day.raised).sum::<u32>(), 4);
    let of = |unit| stats.units.iter().find(|flow| flow.unit.id == unit).unwrap().flow.raised;
    assert_eq!(of(here.street.clone()), 3);
    assert_eq!(of(department("urban")), 1);
    assert_eq!((stats.accept.count, stats.accept.in_time), (2, 2));
    assert_eq!((stats.close.count, stats.close.in_time, stats.close.median_minutes), (1, 1, Some(30)));
    assert_eq!(stats.categories.iter().map(|category| category.flow.raised).sum::<u32>(), 4);
    // A desk sees its own ground.
    let own: Stats = crate::desk::desk(&app).await.send(&get).await.json();
    assert_eq!(own.total.raised, 3);
    let long = StatsQuery { from: query(&app).to.plus_days(-366), ..query(&app) };
    assert_eq!(admin.send(&GetStats(long)).await.problem().issue("to"), Some(Issue::Invalid));
    let public: PublicStats = app.anonymous().send(&GetPublicStats).await.json();
    assert_eq!((public.raised, public.closed, public.in_time_percent), (3, 1, 100), "hazards alone");
}

#[tokio::test]
async fn check_ins_are_timed() {
    let app = TestApp::start().await;
    let number = raise(&app, hazard(spot(&app, 0))).await.number;
    act(desk(&app).await, number, plain(ActKind::Accept)).await;
    let street = app.staff(Role::StreetDispatcher, &ground(&app, 0).street).await;
    let joint = vec![department("police"), department("fire")];
    act(street, number, NewAct { joint, hours: Some(1), ..to(ActKind::Whistle, &department("urban")) }).await;
    app.pass(20 * 60_000);
    act(app.staff(Role::DepartmentHandler, &department("police")).await, number, plain(ActKind::CheckIn)).await;
    app.pass(50 * 60_000);
    act(app.staff(Role::DepartmentHandler, &department("fire")).await, number, said(ActKind::CheckIn, "来晚了")).await;
    let stats: Stats = street.send(&GetStats(query(&app))).await.json();
    assert_eq!((stats.check_in.count, stats.check_in.in_time, stats.check_in.median_minutes), (3, 1, Some(70)));
}

#[tokio::test]
async fn an_export_is_written_down_and_leaves_out_what_its_reader_may_not_see() {
    let app = TestApp::start().await;
    let here = ground(&app, 0);
    let number = raise(&app, hazard(spot(&app, 0))).await.number;
    let about = raise(&app, opinion(&here.street)).await.number;
    let path = ExportCases::path(&query(&app));
    let street = app.staff(Role::StreetDispatcher, &here.street).await;
    let reply = street.get(&path).await;
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    let text = reply.text();
    assert!(text.contains(&number.to_string()) && !text.contains(&about.to_string()));
    assert!(!text.contains("水管"), "nothing that a reporter wrote");
    assert_eq!(app.count("audit WHERE action = 'export_cases'").await, 1);
    let sheet = street.get(&ExportCases::sheet_path(&query(&app))).await;
    assert!(sheet.status.is_success() && sheet.body.starts_with(b"PK"), "a workbook is a ZIP archive");
    assert_eq!(app.count("audit WHERE action = 'export_cases'").await, 2);
    for path in [path, ExportCases::sheet_path(&query(&app))] {
        assert_eq!(desk(&app).await.get(&path).await.problem().code, ProblemCode::NotAllowed);
    }
}
