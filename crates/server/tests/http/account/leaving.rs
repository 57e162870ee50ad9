//! Taking one's data out, and leaving.

use std::collections::BTreeMap;

use axum::{body::Body, http::Request};
use pingan_api::{
    ProblemCode,
    account::{
        DeleteAccount, EXPORT_PATH, GetMe, ListOwnCases, Purpose, Role, TakeCases,
        drafts::{KeepDraft, NewDraft},
    },
    cases::{
        Act, ActOnOwnCase, CaseKey, CaseKeys, CaseKind, Category, Contact, CreateCase, Event, JoinCase, NewCase,
        NewJoin, OwnAct, TrackCase, Who,
    },
    desk::{ActKind, DeskQuery, ListFilters, NewAct, NewFilter, NewPart, SaveFilter, SavedFilter},
    inbox::{InboxQuery, ReadInbox},
    photos::{ORPHAN_HOURS, Photo},
};
use pingan_server::{
    cases::{create_case, entity::case},
    db::search,
    photos::sweep::sweep as sweep_photos,
    voices::sweep::sweep as sweep_voices,
};
use sea_orm::{EntityTrait, QueryFilter};
use serde_json::{Value, json};

use super::{PHONE, code, sign_in, try_code};
use crate::{
    app::{Actor, TestApp, new_key},
    desk::{act, desk, get, ground, plain, said},
    fixtures::{appeal, hazard, key_of, raise, spot, step},
    photos::{
        pictures::{jpeg, two_halves},
        upload::{files as photo_files, upload},
    },
    voices::{files as voice_files, voice},
};

const CONTACT: &str = "13655554444";

/// With a number, and the wish for text messages to it.
fn personal(case: NewCase) -> NewCase {
    NewCase { contact: Some(Contact { phone: CONTACT.into(), text_me: true }), ..case }
}

/// A photo whose bytes are kept, and that no case names yet.
async fn picture(app: &TestApp) -> Photo {
    upload(app, jpeg(&two_halves(64, 48))).await.json()
}

async fn save_filter(actor: Actor<'_>) -> SavedFilter {
    let query = DeskQuery { category: Some(Category::Trees), ..DeskQuery::default() };
    actor.send(&SaveFilter { key: new_key(), filter: NewFilter { name: "树".into(), query } }).await.json()
}

/// The files of an archive by their names, found as programs find them: by the directory at the end.
fn unzipped(archive: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let short = |at: usize| usize::from(u16::from_le_bytes([archive[at], archive[at + 1]]));
    let long = |at: usize| short(at) | short(at + 2) << 16;
    let end = archive.len() - 22;
    assert_eq!(&archive[end..end + 4], b"PK\x05\x06");
    let (mut at, mut files) = (long(end + 16), BTreeMap::new());
    for _ in 0..short(end + 10) {
        assert_eq!(&archive[at..at + 4], b"PK\x01\x02");
        let (size, local, name_ends) = (long(at + 24), long(at + 42), at + 46 + short(at + 28));
        assert_eq!(&archive[local..local + 4], b"PK\x03\x04");
        let content = local + 30 + short(local + 26) + short(local + 28);
        let name = String::from_utf8(archive[at + 46..name_ends].to_vec()).expect("names are UTF-8");
        files.insert(name, archive[content..content + size].to_vec());
        at = name_ends + short(at + 30) + short(at + 32);
    }
    files
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
    let files = unzipped(&reply.body);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["account.json".to_owned(), format!("voices/{voice}.webm")]);
    let text = String::from_utf8_lossy(&files["account.json"]);
    assert!(text.contains(PHONE) && text.contains("请划停车位。") && text.contains("\"devices\""));
    assert!(!text.contains("别人的事"));
}

