//! Finding shifts: by day, near, by kind, for whom; and those that one organises.

use std::collections::BTreeSet;

use pingan_api::{
    Date, Issue, Timestamp,
    account::Role,
    geo::Position,
    id::{ShiftId, UnitId},
    page::Page,
    volunteer::{
        FindShifts, JoinPolicy, NewShift, NewTeam, Order, Qualification, Registration, ShiftCard, ShiftQuery,
        ShiftState, Team, TeamKind,
        desk::{OrganisedQuery, OrganisedShifts},
        person::Register,
        shift::{CancelShift, ShiftWords},
        team::{ChangeMember, ChangeQualification, CreateTeam, JoinTeam, MemberAct, MemberChange, QualificationChange},
    },
};

use super::fixtures::{coordinator, new_shift, shift, team, volunteer};
use crate::{
    app::{Actor, TestApp, new_key},
    desk::ground,
    fixtures::spot,
};

const DAY_MS: i64 = 24 * 3_600_000;

fn later(from: Timestamp, millis: i64) -> Timestamp {
    Timestamp::from_millis(from.as_millis() + millis)
}

/// The same shift so many days later.
fn days_later(new: NewShift, days: i64) -> NewShift {
    let (starts_at, ends_at) = (later(new.starts_at, days * DAY_MS), later(new.ends_at, days * DAY_MS));
    NewShift { starts_at, ends_at, ..new }
}

fn titled(title: &str, new: NewShift) -> NewShift {
    NewShift { title: title.into(), ..new }
}

async fn find(actor: Actor<'_>, query: ShiftQuery) -> Page<ShiftCard> {
    let find = FindShifts { query };
    actor.send(&find).await.answer(&find)
}

async fn organised(actor: Actor<'_>, query: OrganisedQuery) -> Page<ShiftCard> {
    let organised = OrganisedShifts { query };
    actor.send(&organised).await.answer(&organised)
}

fn titles(page: &Page<ShiftCard>) -> Vec<&str> {
    page.items.iter().map(|card| card.title.as_str()).collect()
}

async fn refused(app: &TestApp, query: ShiftQuery, field: &str) -> Option<Issue> {
    app.anonymous().send(&FindShifts { query }).await.problem().issue(field)
}

async fn other_team(by: Actor<'_>, kind: TeamKind, unit: UnitId) -> Team {
    let body = NewTeam {
        kind,
        name: "另一支队".into(),
        about: "做别的。".into(),
        unit,
        join: JoinPolicy::Open,
        closed: false,
    };
    let create = CreateTeam { key: new_key(), body };
    by.send(&create).await.answer(&create)
}

/// All pages, each of them full but the last.
async fn all_pages(actor: Actor<'_>, query: ShiftQuery) -> Vec<ShiftId> {
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let page = find(actor, ShiftQuery { limit: Some(3), cursor, ..query.clone() }).await;
        assert!(page.items.len() == 3 || page.next.is_none());
        seen.extend(page.items.iter().map(|card| card.id));
        cursor = page.next;
        if cursor.is_none() {
            return seen;
        }
    }
}

