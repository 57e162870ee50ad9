//! A voice note from the phone to whoever holds the case's code, and what becomes of one that no case names.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use futures_util::future::join_all;
use pingan_api::{
    Issue, ProblemCode, Timestamp,
    account::Role,
    cases::{CreateCase, Event, GetCase, JoinCase, NewCase, NewJoin, Receipt, TrackCase, TrackedCase, Who},
    desk::GetDeskCase,
    id::VoiceId,
    voices::{ORPHAN_HOURS, UPLOAD_PATH, Voice, VoiceFormat},
};
use pingan_server::voices::sweep::{Swept, sweep};
use uuid::Uuid;

use super::recordings::{fragmented_mp4, mp4, ogg, wav, webm};
use crate::{
    app::{Reply, TestApp, new_key},
    desk::{get, ground},
    fixtures::{appeal, hazard, key_of, raise, spot, step},
};

pub(crate) async fn upload(app: &TestApp, bytes: Vec<u8>) -> Reply {
    app.anonymous().post_bytes(UPLOAD_PATH, "audio/webm;codecs=opus", bytes, Some(new_key())).await
}

/// Objects in the store.
pub(crate) fn files(app: &TestApp) -> usize {
    std::fs::read_dir(app.folder().join("voices")).map_or(0, Iterator::count)
}

pub(crate) async fn voice(app: &TestApp) -> Voice {
    upload(app, webm(3.0, 2)).await.json()
}

async fn tracked(app: &TestApp, receipt: &Receipt) -> TrackedCase {
    let track = TrackCase(key_of(receipt));
    app.anonymous().send(&track).await.answer(&track)
}

#[tokio::test]
async fn what_phones_record_is_taken_and_its_length_told() {
    let app = TestApp::start().await;
    for (bytes, format, ms) in [
        (webm(60.0, 2), VoiceFormat::Webm, 60_000),
        (webm(61.4, 2), VoiceFormat::Webm, 61_400),
        (mp4(12.5, b"soun"), VoiceFormat::Mp4, 12_500),
        (fragmented_mp4(7.0), VoiceFormat::Mp4, 7_000),
        (ogg(59.0), VoiceFormat::Ogg, 59_000),
        (wav(8.0), VoiceFormat::Wav, 8_000),
    ] {
        let voice: Voice = upload(&app, bytes.clone()).await.json();
        assert_eq!((voice.format, voice.ms), (format, Some(ms)));
        let heard = app.anonymous().get(&voice.path).await;
        assert_eq!((heard.status, heard.header("content-type")), (StatusCode::OK, format.content_type()));
        assert_eq!(heard.body, bytes);
    }
}

#[tokio::test]
async fn a_voice_note_needs_its_key_and_is_sent_in_ranges() {
    let app = TestApp::start().await;
    let (voice, other) = (voice(&app).await, voice(&app).await);
    let (path, key) = voice.path.split_once('?').unwrap();
    let (_, other_key) = other.path.split_once('?').unwrap();
    for path in [path.to_owned(), format!("{path}?k="), format!("{path}?{other_key}"), format!("{path}?{key}0")] {
        assert_eq!(app.anonymous().get(&path).await.problem().code, ProblemCode::NotFound, "{path}");
    }
    let range = async |range: &str| {
        let request = Request::get(&voice.path).header("range", range).body(Body::empty()).unwrap();
        app.anonymous().request(request).await
    };
    let total = webm(3.0, 2).len();
    let part = range("bytes=2-5").await;
    assert_eq!((part.status, part.body.as_ref()), (StatusCode::PARTIAL_CONTENT, &webm(3.0, 2)[2..6]));
    assert_eq!(part.header("content-range"), format!("bytes 2-5/{total}"));
    assert_eq!(range("bytes=99999-").await.status, StatusCode::RANGE_NOT_SATISFIABLE);
}

#[tokio::test]
async fn it_stands_in_the_place_of_words_and_only_its_speaker_gets_it() {
    let app = TestApp::start().await;
    let (own, joined) = (voice(&app).await, voice(&app).await);
    let silent = NewCase { text: String::new(), ..appeal(spot(&app, 0)) };
    let refused = app.anonymous().send(&CreateCase { key: new_key(), case: silent.clone() }).await.problem();
    assert_eq!(refused.issue("text"), Some(Issue::Required));
    let spoken = raise(&app, NewCase { voice: Some(own.id), ..silent }).await;
    assert_eq!(tracked(&app, &spoken).await.voice, Some(own));

    let own = voice(&app).await;
    let hazard = raise(&app, NewCase { voice: Some(own.id), ..hazard(spot(&app, 0)) }).await;
    step(&app, hazard.number, Event::Accept, Who::Desk).await;
    let join = JoinCase {
        key: new_key(),
        number: hazard.number,
        join: NewJoin { voice: Some(joined.id), ..NewJoin::default() },
    };
    let neighbour = app.anonymous().send(&join).await.answer(&join);
    assert_eq!(tracked(&app, &hazard).await.voice.map(|voice| voice.id), Some(own.id));
    assert_eq!(tracked(&app, &neighbour).await.voice.map(|voice| voice.id), Some(joined.id));
    let public = app.anonymous().send(&GetCase(hazard.number)).await;
    assert!(!public.text().contains("voice"), "{}", public.text());
}

