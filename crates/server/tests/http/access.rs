//! Who may call what: every route of the table by everybody, and what hangs on units.

use axum::{body::Body, http::Request};
use pingan_api::{
    Method, ProblemCode,
    account::{GetMe, Permission, Role, SecondFactor},
};
use pingan_server::{Access, Line, table};

use crate::app::{Actor, Reply, TestApp};

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