#[tokio::test]
async fn a_week_of_published_shifts_that_have_not_begun() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let new = || new_shift(&app, &team);
    // The clock stands at the morning of 1 June in Shanghai; the fixture's shifts are on the 3rd.
    for (title, days) in [("七日", 4), ("八日", 5), ("三日", 0)] {
        shift(&app, &by, titled(title, days_later(new(), days))).await;
    }
    shift(&app, &by, NewShift { publish: false, ..titled("草稿", new()) }).await;
    let off = shift(&app, &by, titled("取消", new())).await;
    let body = ShiftWords { words: "有雨".into(), series: false };
    let cancel = CancelShift { shift: off.card.id, body };
    by.send(&cancel).await.answer(&cancel);
    let now = app.state().now();
    let soon = NewShift { starts_at: later(now, 60_000), ends_at: later(now, 120_000), ..titled("今天", new()) };
    shift(&app, &by, soon).await;

    let nobody = app.anonymous();
    assert_eq!(titles(&find(nobody, ShiftQuery::default()).await), ["今天", "三日", "七日"]);
    let day = |text: &str| Some(text.parse::<Date>().unwrap());
    let on = |from, to| ShiftQuery { from: day(from), to: day(to), ..ShiftQuery::default() };
    assert_eq!(titles(&find(nobody, on("2026-06-03", "2026-06-03")).await), ["三日"]);
    assert_eq!(titles(&find(nobody, on("2026-06-04", "2026-06-08")).await), ["七日", "八日"]);
    assert_eq!(titles(&find(nobody, on("2020-01-01", "2020-02-01")).await), [""; 0]);
    app.pass(60_000);
    assert_eq!(titles(&find(nobody, ShiftQuery::default()).await), ["三日", "七日"]);

    assert_eq!(refused(&app, on("2026-06-04", "2026-06-03"), "to").await, Some(Issue::EndsBeforeBegins));
    assert_eq!(refused(&app, on("2026-06-01", "2026-08-01"), "to").await, Some(Issue::TooFar));
    let past = ShiftQuery { to: day("2026-05-31"), ..ShiftQuery::default() };
    assert_eq!(refused(&app, past, "to").await, Some(Issue::EndsBeforeBegins));
}

#[tokio::test]
async fn a_shift_over_new_year_is_found_on_the_day_that_it_begins() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let at = |text: &str| Timestamp::parse(text).unwrap();
    let (starts_at, ends_at) = (at("2026-12-31T15:59:00Z"), at("2026-12-31T18:00:00Z"));
    shift(&app, &by, NewShift { starts_at, ends_at, ..new_shift(&app, &team) }).await;
    let on = |day: &str| {
        let day = Some(day.parse::<Date>().unwrap());
        ShiftQuery { from: day, to: day, ..ShiftQuery::default() }
    };
    assert_eq!(find(app.anonymous(), on("2026-12-31")).await.items.len(), 1);
    assert_eq!(find(app.anonymous(), on("2027-01-01")).await.items.len(), 0);
}

#[tokio::test]
async fn kind_team_and_unit_narrow_a_list() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let law = other_team(by, TeamKind::Law, app.root()).await;
    let district = app.state().district();
    let here = ground(&app, 0);
    let far = district.grids().iter().position(|grid| grid.street != here.street).expect("another street");
    shift(&app, &by, titled("这里", new_shift(&app, &team))).await;
    let there = NewShift { position: spot(&app, far), ..days_later(new_shift(&app, &law), 1) };
    shift(&app, &by, titled("那里", there)).await;
    let nobody = app.anonymous();
    let all = ShiftQuery::default();
    assert_eq!(titles(&find(nobody, ShiftQuery { kind: Some(TeamKind::Law), ..all.clone() }).await), ["那里"]);
    assert_eq!(titles(&find(nobody, ShiftQuery { team: Some(team.card.id), ..all.clone() }).await), ["这里"]);
    let there = ground(&app, far);
    let found = [
        (here.grid, ["这里"]),
        (here.community, ["这里"]),
        (here.street, ["这里"]),
        (there.grid, ["那里"]),
        (there.street, ["那里"]),
    ];
    for (unit, expected) in found {
        assert_eq!(titles(&find(nobody, ShiftQuery { unit: Some(unit), ..all.clone() }).await), expected);
    }
    assert_eq!(find(nobody, ShiftQuery { unit: Some(app.root()), ..all.clone() }).await.items.len(), 2);
    for unit in ["420204-urban", "1"] {
        let query = ShiftQuery { unit: Some(unit.into()), ..all.clone() };
        assert_eq!(refused(&app, query, "unit").await, Some(Issue::UnknownUnit));
    }
}

