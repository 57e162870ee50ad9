//! A report by form: whole, with faults, twice, and by a stranger's page.

use axum::http::Request;
use pingan_api::{
    account::{ListOwnCases, Role},
    cases::{CaseKey, CaseNumber, TrackCase, TrackedCase},
    desk::{ActKind, NewAct},
};
use pingan_server::cases::entity::case;
use sea_orm::{EntityTrait, QueryOrder};

use super::browser::{Form, after, follow};
use crate::{
    app::{Reply, TestApp},
    desk::{act, get, said},
    photos::pictures::{jpeg, two_halves},
};

async fn form(app: &TestApp, kind: &str) -> Form {
    Form::of(&app.anonymous().get(&format!("/plain/report?kind={kind}&community={}", grid(app).1)).await)
}

/// A grid and its community.
fn grid(app: &TestApp) -> (String, String) {
    let grid = app.state().district().grids()[40].clone();
    (grid.id.0, grid.community.0)
}

async fn tracked(app: &TestApp, receipt: &Reply) -> TrackedCase {
    let page = receipt.text();
    let number = after(&page, "<dt>编号</dt><dd>").to_owned();
    let track = TrackCase(CaseKey { number, code: after(&page, "<dt>查询码</dt><dd>").to_owned() });
    app.anonymous().send(&track).await.answer(&track)
}

#[tokio::test]
async fn a_report_with_photos_is_a_case_like_any_other() {
    let app = TestApp::start().await;
    let sent = form(&app, "hazard").await.with("category", "water_leak").with("grid", &grid(&app).0);
    let sent = sent.file("photo", &jpeg(&two_halves(64, 48))).file("photo", &jpeg(&two_halves(48, 64)));
    let sent = sent.with("text", "水管\r\n一直漏 <b>").with("landmark", " 三单元门口 ").with("phone", "138 0000 0000");
    let reply = sent.send(&app).await;
    assert_eq!(reply.header("location"), "/plain/receipt");
    let cookie = reply.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Secure"), "{cookie}");
    let receipt = follow(&app, &reply).await;
    assert_eq!(receipt.header("cache-control"), "no-store");
    let case = tracked(&app, &receipt).await;
    assert_eq!((case.text.as_str(), case.photos.len(), case.has_contact), ("水管\n一直漏 <b>", 2, true));
    let place = case.place_exact.unwrap();
    assert_eq!((place.grid.0, place.landmark.as_deref()), (grid(&app).0, Some("三单元门口")));
    app.pass(10 * 60_000);
    assert!(follow(&app, &reply).await.text().contains("页面已经过期"), "the receipt's page does not last");
}

#[tokio::test]
async fn a_form_sent_again_makes_no_second_case_and_a_changed_one_is_refused() {
    let app = TestApp::start().await;
    let first = form(&app, "hazard").await.with("category", "trees").with("grid", &grid(&app).0);
    let first = first.file("photo", &jpeg(&two_halves(64, 48)));
    let receipts = [first.clone().send(&app).await, first.clone().send(&app).await];
    let numbers = [
        tracked(&app, &follow(&app, &receipts[0]).await).await,
        tracked(&app, &follow(&app, &receipts[1]).await).await,
    ];
    assert_eq!(numbers[0], numbers[1]);
    assert_eq!((app.count("cases").await, app.count("photo").await), (1, 1));
    let changed = first.with("text", "另外").send(&app).await;
    assert_eq!((changed.status.as_u16(), app.count("cases").await), (409, 1));
}

#[tokio::test]
async fn faults_are_named_and_what_was_typed_and_taken_in_comes_back() {
    let app = TestApp::start().await;
    let long = "字".repeat(1001);
    let sent = form(&app, "hazard").await.with("grid", &grid(&app).0).with("text", &long).with("phone", "call me");
    let sent = sent.with("landmark", "<店>").file("photo", &jpeg(&two_halves(64, 48))).file("photo", b"not a photo");
    let reply = sent.send(&app).await;
    let page = reply.text();
    assert_eq!((reply.status.as_u16(), app.count("cases").await), (422, 0));
    for what in [
        "href=\"#category\"",
        "href=\"#text\"",
        "href=\"#phone\"",
        "这不是照片",
        &long,
        "value=\"call me\"",
        "value=\"&lt;店&gt;\"",
        "<title>请改一下",
        "role=\"alert\"",
    ] {
        assert!(page.contains(what), "{what} in {page}");
    }
    assert_eq!(page.matches(" aria-invalid=\"true\"").count(), 4);
    // The photo that was good is not asked for again.
    let mended = Form::of(&reply).with("category", "trees").with("grid", &grid(&app).0).with("text", "树倒了");
    let receipt = follow(&app, &mended.file("photo", b"").send(&app).await).await;
    assert_eq!(tracked(&app, &receipt).await.photos.len(), 1);
    assert_eq!(app.count("photo").await, 1);
}

