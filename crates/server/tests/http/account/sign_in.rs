//! Codes and what they open.

use pingan_api::{
    Issue, ProblemCode,
    account::{ChangePhone, CodeSent, GetMe, Me, NewCode, PhoneAndCode, Profile, Purpose, SaveProfile, SendCode},
};

use super::{AGREED, PHONE, code, old_words, other, sign_in, try_code};
use crate::app::TestApp;

#[tokio::test]
async fn a_new_person_agrees_first_and_the_code_stays_good_meanwhile() {
    let app = TestApp::start().await;
    let code = code(app.anonymous(), PHONE, Purpose::SignIn).await;
    assert_eq!(try_code(app.anonymous(), PHONE, &code, None).await.problem().code, ProblemCode::ConsentNeeded);
    assert_eq!(app.count("account").await, 0, "nobody is kept who has not agreed");
    app.pass(10 * 60_000);
    let reply = try_code(app.anonymous(), PHONE, &code, AGREED).await;
    let cookie = reply.header("set-cookie").to_owned();
    assert!(
        cookie.starts_with("__Host-pingan=")
            && cookie.ends_with("; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax; Secure")
    );
    let me: Me = reply.json();
    assert_eq!((me.phone.as_str(), me.grants.len()), ("137****0001", 0));
    // Next time nothing is asked, and the same account is there.
    app.pass(60_000);
    let code = super::code(app.anonymous(), PHONE, Purpose::SignIn).await;
    assert_eq!(try_code(app.anonymous(), PHONE, &code, None).await.json::<Me>().id, me.id);
    assert_eq!(try_code(app.anonymous(), PHONE, &code, None).await.problem().code, ProblemCode::CodeSpent, "once");
}

#[tokio::test]
async fn who_agreed_to_other_words_is_asked_again() {
    let app = TestApp::start().await;
    let person = sign_in(&app, PHONE).await;
    old_words(&app).await;
    app.pass(60_000);
    let code = code(app.anonymous(), PHONE, Purpose::SignIn).await;
    assert_eq!(try_code(app.anonymous(), PHONE, &code, None).await.problem().code, ProblemCode::ConsentNeeded);
    let me: Me = try_code(app.anonymous(), PHONE, &code, AGREED).await.json();
    assert_eq!(me.id, person.send(&GetMe).await.json::<Me>().id);
    app.pass(60_000);
    let code = super::code(app.anonymous(), PHONE, Purpose::SignIn).await;
    assert!(try_code(app.anonymous(), PHONE, &code, None).await.status.is_success(), "asked once");
}

#[tokio::test]
async fn a_code_is_good_for_five_minutes() {
    let app = TestApp::start().await;
    sign_in(&app, PHONE).await;
    for (wait, good) in [(5 * 60_000 - 1, true), (5 * 60_000, false)] {
        app.pass(60_000);
        let code = code(app.anonymous(), PHONE, Purpose::SignIn).await;
        app.pass(wait);
        let reply = try_code(app.anonymous(), PHONE, &code, None).await;
        assert_eq!(reply.status.is_success(), good, "{wait}");
    }
}

#[tokio::test]
async fn the_fifth_wrong_try_spends_a_code() {
    let app = TestApp::start().await;
    sign_in(&app, PHONE).await;
    for (wrong, good) in [(4, true), (5, false)] {
        app.pass(60_000);
        let code = code(app.anonymous(), PHONE, Purpose::SignIn).await;
        for n in 1..=wrong {
            let problem = try_code(app.anonymous(), PHONE, &other(&code), None).await.problem().code;
            assert_eq!(problem, if n < 5 { ProblemCode::WrongCode } else { ProblemCode::CodeSpent }, "{n}");
        }
        assert_eq!(try_code(app.anonymous(), PHONE, &code, None).await.status.is_success(), good, "{wrong}");
    }
}

#[tokio::test]
async fn tries_sent_all_at_once_are_counted_as_well() {
    let app = TestApp::start().await;
    let code = code(app.anonymous(), PHONE, Purpose::SignIn).await;
    let wrong = other(&code);
    let tries = (0..10).map(|_| try_code(app.anonymous(), PHONE, &wrong, AGREED));
    let replies = futures_util::future::join_all(tries).await;
    let wrongs = replies.iter().filter(|reply| reply.problem().code == ProblemCode::WrongCode).count();
    assert_eq!(wrongs, 4);
    assert_eq!(try_code(app.anonymous(), PHONE, &code, AGREED).await.problem().code, ProblemCode::CodeSpent);
}