#[tokio::test]
async fn pages_in_order_of_time_lose_and_repeat_nothing() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    for days in [2, 0, 1, 0, 1, 0, 0] {
        shift(&app, &by, days_later(new_shift(&app, &team), days)).await;
    }
    let whole = find(app.anonymous(), ShiftQuery::default()).await.items;
    assert!(whole.is_sorted_by_key(|card| (card.starts_at, card.id)));
    let seen = all_pages(app.anonymous(), ShiftQuery::default()).await;
    assert_eq!(seen, whole.iter().map(|card| card.id).collect::<Vec<_>>());
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 7);
}

#[tokio::test]
async fn the_nearest_come_first_page_by_page() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    // As phones ask: to a kilometre.
    let rounded = |degrees: f64| (degrees * 100.0).round() / 100.0;
    let here = spot(&app, 0);
    let near = Position::new(rounded(here.lat), rounded(here.lon));
    let mut spots: Vec<Position> = app.state().district().grids().iter().map(|grid| grid.centre).collect();
    spots.sort_by(|a, b| near.metres_to(*a).total_cmp(&near.metres_to(*b)));
    let spots: Vec<Position> = spots.into_iter().step_by(40).take(7).collect();
    // Two in one place, and the later ones nearer.
    for (nth, position) in spots.iter().chain([&spots[3]]).enumerate() {
        let days = i64::try_from(spots.len().saturating_sub(nth)).unwrap() / 3;
        shift(&app, &by, NewShift { position: *position, ..days_later(new_shift(&app, &team), days) }).await;
    }
    let query =
        ShiftQuery { lat: Some(near.lat), lon: Some(near.lon), order: Some(Order::Distance), ..ShiftQuery::default() };
    let whole = find(app.anonymous(), query.clone()).await.items;
    let metres: Vec<u32> = whole.iter().map(|card| card.metres.expect("a distance")).collect();
    assert_eq!(metres.len(), 8);
    assert!(metres.is_sorted(), "{metres:?}");
    let expected: Vec<u32> = spots.iter().map(|spot| near.metres_to(*spot).round() as u32).collect();
    assert!(expected.iter().all(|expected| metres.iter().any(|metres| metres.abs_diff(*expected) <= 1)));
    let seen = all_pages(app.anonymous(), query).await;
    assert_eq!(seen, whole.iter().map(|card| card.id).collect::<Vec<_>>());

    let nowhere = ShiftQuery { order: Some(Order::Distance), ..ShiftQuery::default() };
    assert_eq!(refused(&app, nowhere, "lat").await, Some(Issue::Required));
}

#[tokio::test]
async fn who_is_registered_finds_what_they_qualify_for_unless_they_ask_for_all() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let person = volunteer(&app).await;
    let asking = |title: &str, qualification| {
        let mut new = titled(title, new_shift(&app, &team));
        new.posts[0].qualification = Some(qualification);
        new
    };
    let mut either = asking("两岗", Qualification::Electrician);
    let mut open = either.posts[0].clone();
    open.qualification = None;
    either.posts.push(open);
    shift(&app, &by, asking("电工", Qualification::Electrician)).await;
    shift(&app, &by, days_later(asking("急救", Qualification::FirstAid), 1)).await;
    shift(&app, &by, days_later(either, 2)).await;
    shift(&app, &by, NewShift { min_age: Some(60), ..titled("老人", days_later(new_shift(&app, &team), 3)) }).await;
    let everything = ["电工", "急救", "两岗", "老人"];
    assert_eq!(titles(&find(app.anonymous(), ShiftQuery::default()).await), everything);
    assert_eq!(titles(&find(app.resident().await, ShiftQuery::default()).await), everything);
    assert_eq!(titles(&find(person, ShiftQuery::default()).await), ["两岗"]);
    let all = ShiftQuery { all: Some(true), ..ShiftQuery::default() };
    assert_eq!(titles(&find(person, all).await), everything);

    let join = JoinTeam { team: team.card.id, body: () };
    person.send(&join).await.answer(&join);
    let body = QualificationChange { qualification: Qualification::FirstAid, granted: true };
    let grant = ChangeQualification { team: team.card.id, account: person.account(), body };
    by.send(&grant).await.answer(&grant);
    assert_eq!(titles(&find(person, ShiftQuery::default()).await), ["急救", "两岗"]);
}

