//! Taking one's data out, and leaving.

use axum::{body::Body, http::Request};
use pingan_api::{
    ProblemCode,
    account::{DeleteAccount, EXPORT_PATH, GetMe, ListOwnCases, Purpose, Role},
    cases::{CaseKey, CaseKind, Contact, CreateCase, NewCase, TrackCase},
    desk::{ActKind, NewAct, NewPart},
};
use pingan_server::{cases::entity::case, db::search};
use sea_orm::{EntityTrait, QueryFilter};

use super::{PHONE, code, sign_in, try_code};
use crate::{
    app::{TestApp, new_key},
    desk::{act, desk, plain},
    fixtures::{appeal, hazard, key_of, photo, raise, spot},
    voices::voice,
};

const CONTACT: &str = "13655554444";

fn personal(case: NewCase) -> NewCase {
    let contact: Contact = serde_json::from_str(&format!("{{\"phone\":\"{CONTACT}\"}}")).expect("a contact");
    NewCase { contact: Some(contact), ..case }
}

#[tokio::test]
async fn the_export_holds_what_the_account_has() {
    let app = TestApp::start().await;
    let person = sign_in(&app, PHONE).await;
    let voice = voice(&app).await.id;
    let spoken = NewCase { voice: Some(voice), ..personal(appeal(spot(&app, 0))) };
    let create = CreateCase { key: new_key(), case: spoken };
    person.send(&create).await.answer(&create);
    raise(&app, NewCase { text: "别人的事".into(), ..appeal(spot(&app, 1)) }).await;
    // As browsers ask: the archive comes as it is.
    let asked = Request::get(EXPORT_PATH).header("accept-encoding", "gzip, deflate, br, zstd");
    let reply = person.request(asked.body(Body::empty()).expect("a request")).await;
    assert_eq!(reply.header("content-type"), "application/zip");
    assert!(reply.header("content-disposition").starts_with("attachment"));
    let text = reply.text();
    assert!(reply.body.starts_with(b"PK\x03\x04") && text.contains("account.json"));
    assert!(text.contains(PHONE) && text.contains("请划停车位。") && text.contains("\"devices\""));
    assert!(text.contains(&format!("voices/{voice}.")));
    assert!(!text.contains("别人的事"));
}

#[tokio::test]
async fn leaving_takes_the_person_out_and_leaves_the_cases() {
    let app = TestApp::start().await;
    let person = sign_in(&app, PHONE).await;
    let own_photo = photo(&app).await;
    let mut sent = hazard(spot(&app, 0));
    sent.photos = vec![own_photo];
    sent.text = "王阿姨家门口漏水".into();
    let mut receipts = Vec::new();
    for case in [personal(sent), personal(appeal(spot(&app, 1)))] {
        let create = CreateCase { key: new_key(), case };
        receipts.push(person.send(&create).await.answer(&create));
    }
    let stranger = raise(&app, personal(appeal(spot(&app, 2)))).await;
    let desk = desk(&app).await;
    act(desk, receipts[0].number, plain(ActKind::Accept)).await;
    assert!(app.count("notice").await > 0);
    // A part that a desk split off is the person's as well.
    let moved = NewPart { category: None, text: "另一件".into(), photos: vec![own_photo] };
    let part = act(desk, receipts[0].number, NewAct { parts: vec![moved], ..plain(ActKind::Split) }).await.made[0];
    assert_eq!(person.send(&ListOwnCases).await.answer(&ListOwnCases).len(), 3);

    let reply = person.send(&DeleteAccount).await;
    assert!(reply.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(person.send(&GetMe).await.problem().code, ProblemCode::NotSignedIn);
    // The desk's own account stays.
    for (table, left) in
        [("account", 1), ("session", 1), ("one_time_code", 0), ("account_share", 0), ("photo", 0), ("notice", 0)]
    {
        assert_eq!(app.count(table).await, left, "{table}");
    }
    assert_eq!(app.count("cases").await, 4);
    assert_eq!(app.count("contact").await, 1, "the stranger's");
    let of_part = TrackCase(CaseKey::new(part, &receipts[0].code));
    assert_eq!(app.anonymous().send(&of_part).await.problem().code, ProblemCode::WrongNumberOrCode);
    for receipt in &receipts {
        let track = TrackCase(key_of(receipt));
        assert_eq!(app.anonymous().send(&track).await.problem().code, ProblemCode::WrongNumberOrCode);
    }
    let track = TrackCase(key_of(&stranger));
    assert_eq!(app.anonymous().send(&track).await.answer(&track).text, "请划停车位。");
    for row in case::Entity::find().all(app.state().db.reads()).await.unwrap() {
        let own = receipts.iter().map(|receipt| receipt.number).chain([part]);
        let is_own = own.map(|number| number.as_u32() as i32).any(|number| number == row.number);
        let is_hazard = row.kind == CaseKind::Hazard.as_str();
        assert_eq!(row.text.is_empty() && row.landmark.is_none(), is_own);
        assert_eq!(row.lat_e7.is_some(), !is_own || is_hazard, "a hazard is in the street");
        assert!(row.coarse_lat_e4.is_some() && (!is_own || row.thumb_photo.is_none()));
    }
    // The words are found by nobody any more.
    let backend = app.state().db.reads().get_database_backend();
    let found = search::matches(backend, "王阿姨").expect("words");
    let by_words = case::Entity::find().filter(found);
    assert_eq!(by_words.all(app.state().db.reads()).await.unwrap(), []);

    // The number may begin anew, as somebody else.
    app.pass(60_000);
    let code = code(app.anonymous(), PHONE, Purpose::SignIn).await;
    assert_eq!(try_code(app.anonymous(), PHONE, &code, None).await.problem().code, ProblemCode::ConsentNeeded);
}

#[tokio::test]
async fn staff_who_leave_have_no_role_and_the_log_stays() {
    let app = TestApp::start().await;
    let editor = app.staff(Role::Editor, &app.root()).await;
    let before = app.count("audit").await;
    editor.send(&DeleteAccount).await.answer(&DeleteAccount);
    assert_eq!(app.count("audit").await, before + 1);
    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    let grants = admin.get("/api/v1/grants?ended=true&role=editor").await;
    assert!(grants.text().contains("ended_at") && grants.text().contains("\"phone\":\"\""));
}