#[tokio::test]
async fn every_kind_is_held_to_its_own_rules() {
    let app = TestApp::start().await;
    let (grid, community) = grid(&app);
    let empty = async |kind| form(&app, kind).await.send(&app).await.text().into_owned();
    let hazard = empty("hazard").await;
    assert!(["category", "photo", "grid"].iter().all(|field| hazard.contains(&format!("href=\"#{field}\""))));
    let appeal = empty("appeal").await;
    assert!(appeal.contains("href=\"#text\"") && !appeal.contains("href=\"#category\""));
    let opinion = empty("opinion").await;
    assert!(opinion.contains("href=\"#about\"") && !opinion.contains("href=\"#grid\""));
    let appeal = form(&app, "appeal").await.with("grid", &grid).with("text", "请划停车位").send(&app).await;
    follow(&app, &appeal).await;
    let opinion = form(&app, "opinion").await.with("about", &community).with("text", "窗口没人").send(&app).await;
    follow(&app, &opinion).await;
    assert_eq!(app.count("cases").await, 2);
}

#[tokio::test]
async fn ten_photos_and_a_strangers_photo_are_not_taken() {
    let app = TestApp::start().await;
    let ready = async || form(&app, "hazard").await.with("category", "trees").with("grid", &grid(&app).0);
    let mut many = ready().await;
    for side in 0..10 {
        many = many.file("photo", &jpeg(&two_halves(40 + side, 40)));
    }
    assert_eq!(many.send(&app).await.status, 422);
    assert_eq!(app.count("photo").await, 9);
    // A photo of another form, though its id is known.
    let other =
        ready().await.with("text", &"字".repeat(1001)).file("photo", &jpeg(&two_halves(90, 40))).send(&app).await;
    let kept = after(&other.text(), "name=\"kept\" value=\"").split('"').next().unwrap().to_owned();
    let stolen = ready().await.with("kept", &kept).with("text", "看").send(&app).await;
    assert!(tracked(&app, &follow(&app, &stolen).await).await.photos.is_empty());
}

#[tokio::test]
async fn what_another_sites_page_sends_is_refused() {
    let app = TestApp::start().await;
    let sent = form(&app, "hazard").await.with("category", "trees").with("grid", &grid(&app).0).with("text", "树");
    for headers in [[("origin", "https://elsewhere.test")], [("origin", "null")], [("sec-fetch-site", "cross-site")]] {
        let reply = app.anonymous().request(sent.clone().request("/plain/report", &headers)).await;
        assert_eq!(reply.status, 403, "{headers:?}");
    }
    let look_up = Request::post("/plain/case").header("sec-fetch-site", "cross-site").body(axum::body::Body::empty());
    assert_eq!(app.anonymous().request(look_up.unwrap()).await.status, 403);
    assert_eq!(app.count("cases").await, 0);
}

#[tokio::test]
async fn forms_that_are_none_are_refused_without_a_trace() {
    let app = TestApp::start().await;
    let post = async |content_type: &str, body: &'static str| {
        app.anonymous().post_bytes("/plain/report", content_type, body, None).await.status.as_u16()
    };
    assert_eq!(post("application/json", "{}").await, 415);
    assert_eq!(
        post("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"key\"\r\n").await,
        400
    );
    let bad_key = Form::default().with("key", "1").send(&app).await;
    assert_eq!(bad_key.status, 400);
    let huge = Form::default().with("text", &"x".repeat(20_000)).send(&app).await;
    assert_eq!(huge.status, 413);
    assert_eq!(app.count("cases").await, 0);
}

#[tokio::test]
async fn a_block_holds_here_as_well_and_a_signed_in_person_s_report_is_theirs() {
    let app = TestApp::start().await;
    let filled = || async {
        let form = form(&app, "hazard").await.with("category", "water_leak").with("grid", &grid(&app).0);
        form.file("photo", &jpeg(&two_halves(64, 48))).with("text", "一直漏")
    };
    let (device, person) = (app.device(), app.resident().await);
    assert_eq!(filled().await.send_as(device).await.status, 303);
    assert_eq!(filled().await.send_as(person).await.status, 303);
    assert_eq!(person.send(&ListOwnCases).await.answer(&ListOwnCases).len(), 1);

    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    let first = case::Entity::find().order_by_asc(case::Column::Id).one(app.state().db.reads()).await.unwrap().unwrap();
    let number: CaseNumber = first.number.to_string().parse().unwrap();
    let share = get(admin, number).await.shares[0].id;
    let until = Some(app.state().now().plus_hours(1));
    act(admin, number, NewAct { share: Some(share), until, ..said(ActKind::Block, "广告") }).await;
    assert_eq!(filled().await.send_as(device).await.status, 403);
    assert_eq!(app.count("cases").await, 2);
}
