//! Who may call what: every route of the table by everybody, and what hangs on units.

use axum::{body::Body, http::Request};
use pingan_api::{
    Date, Endpoint, Method, ProblemCode, Timestamp,
    account::{GetMe, Permission, Role, SecondFactor},
    cases::{CaseNumber, Contact, GetCase, Ground, NewCase},
    desk::{ActKind, ActOnCase, Area, GetDeskCase, NewAct, NewPart, ReadContact, requests::ContactQuery},
    id::{PhotoId, ShareId, UnitId},
    stats::{ExportCases, StatsQuery},
};
use pingan_server::{Access, Line, table};
use uuid::Uuid;

use crate::{
    app::{Actor, BEGINNING, Reply, TestApp, new_key},
    desk::{department, get, plain},
    fixtures::{appeal, hazard, raise, spot},
};

/// A path of the line's pattern. What the parameters name does not exist.
fn concrete(path: &str) -> String {
    let part = |part: &str| match part {
        "{number}" => "100000003".to_owned(),
        "{size}" => "full".to_owned(),
        _ if part.starts_with('{') => "00000000-0000-7000-8000-000000000000".to_owned(),
        fixed => fixed.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

async fn call(actor: Actor<'_>, line: &Line) -> Reply {
    let path = concrete(line.path);
    match line.method {
        Method::Get => actor.get(&path).await,
        Method::Post => actor.post_bytes(&path, "application/json", "{}", None).await,
    }
}

/// The guard's refusals; none if the handler had its turn.
fn refusal(reply: &Reply) -> Option<ProblemCode> {
    if reply.status.is_success() || reply.status.is_redirection() {
        return None;
    }
    let code = reply.problem().code;
    let is_guards =
        matches!(code, ProblemCode::NotSignedIn | ProblemCode::SecondFactorNeeded | ProblemCode::NotAllowed);
    is_guards.then_some(code)
}

/// Routes that come later are in here by themselves.
#[tokio::test]
async fn every_route_answers_everybody_as_the_table_says() {
    use ProblemCode::{NotAllowed, NotSignedIn, SecondFactorNeeded};
    let app = TestApp::start().await;
    for line in table() {
        let check = async |who: String, actor: Actor<'_>, expected: Option<ProblemCode>| {
            let reply = call(actor, &line).await;
            assert!(!reply.status.is_server_error(), "{who} at {}: {}", line.path, reply.text());
            assert_eq!(refusal(&reply), expected, "{who} at {:?} {}: {}", line.method, line.path, reply.text());
            reply
        };
        let (signed_in, permission) = match line.access {
            Access::Public | Access::CodeHolder => (false, None),
            Access::SignedIn => (true, None),
            Access::Staff(permission) => (true, Some(permission)),
        };
        let anonymous = check("anonymous".into(), app.anonymous(), signed_in.then_some(NotSignedIn)).await;
        if line.access == Access::CodeHolder {
            assert!(!anonymous.status.is_success(), "{} answers without a key", line.path);
        }
        // One call may end the session or the account: each has its own.
        check("resident".into(), app.resident().await, permission.map(|_| NotAllowed)).await;
        for role in Role::ALL {
            let able = permission.is_none_or(|permission| role.may(permission));
            let expected = (!able).then_some(NotAllowed);
            check(role.to_string(), app.staff(*role, &app.root()).await, expected).await;
            let halfway = app.signed_in(&[(*role, &app.root())], false).await;
            let expected = expected.or(permission.map(|_| SecondFactorNeeded));
            check(format!("{role} without second factor"), halfway, expected).await;
        }
    }
}

/// A unit of another part of the district, on which somebody may have the role.
fn elsewhere(app: &TestApp, role: Role) -> UnitId {
    let district = app.state().district();
    let here = &district.grids()[0];
    let there = district.grids().iter().find(|grid| grid.street != here.street).expect("another street");
    match role {
        Role::GridMember => there.id.clone(),
        Role::CommunityDesk | Role::Editor => there.community.clone(),
        Role::StreetDispatcher | Role::VolunteerCoordinator | Role::DistrictAdmin => there.street.clone(),
        Role::DepartmentHandler => department("fire"),
    }
}

/// Everything that a desk can ask of a case.
async fn everything_of(actor: Actor<'_>, number: CaseNumber, query: &ContactQuery) -> Vec<(String, Reply)> {
    let mut replies = Vec::new();
    for line in table().into_iter().filter(|line| line.path.starts_with(GetDeskCase::PATH)) {
        match line.path {
            GetDeskCase::PATH => replies.push((line.path.to_owned(), actor.send(&GetDeskCase(number)).await)),
            ReadContact::PATH => {
                let read = ReadContact { number, query: query.clone() };
                replies.push((line.path.to_owned(), actor.send(&read).await));
            }
            ActOnCase::PATH => {
                for kind in ActKind::ALL {
                    let act = ActOnCase { key: new_key(), number, act: whole(*kind) };
                    replies.push((kind.to_string(), actor.send(&act).await));
                }
            }
            path => panic!("{path} is asked by nobody here"),
        }
    }
    replies
}

/// An act with all that it needs.
fn whole(kind: ActKind) -> NewAct {
    let nothing = Uuid::from_u128(7);
    let act = plain(kind);
    match kind {
        ActKind::Reject => NewAct { ground: Some(Ground::NoFault), ..act },
        ActKind::Merge => NewAct { into: Some(CaseNumber::from_index(9)), ..act },
        ActKind::Assign => NewAct { to: Some(department("urban")), ..act },
        ActKind::Transfer => NewAct { to: Some(department("urban")), words: "转给你们".into(), ..act },
        ActKind::Whistle => NewAct { to: Some(department("urban")), hours: Some(2), ..act },
        ActKind::Split => {
            NewAct { parts: vec![NewPart { category: None, text: "另一件".into(), photos: vec![] }], ..act }
        }
        ActKind::Redact => NewAct {
            photo: Some(PhotoId(nothing)),
            areas: vec![Area { left: 0, top: 0, width: 10, height: 10 }],
            ..act
        },
        ActKind::Block => NewAct {
            share: Some(ShareId(nothing)),
            until: Some(Timestamp::from_millis(BEGINNING).plus_hours(2)),
            words: "一天十条广告".into(),
            ..act
        },
        ActKind::Accept | ActKind::Start | ActKind::CheckIn | ActKind::Show | ActKind::Unmerge => act,
        _ => NewAct { words: "看看".into(), ..act },
    }
}

/// A case that is there and is not theirs looks to everybody as one that is not there.
#[tokio::test]
async fn a_case_of_another_unit_is_refused_by_its_number_to_every_role() {
    let app = TestApp::start().await;
    let contact = Some(Contact { phone: "13800000000".into(), text_me: false });
    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    for case in [hazard(spot(&app, 0)), appeal(spot(&app, 0))] {
        let number = raise(&app, NewCase { contact: contact.clone(), ..case }).await.number;
        let share = ContactQuery { share: get(admin, number).await.shares[0].id };
        for role in Role::ALL {
            let actor = app.staff(*role, &elsewhere(&app, *role)).await;
            let given = app.count("audit").await;
            let there = everything_of(actor, number, &share).await;
            let nowhere = everything_of(actor, CaseNumber::from_index(3), &share).await;
            for ((what, reply), (_, other)) in there.into_iter().zip(nowhere) {
                let (code, expected) = (reply.problem().code, other.problem().code);
                assert!(matches!(code, ProblemCode::NotFound | ProblemCode::NotAllowed), "{role} {what}: {code}");
                assert_eq!(code, expected, "{role} {what}");
            }
            assert_eq!(app.count("audit").await, given, "{role}");
        }
        assert_eq!(get(admin, number).await.steps.len(), 1);
        assert_eq!(app.anonymous().send(&GetCase(number)).await.problem().code, ProblemCode::NotFound);
    }
}

/// Sends as a browser does that follows a link on a page.
async fn follow(actor: Actor<'_>, path: &str, pairs: &[(&str, &str)]) -> Reply {
    let request = pairs.iter().fold(Request::get(path), |request, (name, value)| request.header(*name, *value));
    actor.request(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn who_follows_a_link_to_a_file_too_late_is_led_to_the_sign_in_and_back() {
    let app = TestApp::start().await;
    let today = Date::in_shanghai(app.state().now());
    let path = ExportCases::path(&StatsQuery { from: today, to: today, unit: None, kind: None });
    let page = ("referer", "https://pingan.example/admin/dashboard?x=1");
    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    assert_eq!(follow(admin, &path, &[("sec-fetch-mode", "navigate"), page]).await.status, 200);

    let nobody = app.anonymous();
    for browser in [("sec-fetch-mode", "navigate"), ("accept", "text/html,application/xhtml+xml,*/*;q=0.8")] {
        let reply = follow(nobody, &path, &[browser, page]).await;
        assert_eq!((reply.status.as_u16(), reply.header("location")), (303, "/sign-in?to=/admin/dashboard"));
        assert_eq!(reply.header("cache-control"), "no-store");
        let reply = follow(nobody, &path, &[browser]).await;
        assert_eq!((reply.status.as_u16(), reply.header("location")), (303, "/sign-in"));
        let reply = follow(nobody, &path, &[browser, ("referer", "https://evil.example//x.y")]).await;
        assert_eq!(reply.header("location"), "/sign-in");
    }
    app.pass(12 * 3_600_000);
    let reply = follow(admin, &path, &[("sec-fetch-mode", "navigate"), page]).await;
    assert_eq!(reply.header("location"), "/account/second-factor?to=/admin/dashboard");

    // Programs are told as programs are, and so is whoever may never.
    for program in [("sec-fetch-mode", "cors"), ("accept", "*/*"), ("accept", "application/json")] {
        assert_eq!(follow(nobody, &path, &[program, page]).await.problem().code, ProblemCode::NotSignedIn);
    }
    let reply = follow(app.resident().await, &path, &[("sec-fetch-mode", "navigate"), page]).await;
    assert_eq!(reply.problem().code, ProblemCode::NotAllowed);
}

#[tokio::test]
async fn a_session_is_whose_it_is_until_it_ends() {
    let app = TestApp::start().await;
    let resident = app.resident().await;
    let me = resident.send(&GetMe).await.answer(&GetMe);
    assert_eq!(me.id, resident.account());
    assert_eq!((me.phone.as_str(), me.second_factor), ("139****0001", SecondFactor::NotNeeded));
    assert!(!resident.send(&GetMe).await.text().contains("13900000001"));
    // Used every week it lasts; unused it ends after ninety days.
    for _ in 0..20 {
        app.pass(7 * 24 * 3_600_000);
        let reply = resident.send(&GetMe).await;
        assert!(reply.header("set-cookie").starts_with(&format!("__Host-pingan={};", resident.token())));
    }
    assert_eq!(resident.send(&GetMe).await.header("set-cookie"), "", "once an hour is enough");
    app.pass(90 * 24 * 3_600_000 - 1);
    assert_eq!(resident.send(&GetMe).await.status, 200);
    app.pass(90 * 24 * 3_600_000);
    assert_eq!(resident.send(&GetMe).await.problem().code, ProblemCode::NotSignedIn);
}

#[tokio::test]
async fn a_token_is_on_the_device_alone() {
    let app = TestApp::start().await;
    let resident = app.resident().await;
    for path in ["test.db", "test.db-wal"] {
        let bytes = std::fs::read(app.folder().join(path)).unwrap_or_default();
        let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        assert!(!holds(resident.token().as_bytes()) && !holds(b"13900000001"), "{path}");
    }
}

#[tokio::test]
async fn a_second_factor_lasts_a_working_day() {
    let app = TestApp::start().await;
    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    assert_eq!(admin.get("/api/v1/audit").await.status, 200);
    app.pass(12 * 3_600_000 - 1);
    assert_eq!(admin.get("/api/v1/audit").await.status, 200);
    app.pass(1);
    assert_eq!(admin.get("/api/v1/audit").await.problem().code, ProblemCode::SecondFactorNeeded);
}

#[tokio::test]
async fn a_role_below_is_no_role_above() {
    let app = TestApp::start().await;
    let community = app.state().district().grids()[0].community.clone();
    let admin = app.staff(Role::DistrictAdmin, &community).await;
    assert_eq!(admin.get("/api/v1/audit").await.problem().code, ProblemCode::NotAllowed);
}

#[tokio::test]
async fn grants_hold_on_their_unit_and_below() {
    let app = TestApp::start().await;
    let district = app.state().district();
    let grid = &district.grids()[0];
    let other = district.grids().iter().find(|other| other.street != grid.street).unwrap();
    let department = district.units().iter().find(|unit| unit.kind.as_str() == "department").unwrap();
    let desk = app.staff(Role::CommunityDesk, &grid.community).await;
    let actor = desk.actor().await;
    let holds = |unit| actor.holds(Permission::ReadCase, unit, &district);
    assert!(holds(&grid.community) && holds(&grid.id));
    assert!(!holds(&grid.street) && !holds(&other.id) && !holds(&department.id) && !holds(&"nowhere".into()));
    assert!(!actor.holds(Permission::Whistle, &grid.id, &district));
    assert_eq!(actor.units(Permission::ReadCase), std::slice::from_ref(&grid.community));
    assert_eq!(actor.units(Permission::Whistle), []);
    assert_eq!(actor.may(Permission::ReadCase, &other.id, &district).unwrap_err().to_problem().status, 403);
    assert_eq!(actor.may_see(Permission::ReadCase, &other.id, &district).unwrap_err().to_problem().status, 404);
    // Without the second factor nothing holds, whatever route asks.
    let halfway = app.signed_in(&[(Role::CommunityDesk, &grid.community)], false).await.actor().await;
    assert!(!halfway.holds(Permission::ReadCase, &grid.id, &district));
    assert_eq!(halfway.units(Permission::ReadCase), []);
    assert_eq!(halfway.grants().len(), 1);
}

#[tokio::test]
async fn other_sites_change_nothing() {
    let app = TestApp::start().await;
    let send = async |name: &str, value: &str| {
        let request = Request::post("/api/v1/cases/mine").header("content-type", "application/json");
        let request = request.header("host", "pingan.example").header(name, value);
        app.anonymous().request(request.body(Body::from("{\"keys\":[]}")).unwrap()).await
    };
    assert_eq!(send("sec-fetch-site", "cross-site").await.problem().code, ProblemCode::CrossSite);
    assert_eq!(send("origin", "https://evil.example").await.problem().code, ProblemCode::CrossSite);
    assert_eq!(send("sec-fetch-site", "same-origin").await.status, 200);
    assert_eq!(send("origin", "https://pingan.example").await.status, 200);
    let read = Request::get("/api/v1/cases").header("sec-fetch-site", "cross-site").body(Body::empty()).unwrap();
    assert_eq!(app.anonymous().request(read).await.status, 200, "reading is no change");
}
