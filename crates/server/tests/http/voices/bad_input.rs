//! Bytes that are no voice note: each with its own code, and nothing left of them.

use pingan_api::{
    ProblemCode::{self, *},
    voices::{MAX_BYTES, UPLOAD_PATH},
};

use super::{
    recordings::{fragmented_mp4, mp4, ogg, wav, webm},
    story::{files, upload},
};
use crate::app::{TestApp, new_key};

#[tokio::test]
async fn each_fault_has_its_code_and_leaves_no_trace() {
    let app = TestApp::start().await;
    let cases: [(&str, Vec<u8>, ProblemCode); 12] = [
        ("0 bytes", vec![], VoiceEmpty),
        ("text", b"I am no recording, whatever my type says.".to_vec(), VoiceNotAudio),
        ("a page", b"<!doctype html><script>1</script>".to_vec(), VoiceNotAudio),
        ("a film", webm(3.0, 1), VoiceNotAudio),
        ("an MP4 film", mp4(3.0, b"vide"), VoiceNotAudio),
        ("a picture in an MP4's clothes", b"\0\0\0\x10ftypheic\0\0\0\0".to_vec(), VoiceNotAudio),
        ("a beginning alone", vec![0x1A, 0x45, 0xDF, 0xA3], VoiceNotAudio),
        ("62 seconds of WebM", webm(62.0, 2), VoiceTooLong),
        ("62 seconds of MP4", mp4(62.0, b"soun"), VoiceTooLong),
        ("62 seconds of MP4 in fragments", fragmented_mp4(62.0), VoiceTooLong),
        ("62 seconds of Ogg", ogg(62.0), VoiceTooLong),
        ("too many bytes", vec![0x1A; MAX_BYTES + 1], VoiceTooHeavy),
    ];
    for (what, bytes, code) in cases {
        assert_eq!(upload(&app, bytes).await.problem().code, code, "{what}");
        assert_eq!((app.count("voice").await, files(&app)), (0, 0), "{what}");
    }
}

#[tokio::test]
async fn a_photo_s_type_and_a_missing_key_are_refused() {
    let app = TestApp::start().await;
    let typed = app.anonymous().post_bytes(UPLOAD_PATH, "image/jpeg", ogg(1.0), Some(new_key())).await;
    assert_eq!(typed.problem().code, UnsupportedMediaType);
    let nameless = app.anonymous().post_bytes(UPLOAD_PATH, "audio/ogg", ogg(1.0), None).await;
    assert_eq!(nameless.problem().code, IdempotencyKeyMissing);
}

#[tokio::test]
async fn bytes_changed_or_cut_off_are_taken_or_refused() {
    let app = TestApp::start().await;
    for whole in [webm(2.0, 2), mp4(2.0, b"soun"), fragmented_mp4(0.5), ogg(2.0), wav(0.01)] {
        for at in (4..whole.len()).step_by(whole.len() / 30 + 1) {
            let mut changed = whole.clone();
            changed[at] ^= 0xFF;
            for bytes in [changed, whole[..at].to_vec()] {
                let status = upload(&app, bytes).await.status.as_u16();
                assert!([201, 422].contains(&status), "byte {at}: {status}");
            }
        }
    }
}
