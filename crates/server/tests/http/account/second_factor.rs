//! The second factor of the staff. The test's authenticator is the server's own, which is held to the standard's vectors.

use pingan_api::{
    ProblemCode,
    account::{
        BeginEnrolment, ConfirmEnrolment, GetMe, PassSecondFactor, Purpose, Role, SecondFactor, SecondFactorCode,
    },
};
use pingan_server::account::demo;

use super::{code, sign_in, try_code};
use crate::app::{Actor, TestApp};

fn typed(code: &str) -> SecondFactorCode {
    SecondFactorCode { code: code.to_owned() }
}

/// A demonstration account signed in with its phone alone.
async fn demo_staff<'a>(app: &'a TestApp, phone: &str) -> Actor<'a> {
    demo::load(app.state()).await.expect("the demonstration's accounts");
    app.pass(60_000);
    sign_in(app, phone).await
}

async fn demo_code(actor: Actor<'_>) -> String {
    actor.send(&GetMe).await.answer(&GetMe).demo_code.expect("a demonstration account")
}

#[tokio::test]
async fn staff_pass_with_a_code_once() {
    let app = TestApp::start().await;
    let admin = demo_staff(&app, "13800000005").await;
    assert_eq!(admin.send(&GetMe).await.answer(&GetMe).second_factor, SecondFactor::ToPass);
    assert_eq!(admin.get("/api/v1/grants").await.problem().code, ProblemCode::SecondFactorNeeded);
    let code = demo_code(admin).await;
    let pass = PassSecondFactor(typed(&code));
    assert_eq!(admin.send(&pass).await.answer(&pass).second_factor, SecondFactor::Passed);
    assert_eq!(admin.get("/api/v1/grants").await.status, 200);
    assert_eq!(admin.send(&pass).await.problem().code, ProblemCode::WrongCode, "nobody who looked on uses it");
    // Nor one before it; the next one is good.
    app.pass(30_000);
    let next = PassSecondFactor(typed(&demo_code(admin).await));
    assert_ne!(next.0, pass.0);
    admin.send(&next).await.answer(&next);
}

#[tokio::test]
async fn guessing_is_slowed_down_for_the_account_from_wherever() {
    let app = TestApp::start().await;
    let admin = demo_staff(&app, "13800000005").await;
    let right = demo_code(admin).await;
    let wrong = PassSecondFactor(typed(&super::other(&right)));
    for _ in 0..5 {
        assert_eq!(admin.send(&wrong).await.problem().code, ProblemCode::WrongCode);
    }
    assert_eq!(admin.send(&PassSecondFactor(typed(&right))).await.problem().code, ProblemCode::TooManyTries);
    app.pass(11_000);
    let right = PassSecondFactor(typed(&demo_code(admin).await));
    admin.send(&right).await.answer(&right);
}

#[tokio::test]
async fn enrolling_gives_ten_recovery_codes_each_good_once() {
    let app = TestApp::start().await;
    demo::load(app.state()).await.expect("the demonstration's accounts");
    let desk = app.signed_in(&[(Role::CommunityDesk, &app.root())], false).await;
    let enrolment = desk.send(&BeginEnrolment).await.answer(&BeginEnrolment);
    let again = desk.send(&BeginEnrolment).await.answer(&BeginEnrolment);
    assert_eq!(enrolment, again, "a page that is loaded again shows the same picture");
    assert!(enrolment.uri.starts_with("otpauth://totp/PingAnEFamily:139xxxx0001?secret="));
    assert!(enrolment.qr.contains("<svg") && enrolment.secret.len() == 32);
    let wrong = ConfirmEnrolment(typed("000000"));
    let right = ConfirmEnrolment(typed(&authenticator(&enrolment.secret, app.state().now().as_millis())));
    assert_eq!(desk.send(&wrong).await.problem().code, ProblemCode::WrongCode);
    let codes = desk.send(&right).await.answer(&right).codes;
    assert_eq!(codes.len(), 10);
    assert_eq!(desk.send(&GetMe).await.answer(&GetMe).second_factor, SecondFactor::Passed);
    app.pass(12 * 3_600_000);
    let typed_code = format!("{}-{}", codes[3][..5].to_lowercase(), &codes[3][5..]);
    let pass = PassSecondFactor(typed(&typed_code));
    assert_eq!(desk.send(&pass).await.answer(&pass).second_factor, SecondFactor::Passed);
    assert_eq!(desk.send(&pass).await.problem().code, ProblemCode::WrongCode);
    assert_eq!(app.count("recovery_code").await, 9);
}

#[tokio::test]
async fn a_stolen_session_enrols_nothing() {
    let app = TestApp::start().await;
    let admin = demo_staff(&app, "13800000005").await;
    assert_eq!(admin.send(&BeginEnrolment).await.problem().code, ProblemCode::SecondFactorNeeded);
    let confirm = ConfirmEnrolment(typed("123456"));
    assert_eq!(admin.send(&confirm).await.problem().code, ProblemCode::SecondFactorNeeded);
    let resident = app.resident().await;
    assert_eq!(resident.send(&BeginEnrolment).await.problem().code, ProblemCode::NotPossibleNow);
}

#[tokio::test]
async fn demonstration_accounts_are_made_once_each_with_its_role() {
    let app = TestApp::start().await;
    for _ in 0..2 {
        demo::load(app.state()).await.expect("the demonstration's accounts");
    }
    assert_eq!(app.count("account").await, 8);
    assert_eq!(app.count("role_grant").await, 7);
    assert_eq!(demo::codes(app.state()).await.unwrap().len(), 7);
    // They have agreed already.
    let code = code(app.anonymous(), "13800000000", Purpose::SignIn).await;
    assert_eq!(try_code(app.anonymous(), "13800000000", &code, None).await.status, 200);
}

/// What an authenticator app does with a key that was typed in (RFC 6238).
fn authenticator(secret: &str, now: i64) -> String {
    let mut bits = Vec::new();
    for character in secret.bytes() {
        let value = if character >= b'A' { character - b'A' } else { character - b'2' + 26 };
        bits.extend((0..5).rev().map(|bit| value >> bit & 1));
    }
    let key: Vec<u8> = bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | bit)).collect();
    let mut mac = <hmac::Hmac<sha1::Sha1> as hmac::KeyInit>::new_from_slice(&key).unwrap();
    hmac::Mac::update(&mut mac, &(now / 30_000).to_be_bytes());
    let hash = hmac::Mac::finalize(mac).into_bytes();
    let offset = usize::from(hash[19] & 0xf);
    let number = u32::from_be_bytes(hash[offset..offset + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}