#[tokio::test]
async fn the_holder_s_chain_hears_it_and_another_unit_has_no_way_to() {
    let app = TestApp::start().await;
    let (own, joined) = (voice(&app).await, voice(&app).await);
    let case = raise(&app, NewCase { voice: Some(own.id), ..hazard(spot(&app, 0)) }).await;
    step(&app, case.number, Event::Accept, Who::Desk).await;
    let join = JoinCase {
        key: new_key(),
        number: case.number,
        join: NewJoin { voice: Some(joined.id), ..NewJoin::default() },
    };
    app.anonymous().send(&join).await.answer(&join);
    let here = ground(&app, 0);
    for (role, unit) in [
        (Role::GridMember, &here.grid),
        (Role::CommunityDesk, &here.community),
        (Role::StreetDispatcher, &here.street),
        (Role::DistrictAdmin, &app.root()),
    ] {
        let desk = app.staff(role, unit).await;
        let voices: Vec<Voice> =
            get(desk, case.number).await.shares.into_iter().filter_map(|share| share.voice).collect();
        assert_eq!(voices, [own.clone(), joined.clone()], "{role}");
        for voice in voices {
            assert_eq!(desk.get(&voice.path).await.body, webm(3.0, 2), "{role}");
        }
    }
    let elsewhere = app.staff(Role::CommunityDesk, &ground(&app, 300).community).await;
    assert_eq!(elsewhere.send(&GetDeskCase(case.number)).await.problem().code, ProblemCode::NotFound);
    let (bare, _) = own.path.split_once('?').unwrap();
    assert_eq!(elsewhere.get(bare).await.problem().code, ProblemCode::NotFound);
}

#[tokio::test]
async fn it_belongs_to_one_case() {
    let app = TestApp::start().await;
    let voice = voice(&app).await;
    let case = NewCase { voice: Some(voice.id), ..hazard(spot(&app, 0)) };
    raise(&app, case.clone()).await;
    let send = async |case| app.anonymous().send(&CreateCase { key: new_key(), case }).await.problem();
    assert_eq!(send(case.clone()).await.issue("voice"), Some(Issue::VoiceTaken));
    let unknown = NewCase { voice: Some(VoiceId(Uuid::now_v7())), ..case };
    assert_eq!(send(unknown).await.issue("voice"), Some(Issue::UnknownVoice));
    assert_eq!(app.count("cases").await, 1);
}

#[tokio::test]
async fn ten_at_once_with_one_key_are_one_voice_note() {
    let app = TestApp::start().await;
    let key = Some(new_key());
    let posts = (0..10)
        .map(|_| async { app.anonymous().post_bytes(UPLOAD_PATH, "audio/ogg", ogg(2.0), key).await.json::<Voice>() });
    let voices = join_all(posts).await;
    assert!(voices.iter().all(|voice| *voice == voices[0]));
    assert_eq!((app.count("voice").await, files(&app)), (1, 1));
    let other = app.anonymous().post_bytes(UPLOAD_PATH, "audio/ogg", ogg(3.0), key).await.problem();
    assert_eq!(other.code, ProblemCode::IdempotencyKeyReused);
}

#[tokio::test]
async fn orphans_go_after_a_day_and_what_a_case_names_stays() {
    let app = TestApp::start().await;
    let (orphan, named) = (voice(&app).await, voice(&app).await);
    raise(&app, NewCase { voice: Some(named.id), ..hazard(spot(&app, 1)) }).await;
    let hours = |hours: u32| Timestamp::from_millis(app.state().now().as_millis() + i64::from(hours) * 3_600_000);
    assert_eq!(sweep(app.state(), hours(ORPHAN_HOURS)).await.unwrap(), Swept::default(), "not before the day is over");
    assert_eq!(sweep(app.state(), hours(ORPHAN_HOURS + 1)).await.unwrap().orphans, 1);
    assert_eq!((app.count("voice").await, files(&app)), (1, 1));
    assert_eq!(app.anonymous().get(&orphan.path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.anonymous().get(&named.path).await.status, StatusCode::OK);
}
