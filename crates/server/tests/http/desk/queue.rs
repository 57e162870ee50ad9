//! What waits for whom, and how it is found.

use pingan_api::{
    Issue,
    account::Role,
    cases::{Category, NewCase, State},
    desk::{ActKind, ClockFilter, CountQueue, Counters, DeskLine, DeskQuery, ListQueue, View},
    page::Page,
};

use super::{act, department, desk, ground, in_progress, plain, to};
use crate::{
    app::{Actor, TestApp},
    fixtures::{appeal, hazard, raise, spot},
};

async fn lines(actor: Actor<'_>, query: DeskQuery) -> Page<DeskLine> {
    actor.send(&ListQueue(query)).await.json()
}

fn view(view: View) -> DeskQuery {
    DeskQuery { view: Some(view), ..DeskQuery::default() }
}

#[tokio::test]
async fn a_case_waits_for_whoever_has_it_and_nobody_else() {
    let app = TestApp::start().await;
    let here = ground(&app, 0);
    let number = raise(&app, hazard(spot(&app, 0))).await.number;
    let community = desk(&app).await;
    let member = app.staff(Role::GridMember, &here.grid).await;
    let street = app.staff(Role::StreetDispatcher, &here.street).await;
    let urban = app.staff(Role::DepartmentHandler, &department("urban")).await;
    let elsewhere = app.staff(Role::CommunityDesk, &ground(&app, 300).community).await;
    let waiting = async |actor| actor_count(actor).await.waiting;
    let counts = [waiting(community).await, waiting(member).await, waiting(street).await, waiting(urban).await];
    assert_eq!(counts, [1, 1, 0, 0]);
    act(community, number, plain(ActKind::Accept)).await;
    act(community, number, to(ActKind::Assign, &department("urban"))).await;
    let counts = [waiting(community).await, waiting(member).await, waiting(street).await, waiting(urban).await];
    assert_eq!(counts, [0, 0, 0, 1]);
    // All of the ground still see it.
    for (actor, expected) in [(community, 1), (member, 1), (street, 1), (urban, 1), (elsewhere, 0)] {
        assert_eq!(lines(actor, view(View::All)).await.items.len(), expected);
    }
}

async fn actor_count(actor: Actor<'_>) -> Counters {
    actor.send(&CountQueue).await.json()
}

#[tokio::test]
async fn two_characters_of_text_or_place_or_digits_of_the_number_find_a_case() {
    let app = TestApp::start().await;
    let case = NewCase { text: "小区南门水管爆裂，积水很深".into(), ..hazard(spot(&app, 0)) };
    let number = raise(&app, case).await.number;
    raise(&app, NewCase { text: "路灯不亮".into(), ..hazard(spot(&app, 0)) }).await;
    let desk = desk(&app).await;
    let digits = number.to_string();
    for q in ["水管", "爆裂，积水", "积水 南门", "三单元", &digits, &digits[2..6]] {
        let found = lines(desk, DeskQuery { q: Some(q.into()), ..view(View::All) }).await.items;
        assert!(found.iter().any(|line| line.number == number), "{q}");
    }
    for q in ["水门", "裂积水管", "南 门", "'; --", "\"*"] {
        let found = lines(desk, DeskQuery { q: Some(q.into()), ..view(View::All) }).await.items;
        assert!(found.is_empty(), "{q}");
    }
    let reply = desk.get("/api/v1/desk/cases?q=%E6%B0%B4").await;
    assert_eq!(reply.problem().issue("q"), Some(Issue::Invalid));
}

#[tokio::test]
async fn what_a_neighbour_adds_is_found_too() {
    let app = TestApp::start().await;
    let number = raise(&app, hazard(spot(&app, 0))).await.number;
    let desk = desk(&app).await;
    act(desk, number, plain(ActKind::Accept)).await;
    let join = pingan_api::cases::NewJoin { text: "楼上也漏".into(), ..Default::default() };
    let join = pingan_api::cases::JoinCase { key: crate::app::new_key(), number, join };
    assert!(app.anonymous().send(&join).await.status.is_success());
    let query = DeskQuery { q: Some("楼上".into()), ..view(View::All) };
    assert_eq!(lines(desk, query).await.items.len(), 1);
    let query = DeskQuery { q: Some("水管".into()), ..view(View::All) };
    assert_eq!(lines(desk, query).await.items.len(), 1, "and the case's own words still");
}

#[tokio::test]
async fn filters_narrow_and_pages_leave_nothing_out() {
    let app = TestApp::start().await;
    for n in 0..7 {
        app.pass(1000);
        let case = if n % 2 == 0 { hazard(spot(&app, 0)) } else { appeal(spot(&app, 0)) };
        raise(&app, case).await;
    }
    let desk = desk(&app).await;
    for view_of in [View::Waiting, View::All] {
        let mut seen = Vec::new();
        let mut query = DeskQuery { limit: Some(2), ..view(view_of) };
        loop {
            let page = lines(desk, query.clone()).await;
            seen.extend(page.items.iter().map(|line| line.number));
            let Some(next) = page.next else { break };
            query.cursor = Some(next);
        }
        let mut distinct = seen.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!((seen.len(), distinct.len()), (7, 7), "{view_of}");
    }
    let waiting = lines(desk, view(View::Waiting)).await.items;
    assert!(waiting.is_sorted_by_key(|line| line.due_at), "due first");
    let all = lines(desk, view(View::All)).await.items;
    assert!(all.is_sorted_by_key(|line| std::cmp::Reverse(line.changed_at)), "changed last");
    let parking = DeskQuery { category: Some(Category::Parking), ..view(View::All) };
    assert_eq!(lines(desk, parking).await.items.len(), 3);
    let grid = DeskQuery { unit: Some(ground(&app, 1).grid), ..view(View::All) };
    assert!(lines(desk, grid).await.items.is_empty());
    let accepted = DeskQuery { state: Some(State::Accepted), ..view(View::All) };
    assert!(lines(desk, accepted).await.items.is_empty());
    // One working day for a hazard, two for an appeal: both sides of a day.
    for (clock, expected) in [(ClockFilter::DueSoon, 4), (ClockFilter::InTime, 3), (ClockFilter::Overdue, 0)] {
        let query = DeskQuery { clock: Some(clock), ..view(View::Waiting) };
        assert_eq!(lines(desk, query).await.items.len(), expected, "{clock}");
    }
    assert_eq!(actor_count(desk).await.due_soon, 4);
}

#[tokio::test]
async fn a_case_page_tells_the_place_its_neighbours_and_its_past() {
    let app = TestApp::start().await;
    let here = spot(&app, 0);
    let old = raise(&app, hazard(here)).await.number;
    app.pass(60_000);
    let new = raise(&app, hazard(here)).await.number;
    let far = raise(&app, hazard(spot(&app, 200))).await.number;
    let desk = desk(&app).await;
    let case = super::get(desk, new).await;
    assert_eq!(case.neighbours.iter().map(|near| near.number).collect::<Vec<_>>(), [old]);
    assert_eq!(case.place_history.iter().map(|near| near.number).collect::<Vec<_>>(), [old]);
    assert_eq!(case.place.unwrap().position, Some(here));
    assert_eq!(desk.send(&pingan_api::desk::GetDeskCase(far)).await.status, 404, "another community's");
    let number = in_progress(&app, &department("urban")).await.number;
    assert_eq!(super::get(desk, number).await.holder.unwrap().id, department("urban"));
}