#[tokio::test]
async fn the_export_holds_what_was_left_done_told_and_saved() {
    let app = TestApp::start().await;
    // Somebody who works at a desk, and lives somewhere as well.
    let person = desk(&app).await;
    let saved = save_filter(person).await;
    save_filter(desk(&app).await).await;
    let photo = picture(&app).await;
    let case = NewCase { photos: vec![photo.id], ..personal(hazard(spot(&app, 0))) };
    let create = CreateCase { key: new_key(), case };
    let receipt = person.send(&create).await.answer(&create);
    for (event, who) in [
        (Event::Accept, Who::Desk),
        (Event::Assign, Who::Dispatcher),
        (Event::Start, Who::Handler),
        (Event::Resolve, Who::Handler),
    ] {
        step(&app, receipt.number, event, who).await;
    }
    let track = TrackCase(key_of(&receipt));
    let version = app.anonymous().send(&track).await.answer(&track).version;
    let confirm = Act::Confirm { rating: 4, words: "修得快".into() };
    let confirm = ActOnOwnCase { key: new_key(), act: OwnAct { key: key_of(&receipt), version, act: confirm } };
    person.send(&confirm).await.answer(&confirm);

    let files = unzipped(&person.get(EXPORT_PATH).await.body);
    let told: Value = serde_json::from_slice(&files["account.json"]).expect("JSON");
    let [case] = &told["cases"].as_array().expect("a list")[..] else { panic!("{told}") };
    assert_eq!(case["summary"]["number"], json!(receipt.number));
    assert_eq!(case["contact"], json!({ "phone": CONTACT, "text_me": true }));
    let [done] = &case["acts"].as_array().expect("a list")[..] else { panic!("{case}") };
    assert_eq!((&done["event"], &done["rating"], &done["words"]), (&json!("confirm"), &json!(4), &json!("修得快")));
    assert!(done["rated"]["zh"].is_string(), "{done}");
    let notices = told["notices"].as_array().expect("a list");
    assert!(notices.iter().all(|notice| notice["about"]["case"]["number"] == json!(receipt.number)));
    let events: Vec<&str> = notices.iter().filter_map(|notice| notice["about"]["case"]["event"].as_str()).collect();
    assert_eq!(events, ["accept", "assign", "start", "resolve"]);
    assert_eq!(told["filters"], json!([saved]), "and nobody else's");
    let bytes = &files[&format!("photos/{}.jpg", photo.id)];
    assert!(bytes.starts_with(&[0xFF, 0xD8]), "a JPEG");
    assert_eq!(app.anonymous().get(&photo.full).await.body, bytes[..]);
}