#[tokio::test]
async fn one_a_minute_and_ten_a_day_whoever_asks() {
    let app = TestApp::start().await;
    let send = SendCode(NewCode { phone: PHONE.into(), purpose: Purpose::SignIn });
    let change = SendCode(NewCode { phone: PHONE.into(), purpose: Purpose::ChangePhone });
    for n in 0..10 {
        let sent: CodeSent = app.at_address([10, 0, 1, n]).send(&send).await.json();
        assert_eq!((sent.resend_after, sent.good_for), (60, 300));
        app.pass(59_999);
        let problem = app.at_address([10, 0, 2, n]).send(&change).await.problem();
        assert_eq!(problem.code, ProblemCode::TooManyTries);
        app.pass(1);
    }
    let problem = app.anonymous().send(&send).await.problem();
    assert_eq!((problem.code, problem.retry_after), (ProblemCode::TooManyTries, Some(24 * 3600 - 600)));
    app.pass((24 * 3600 - 600) * 1000);
    app.anonymous().send(&send).await.json::<CodeSent>();
}

#[tokio::test]
async fn one_client_asks_for_fifty_numbers_in_a_quarter_of_an_hour() {
    let app = TestApp::start().await;
    let send = |n: u32| SendCode(NewCode { phone: format!("137{n:08}"), purpose: Purpose::SignIn });
    for n in 0..50 {
        app.anonymous().send(&send(n)).await.json::<CodeSent>();
    }
    assert_eq!(app.anonymous().send(&send(50)).await.problem().code, ProblemCode::TooManyTries);
    app.at_address([10, 0, 0, 2]).send(&send(50)).await.json::<CodeSent>();
}

#[tokio::test]
async fn known_and_unknown_numbers_look_the_same() {
    let app = TestApp::start().await;
    sign_in(&app, PHONE).await;
    app.pass(60_000);
    let mut answers = Vec::new();
    for phone in [PHONE, "13700000002"] {
        let mut sent: CodeSent =
            app.anonymous().send(&SendCode(NewCode { phone: phone.into(), purpose: Purpose::SignIn })).await.json();
        let right = sent.demo_code.take().unwrap();
        let wrong = try_code(app.anonymous(), phone, &other(&right), None).await.problem();
        answers.push((sent.resend_after, sent.good_for, wrong.code, wrong.detail));
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn what_is_typed_wrong_is_said() {
    let app = TestApp::start().await;
    let send = SendCode(NewCode { phone: "12345".into(), purpose: Purpose::SignIn });
    assert_eq!(app.anonymous().send(&send).await.problem().issue("phone"), Some(Issue::InvalidPhone));
    let problem = try_code(app.anonymous(), PHONE, "12345", Some(9)).await.problem();
    assert_eq!((problem.issue("code"), problem.issue("consent")), (Some(Issue::Invalid), Some(Issue::Invalid)));
    assert_eq!(try_code(app.anonymous(), PHONE, "123456", None).await.problem().code, ProblemCode::CodeSpent);
}

#[tokio::test]
async fn name_and_number_are_corrected() {
    let app = TestApp::start().await;
    let person = sign_in(&app, PHONE).await;
    sign_in(&app, "13700000002").await;
    let save = SaveProfile(Profile { name: " 王阿姨 ".into() });
    assert_eq!(person.send(&save).await.answer(&save).name, "王阿姨");
    let long = SaveProfile(Profile { name: "王".repeat(21) });
    assert_eq!(person.send(&long).await.problem().issue("name"), Some(Issue::TooLong));

    let change = async |phone: &str, code: &str| {
        person.send(&ChangePhone(PhoneAndCode { phone: phone.into(), code: code.into(), consent: None })).await
    };
    app.pass(60_000);
    // A code for signing in is none for this.
    let wrong_purpose = code(app.anonymous(), "13700000003", Purpose::SignIn).await;
    assert_eq!(change("13700000003", &wrong_purpose).await.problem().code, ProblemCode::CodeSpent);
    app.pass(60_000);
    let right = code(person, "13700000003", Purpose::ChangePhone).await;
    assert_eq!(change("13700000003", &right).await.json::<Me>().phone, "137****0003");
    let taken = code(person, "13700000002", Purpose::ChangePhone).await;
    assert_eq!(change("13700000002", &taken).await.problem().code, ProblemCode::PhoneTaken);
    // The new number is the way in now.
    app.pass(60_000);
    let code = super::code(app.anonymous(), "13700000003", Purpose::SignIn).await;
    assert_eq!(try_code(app.anonymous(), "13700000003", &code, None).await.json::<Me>().id, person.account());
    assert_eq!(person.send(&GetMe).await.answer(&GetMe).name, "王阿姨");
}
