//! A photo painted over: the public never sees the other again, the desks do for a month.

use image::{ImageFormat, Rgb, RgbImage};
use pingan_api::{
    Issue, ProblemCode,
    account::Role,
    cases::{CasePage, GetCase, TrackCase},
    desk::{ActKind, Area, NewAct},
};
use pingan_server::photos::{sweep, take_in};

use super::{act, department, desk, get, in_progress, plain, refused, said, try_act};
use crate::{
    app::{TestApp, new_key},
    fixtures::{hazard, key_of, raise, spot},
};

fn red() -> bytes::Bytes {
    let mut bytes = std::io::Cursor::new(Vec::new());
    RgbImage::from_pixel(400, 200, Rgb([220, 30, 30])).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner().into()
}

#[tokio::test]
async fn the_public_sees_only_what_was_painted_over() {
    let app = TestApp::start().await;
    let photo = take_in(app.state(), new_key(), red(), app.state().now()).await.unwrap().id;
    let mut case = hazard(spot(&app, 0));
    case.photos = vec![photo];
    let number = raise(&app, case).await.number;
    let desk = desk(&app).await;
    act(desk, number, plain(ActKind::Accept)).await;
    let page: CasePage = app.anonymous().send(&GetCase(number)).await.json();
    let before = page.photos[0].full.clone();
    assert!(app.anonymous().get(&before).await.status.is_success());

    let area = Area { left: 0, top: 0, width: 500, height: 1000 };
    act(desk, number, NewAct { photo: Some(photo), areas: vec![area], ..plain(ActKind::Redact) }).await;
    assert_eq!(app.anonymous().get(&before).await.status, 404);
    let page: CasePage = app.anonymous().send(&GetCase(number)).await.json();
    assert_eq!(page.photos.len(), 1);
    assert!(page.summary.thumb.unwrap().contains(&page.photos[0].id.to_string()));
    let bytes = app.anonymous().get(&page.photos[0].full).await;
    let painted = image::load_from_memory(&bytes.body).unwrap().into_rgb8();
    assert!(painted.get_pixel(100, 100).0.iter().all(|value| *value < 16), "black on the left");
    assert!(painted.get_pixel(300, 100).0[0] > 180, "as it was on the right");

    let kept = get(desk, number).await.shares.remove(0).photos.remove(0);
    let unredacted = kept.unredacted.expect("kept for a month").full;
    assert!(app.anonymous().get(&unredacted).await.status.is_success(), "with its key");
    assert_eq!(app.count("audit WHERE action = 'redact_photo'").await, 1);
    let month = 30 * 24 * 3_600_000;
    app.pass(month - 1);
    assert_eq!(sweep::sweep(app.state(), app.state().now()).await.unwrap().redacted, 0);
    app.pass(1);
    assert_eq!(sweep::sweep(app.state(), app.state().now()).await.unwrap().redacted, 1);
    assert_eq!(app.anonymous().get(&unredacted).await.status, 404);
    assert!(get(crate::desk::desk(&app).await, number).await.shares[0].photos[0].unredacted.is_none());
    assert!(app.anonymous().get(&page.photos[0].full).await.status.is_success());
}

#[tokio::test]
async fn what_a_desk_added_is_painted_over_as_well() {
    let app = TestApp::start().await;
    let photo = take_in(app.state(), new_key(), red(), app.state().now()).await.unwrap().id;
    let receipt = in_progress(&app, &department("urban")).await;
    let handler = app.staff(Role::DepartmentHandler, &department("urban")).await;
    act(handler, receipt.number, NewAct { photos: vec![photo], ..said(ActKind::Resolve, "已修好") }).await;
    let track = TrackCase(key_of(&receipt));
    let shown = async || app.anonymous().send(&track).await.answer(&track).steps.pop().unwrap().photos.remove(0);
    let before = shown().await;
    let area = Area { left: 0, top: 0, width: 500, height: 1000 };
    let redact = NewAct { photo: Some(photo), areas: vec![area], ..plain(ActKind::Redact) };
    act(desk(&app).await, receipt.number, redact).await;
    assert_ne!(shown().await.id, before.id);
    assert_eq!(app.anonymous().get(&before.full).await.status, 404);
    let step = get(handler, receipt.number).await.steps.pop().unwrap();
    assert!(step.photos[0].unredacted.is_some());
}

#[tokio::test]
async fn only_photos_of_the_case_are_painted_over() {
    let app = TestApp::start().await;
    let photo = take_in(app.state(), new_key(), red(), app.state().now()).await.unwrap().id;
    let mut case = hazard(spot(&app, 200));
    case.photos = vec![photo];
    raise(&app, case).await;
    let number = raise(&app, hazard(spot(&app, 0))).await.number;
    let area = Area { left: 0, top: 0, width: 500, height: 1000 };
    let redact = NewAct { photo: Some(photo), areas: vec![area], ..plain(ActKind::Redact) };
    let reply = try_act(desk(&app).await, number, redact.clone()).await;
    assert_eq!(reply.problem().issue("photo"), Some(Issue::UnknownPhoto));
    assert_eq!(app.count("photo").await, 1);
    let editor = app.staff(Role::Editor, &app.root()).await;
    assert_eq!(refused(editor, number, redact).await, ProblemCode::NotAllowed);
}
