//! An opinion about a unit never reaches it, by no way.

use pingan_api::{
    Date, ProblemCode,
    account::{Permission, Role},
    audit::{Action, AuditLine, AuditQuery, ListAudit},
    desk::{ActKind, CountQueue, Counters, DeskLine, DeskQuery, ListQueue, NewAct, View},
    id::UnitId,
    page::Page,
    stats::{ExportCases, GetStats, Stats, StatsQuery},
};

use super::{act, department, get, ground, plain, refused, said, stream::listen, to, try_act};
use crate::{
    app::TestApp,
    fixtures::{hazard, opinion, raise, spot},
};

#[tokio::test]
async fn an_opinion_is_in_no_list_counter_search_or_page_of_its_subject() {
    let app = TestApp::start().await;
    let here = ground(&app, 0);
    let number = raise(&app, opinion(&here.street)).await.number;
    let root = app.root();
    let admin = app.staff(Role::DistrictAdmin, &root).await;
    act(admin, number, plain(ActKind::Accept)).await;
    for (role, unit) in
        [(Role::StreetDispatcher, &here.street), (Role::CommunityDesk, &here.community), (Role::GridMember, &here.grid)]
    {
        // Also with another role above the subject.
        for roles in [vec![(role, unit)], vec![(role, unit), (Role::DistrictAdmin, &root)]] {
            let actor = app.signed_in(&roles, true).await;
            for view in View::ALL {
                for q in [None, Some("窗口".to_owned()), Some(number.to_string())] {
                    let list = ListQueue(DeskQuery { view: Some(*view), q, ..DeskQuery::default() });
                    let page: Page<DeskLine> = actor.send(&list).await.json();
                    assert!(page.items.is_empty(), "{role} {view}");
                }
            }
            assert_eq!(actor.send(&CountQueue).await.json::<Counters>(), Counters::default());
            assert_eq!(refused(actor, number, said(ActKind::Note, "看看")).await, ProblemCode::NotFound);
        }
    }
    let list = ListQueue(DeskQuery { view: Some(View::All), q: Some("窗口".into()), ..DeskQuery::default() });
    assert_eq!(admin.send(&list).await.json::<Page<DeskLine>>().items.len(), 1);
}

#[tokio::test]
async fn an_opinion_is_in_no_figure_and_no_export_of_its_subject() {
    let app = TestApp::start().await;
    let here = ground(&app, 0);
    let root = app.root();
    let admin = app.staff(Role::DistrictAdmin, &root).await;
    let number = raise(&app, opinion(&here.street)).await.number;
    act(admin, number, plain(ActKind::Accept)).await;
    let about_urban = raise(&app, opinion(&department("urban"))).await.number;
    let today = Date::in_shanghai(app.state().now());
    let every = |unit: Option<UnitId>| StatsQuery { from: today, to: today, unit, kind: None };
    let table = [
        (Role::StreetDispatcher, &here.street, number),
        (Role::CommunityDesk, &here.community, number),
        (Role::DepartmentHandler, &department("urban"), about_urban),
    ];
    for (role, unit, about) in table {
        // Also with another role above the subject, which sees the other opinion.
        for (roles, others) in [(vec![(role, unit)], 0), (vec![(role, unit), (Role::DistrictAdmin, &root)], 1)] {
            let actor = app.signed_in(&roles, true).await;
            let asked = [(None, others), (Some(root.clone()), others), (Some(here.street.clone()), 0)];
            for (asked, seen) in asked {
                let stats: Stats = actor.send(&GetStats(every(asked.clone()))).await.json();
                let raised: u32 = stats.days.iter().map(|day| day.raised).sum();
                assert_eq!((stats.total.raised, raised, stats.total.open), (seen, seen, seen), "{role} {asked:?}");
                if !roles.iter().any(|(role, _)| role.may(Permission::Export)) {
                    continue;
                }
                let text = actor.get(&ExportCases::path(&every(asked.clone()))).await.text().into_owned();
                assert!(!text.contains(&about.to_string()), "{role} {asked:?}");
                assert!(actor.get(&ExportCases::sheet_path(&every(asked))).await.status.is_success());
                // The workbook is packed; the log says how many cases went into each of the two.
                let taken = AuditQuery { action: Some(Action::ExportCases), limit: Some(2), ..AuditQuery::default() };
                let taken: Page<AuditLine> = admin.send(&ListAudit(taken)).await.json();
                assert!(taken.items.iter().all(|line| line.details["lines"] == seen.to_string()), "{role}");
            }
        }
    }
    let text = admin.get(&ExportCases::path(&every(None))).await.text().into_owned();
    assert!(text.contains(&number.to_string()) && text.contains(&about_urban.to_string()));
    assert_eq!(admin.send(&GetStats(every(None))).await.json::<Stats>().total.raised, 2);
}

#[tokio::test]
async fn its_subject_hears_nothing_of_an_opinion() {
    let app = TestApp::start().await;
    let here = ground(&app, 0);
    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    let mut above = listen(admin).await;
    let mut subjects = Vec::new();
    for (role, unit) in
        [(Role::StreetDispatcher, &here.street), (Role::CommunityDesk, &here.community), (Role::GridMember, &here.grid)]
    {
        subjects.push((role, listen(app.staff(role, unit).await).await));
    }
    let number = raise(&app, opinion(&here.street)).await.number;
    assert!(above.hear_soon().await.is_some());
    act(admin, number, plain(ActKind::Accept)).await;
    act(admin, number, to(ActKind::Assign, &department("justice"))).await;
    act(admin, number, said(ActKind::Note, "看看")).await;
    for (role, ear) in &mut subjects {
        assert!(ear.is_silent().await, "{role}");
    }
    // They hear of what is theirs to see.
    raise(&app, hazard(spot(&app, 0))).await;
    for (role, ear) in &mut subjects {
        assert!(ear.hear_soon().await.is_some(), "{role}");
    }
}

#[tokio::test]
async fn nobody_hands_it_to_its_subject() {
    let app = TestApp::start().await;
    let here = ground(&app, 0);
    let number = raise(&app, opinion(&here.street)).await.number;
    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    act(admin, number, plain(ActKind::Accept)).await;
    for unit in [&here.street, &here.community, &here.grid] {
        for kind in [ActKind::Assign, ActKind::Whistle] {
            let hours = (kind == ActKind::Whistle).then_some(2);
            let reply = try_act(admin, number, NewAct { hours, ..to(kind, unit) }).await;
            assert!(reply.problem().issue("to").is_some(), "{kind} to {unit}");
        }
        let joint =
            NewAct { joint: vec![unit.clone()], hours: Some(2), ..to(ActKind::Whistle, &department("justice")) };
        assert!(try_act(admin, number, joint).await.problem().issue("joint[0]").is_some());
    }
    // Nor does it go by way of another case.
    let other = raise(&app, hazard(spot(&app, 0))).await.number;
    let merge = NewAct { into: Some(other), ..plain(ActKind::Merge) };
    assert!(try_act(admin, number, merge).await.problem().issue("into").is_some());
    let about_others = raise(&app, opinion(&department("fire"))).await.number;
    let merge = NewAct { into: Some(about_others), ..plain(ActKind::Merge) };
    assert!(try_act(admin, number, merge).await.problem().issue("into").is_some());
    let twin = raise(&app, opinion(&here.street)).await.number;
    act(admin, number, NewAct { into: Some(twin), ..plain(ActKind::Merge) }).await;
    assert_eq!(get(admin, twin).await.merged, [number]);
}