#[tokio::test]
async fn leaving_takes_the_person_out_and_leaves_the_cases() {
    let app = TestApp::start().await;
    let person = sign_in(&app, PHONE).await;
    let own_photo = picture(&app).await.id;
    let mut sent = hazard(spot(&app, 0));
    sent.photos = vec![own_photo];
    sent.voice = Some(voice(&app).await.id);
    sent.text = "王阿姨家门口漏水".into();
    let mut receipts = Vec::new();
    for case in [personal(sent), personal(appeal(spot(&app, 1)))] {
        let create = CreateCase { key: new_key(), case };
        receipts.push(person.send(&create).await.answer(&create));
    }
    let (photos, voice) = (vec![picture(&app).await.id], Some(voice(&app).await.id));
    let stranger = raise(&app, NewCase { photos, voice, ..personal(appeal(spot(&app, 2))) }).await;
    step(&app, stranger.number, Event::Accept, Who::Desk).await;
    let desk = desk(&app).await;
    act(desk, receipts[0].number, plain(ActKind::Accept)).await;
    // A part that a desk split off is the person's as well.
    let moved = NewPart { category: None, text: "另一件".into(), photos: vec![own_photo] };
    let part = act(desk, receipts[0].number, NewAct { parts: vec![moved], ..plain(ActKind::Split) }).await.made[0];
    assert_eq!(person.send(&ListOwnCases).await.answer(&ListOwnCases).len(), 3);
    // Of the case, of its part, and of the stranger's.
    assert_eq!(app.count("delivery WHERE state = 'waiting'").await, 3);
    assert!(app.count("notice").await > 3);
    assert_eq!((photo_files(&app), voice_files(&app)), (4, 2));

    let reply = person.send(&DeleteAccount).await;
    assert!(reply.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(person.send(&GetMe).await.problem().code, ProblemCode::NotSignedIn);
    // The desk's own account stays, and what the stranger left.
    for (table, left) in [
        ("account", 1),
        ("session", 1),
        ("one_time_code", 0),
        ("account_share", 0),
        ("contact", 1),
        ("delivery", 1),
        ("notice", 1),
        ("photo", 1),
        ("voice", 1),
    ] {
        assert_eq!(app.count(table).await, left, "{table}");
    }
    assert_eq!((photo_files(&app), voice_files(&app)), (2, 1));
    assert_eq!(app.count("cases").await, 4);
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
async fn nothing_more_is_told_to_whoever_has_left() {
    let app = TestApp::start().await;
    let person = sign_in(&app, PHONE).await;
    let create = CreateCase { key: new_key(), case: personal(hazard(spot(&app, 0))) };
    let receipt = person.send(&create).await.answer(&create);
    let desk = desk(&app).await;
    act(desk, receipt.number, plain(ActKind::Accept)).await;
    let join = JoinCase { key: new_key(), number: receipt.number, join: NewJoin::default() };
    let neighbour = app.anonymous().send(&join).await.answer(&join);
    person.send(&DeleteAccount).await.answer(&DeleteAccount);
    assert_eq!(app.count("notice").await, 0);

    let other = raise(&app, hazard(spot(&app, 0))).await;
    let merge = NewAct { into: Some(receipt.number), ..said(ActKind::Merge, "同一处") };
    act(desk, other.number, merge).await;
    // The neighbour's and the other reporter's alone.
    assert_eq!(app.count("notice").await, 2);
    // Of a part there is nobody else to tell, nor does the old code open it.
    let parts = vec![NewPart { category: None, text: "另一件".into(), photos: vec![] }];
    let part = act(desk, receipt.number, NewAct { parts, ..plain(ActKind::Split) }).await.made[0];
    assert_eq!(app.count("notice").await, 4, "that it was split");
    let of_part = TrackCase(CaseKey::new(part, &receipt.code));
    assert_eq!(app.anonymous().send(&of_part).await.problem().code, ProblemCode::WrongNumberOrCode);
    assert_eq!(app.count("delivery").await, 0);
    let read = ReadInbox(InboxQuery { keys: vec![key_of(&neighbour)], ..InboxQuery::default() });
    assert_eq!(app.anonymous().send(&read).await.answer(&read).unread, 2);
}

#[tokio::test]
async fn a_draft_goes_at_once_and_uploads_that_no_case_names_within_the_day() {
    let app = TestApp::start().await;
    let person = sign_in(&app, PHONE).await;
    let (photo, voice) = (picture(&app).await.id, voice(&app).await.id);
    let content = format!("{{\"photo\":\"{photo}\",\"voice\":\"{voice}\"}}");
    let draft = KeepDraft(NewDraft { kind: CaseKind::Hazard, content });
    person.send(&draft).await.answer(&draft);
    person.send(&DeleteAccount).await.answer(&DeleteAccount);
    assert_eq!(app.count("account_draft").await, 0);
    // Nothing tells whose an upload is before a case names it.
    let later = app.state().now().plus_hours(ORPHAN_HOURS + 1);
    sweep_photos(app.state(), later).await.unwrap();
    sweep_voices(app.state(), later).await.unwrap();
    assert_eq!((app.count("photo").await, app.count("voice").await), (0, 0));
    assert_eq!((photo_files(&app), voice_files(&app)), (0, 0));
}

#[tokio::test]
async fn a_block_stays_with_its_device_and_forgets_the_account() {
    let app = TestApp::start().await;
    let person = sign_in(&app, PHONE).await;
    let device = app.device();
    let create = || CreateCase { key: new_key(), case: hazard(spot(&app, 0)) };
    let here = device.with_session(person.account(), person.token().to_owned());
    let first = create();
    let of_device = here.send(&first).await.answer(&first);
    // One that came from no device, and was taken in by its code.
    let of_none = create_case(app.state(), hazard(spot(&app, 0)), new_key(), app.state().now()).await.unwrap();
    let take = TakeCases(CaseKeys { keys: vec![key_of(&of_none)] });
    assert_eq!(person.send(&take).await.answer(&take).len(), 2);
    let street = app.staff(Role::StreetDispatcher, &ground(&app, 0).street).await;
    let until = Some(app.state().now().plus_hours(1));
    for number in [of_device.number, of_none.number] {
        let share = Some(get(street, number).await.shares[0].id);
        act(street, number, NewAct { share, until, ..said(ActKind::Block, "一天十条广告") }).await;
    }
    assert_eq!(app.count("block WHERE account_id IS NOT NULL").await, 2);
    assert_eq!(app.count("block WHERE device IS NULL").await, 1);

    person.send(&DeleteAccount).await.answer(&DeleteAccount);
    assert_eq!(app.count("block WHERE account_id IS NOT NULL").await, 0);
    assert_eq!(app.count("block").await, 1, "the device's");
    assert_eq!(device.send(&create()).await.problem().code, ProblemCode::Blocked);
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

#[tokio::test]
async fn saved_filters_go_with_their_account_alone() {
    let app = TestApp::start().await;
    let (leaving, staying) = (desk(&app).await, desk(&app).await);
    save_filter(leaving).await;
    let kept = save_filter(staying).await;
    leaving.send(&DeleteAccount).await.answer(&DeleteAccount);
    assert_eq!(app.count("saved_filter").await, 1);
    assert_eq!(staying.send(&ListFilters).await.answer(&ListFilters), [kept]);
}
