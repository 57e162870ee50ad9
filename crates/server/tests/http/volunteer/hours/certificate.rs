//! Certificates: made, verified by anyone, and printed.

use pingan_api::{
    Date, Endpoint, Issue, ProblemCode,
    volunteer::{
        MarkKind,
        attendance::GetRoster,
        hours::{
            CERTIFICATE_PDF_PATH, Certificate, CertificateNumber, CreateCertificate, NewCertificate, VerifyCertificate,
        },
        person::GetVolunteer,
    },
};

use super::{attend, hours, plan};
use crate::{
    app::{TestApp, new_key},
    volunteer::{
        attendance::{mark, mark_all},
        fixtures::{coordinator, volunteer},
    },
};

fn create(from: Date, to: Date) -> CreateCertificate {
    CreateCertificate { key: new_key(), body: NewCertificate { from, to } }
}

#[tokio::test]
async fn a_certificate_is_verified_by_whoever_has_its_number() {
    let app = TestApp::start().await;
    let shift = plan(&app).await;
    let person = volunteer(&app).await;
    let today = Date::in_shanghai(shift.card.starts_at);
    let all = create(today.plus_days(-30), today);
    assert_eq!(person.send(&all).await.problem().issue("from"), Some(Issue::Invalid), "nothing yet");
    attend(&app, person, &shift).await;
    let before = create(today.plus_days(-30), today.plus_days(-1));
    assert_eq!(person.send(&before).await.problem().issue("from"), Some(Issue::Invalid), "of another time");
    let reply = person.send(&all).await;
    assert_eq!(reply.status, 201);
    let made: Certificate = reply.json();
    assert_eq!((made.minutes, made.shifts, made.kinds.len()), (120, 1, 1));
    assert_eq!((made.from, made.to, made.demo), (all.body.from, all.body.to, true));
    let registered = person.send(&GetVolunteer {}).await.answer(&GetVolunteer {}).registration;
    assert_eq!(made.name, registered.expect("a registration").name);

    // Sent again it is the same one.
    assert_eq!(person.send(&all).await.json::<Certificate>(), made);
    let other = CreateCertificate { key: all.key, body: NewCertificate { from: today, to: today } };
    assert_eq!(person.send(&other).await.problem().code, ProblemCode::IdempotencyKeyReused);
    assert_eq!(volunteer(&app).await.send(&all).await.problem().code, ProblemCode::IdempotencyKeyReused);
    assert_eq!(app.count("certificate").await, 1);

    let verify = VerifyCertificate { number: made.number.clone() };
    assert_eq!(app.anonymous().send(&verify).await.json::<Certificate>(), made);
    let typed = |number: String| VerifyCertificate::PATH.replace("{number}", &number);
    let spaced = typed(made.number.grouped().replace(' ', "%20"));
    assert_eq!(app.anonymous().get(&spaced).await.json::<Certificate>(), made);
    assert_eq!(hours(person).await.certificates, std::slice::from_ref(&made));
    let mistyped = typed(format!("{}x", made.number));
    assert_eq!(app.anonymous().get(&mistyped).await.problem().code, ProblemCode::NotFound);
}

#[tokio::test]
async fn a_certificate_says_what_was_known_when_it_was_made() {
    let app = TestApp::start().await;
    let shift = plan(&app).await;
    let person = volunteer(&app).await;
    attend(&app, person, &shift).await;
    let today = Date::in_shanghai(shift.card.starts_at);
    let made: Certificate = person.send(&create(today, today)).await.json();
    let organiser = coordinator(&app).await;
    let get = GetRoster { shift: shift.card.id };
    let id = organiser.send(&get).await.answer(&get).lines[0].id;
    let now = app.state().now();
    let mut correction = mark(MarkKind::Correct, now, id);
    (correction.minutes, correction.reason) = (Some(30), Some("提前离开".to_owned()));
    mark_all(organiser, &shift, vec![correction]).await;
    assert_eq!(hours(person).await.minutes, 30);
    let verify = VerifyCertificate { number: made.number.clone() };
    assert_eq!(app.anonymous().send(&verify).await.json::<Certificate>(), made);
    let again: Certificate = person.send(&create(today, today)).await.json();
    assert_eq!(again.minutes, 30);
    assert_ne!(again.number, made.number);
}

#[tokio::test]
async fn a_certificate_is_a_pdf_too() {
    let app = TestApp::start().await;
    let shift = plan(&app).await;
    let person = volunteer(&app).await;
    attend(&app, person, &shift).await;
    let today = Date::in_shanghai(shift.card.starts_at);
    let made: Certificate = person.send(&create(today, today)).await.json();
    let path = |number: &CertificateNumber| CERTIFICATE_PDF_PATH.replace("{number}", number.as_str());
    let reply = app.anonymous().get(&path(&made.number)).await;
    assert_eq!(reply.header("content-type"), "application/pdf");
    let named = format!("inline; filename=\"certificate-{}.pdf\"", made.number);
    assert_eq!(reply.header("content-disposition"), named);
    assert!(reply.body.starts_with(b"%PDF-") && reply.body.len() > 2000);
    let unknown = CertificateNumber::from_index(1);
    assert_eq!(app.anonymous().get(&path(&unknown)).await.problem().code, ProblemCode::NotFound);
}

#[tokio::test]
async fn trying_numbers_is_slowed_down() {
    let app = TestApp::start().await;
    let verify = |index| VerifyCertificate { number: CertificateNumber::from_index(index) };
    for index in 0..50 {
        assert_eq!(app.anonymous().send(&verify(index)).await.problem().code, ProblemCode::NotFound);
    }
    assert_eq!(app.anonymous().send(&verify(50)).await.problem().code, ProblemCode::TooManyTries);
    let elsewhere = app.at_address([10, 0, 0, 2]);
    assert_eq!(elsewhere.send(&verify(50)).await.problem().code, ProblemCode::NotFound);
}