#[tokio::test]
async fn a_birthday_within_the_week_counts_from_its_day_on() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let person = app.resident().await;
    let registration = Registration {
        name: "赵敏".into(),
        born: "1966-06-05".parse().unwrap(),
        grid: ground(&app, 0).grid,
        skills: vec![],
        available: vec![],
        guardian: None,
        work_unit: None,
        thanks: false,
        text_me: false,
    };
    let register = Register { body: registration };
    person.send(&register).await.answer(&register);
    for (title, days) in [("三日", 0), ("四日", 1), ("五日", 2), ("六日", 3)] {
        let new = days_later(new_shift(&app, &team), days);
        shift(&app, &by, NewShift { min_age: Some(60), ..titled(title, new) }).await;
    }
    assert_eq!(titles(&find(person, ShiftQuery::default()).await), ["五日", "六日"]);
}

#[tokio::test]
async fn organisers_see_the_shifts_of_their_teams_with_drafts_and_what_is_over() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let root = other_team(by, TeamKind::Science, app.root()).await;
    let lead = volunteer(&app).await;
    let join = JoinTeam { team: team.card.id, body: () };
    lead.send(&join).await.answer(&join);
    let body = MemberChange { act: MemberAct::MakeLead };
    let make = ChangeMember { team: team.card.id, account: lead.account(), body };
    by.send(&make).await.answer(&make);
    let new = || new_shift(&app, &team);
    let now = app.state().now();
    let short = NewShift { starts_at: later(now, 60_000), ends_at: later(now, 3_600_000), ..titled("先", new()) };
    shift(&app, &by, short).await;
    shift(&app, &by, NewShift { publish: false, ..titled("草稿", days_later(new(), 1)) }).await;
    shift(&app, &by, titled("后", new())).await;
    shift(&app, &by, titled("区里", days_later(new_shift(&app, &root), 2))).await;

    let all = OrganisedQuery::default();
    assert_eq!(titles(&organised(by, all.clone()).await), ["先", "后", "草稿", "区里"]);
    assert_eq!(titles(&organised(lead, all.clone()).await), ["先", "后", "草稿"]);
    let unit = app.staff(Role::VolunteerCoordinator, &team.card.unit).await;
    assert_eq!(titles(&organised(unit, all.clone()).await), ["先", "后", "草稿"]);
    assert!(organised(app.resident().await, all.clone()).await.items.is_empty());
    let drafts = OrganisedQuery { state: Some(ShiftState::Draft), ..all.clone() };
    assert_eq!(titles(&organised(lead, drafts).await), ["草稿"]);
    let one = OrganisedQuery { team: Some(root.card.id), ..all.clone() };
    assert_eq!(titles(&organised(by, one.clone()).await), ["区里"]);
    assert!(organised(lead, one).await.items.is_empty());
    let first = organised(lead, OrganisedQuery { limit: Some(2), ..all.clone() }).await;
    let rest = organised(lead, OrganisedQuery { cursor: first.next.clone(), ..all.clone() }).await;
    assert_eq!((titles(&first), titles(&rest)), (vec!["先", "后"], vec!["草稿"]));

    // While it runs it is still to come.
    let past = OrganisedQuery { past: Some(true), ..all.clone() };
    app.pass(120_000);
    assert_eq!(titles(&organised(lead, all.clone()).await), ["先", "后", "草稿"]);
    assert!(organised(lead, past.clone()).await.items.is_empty());
    app.pass(3 * DAY_MS);
    assert_eq!(titles(&organised(lead, all).await), ["草稿"]);
    let over = organised(lead, OrganisedQuery { limit: Some(1), ..past.clone() }).await;
    assert_eq!(titles(&over), ["后"]);
    assert_eq!(titles(&organised(lead, OrganisedQuery { cursor: over.next, ..past }).await), ["先"]);
}
