//! An opinion about a unit never reaches it, by no way.

use pingan_api::{
    ProblemCode,
    account::Role,
    desk::{ActKind, CountQueue, Counters, DeskLine, DeskQuery, ListQueue, NewAct, View},
    page::Page,
};

use super::{act, department, get, ground, plain, refused, said, to, try_act};
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
