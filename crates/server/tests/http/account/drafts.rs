//! What was filled in and not sent.

use pingan_api::{
    Issue, ProblemCode,
    account::{
        DeleteAccount,
        drafts::{DRAFT_DAYS, KeepDraft, ListDrafts, MAX_DRAFT, NewDraft},
    },
    cases::CaseKind,
};
use pingan_server::account::{self, entity::draft};
use sea_orm::EntityTrait;

use super::{PHONE, sign_in};
use crate::app::TestApp;

fn keep(kind: CaseKind, content: &str) -> KeepDraft {
    KeepDraft(NewDraft { kind, content: content.into() })
}

#[tokio::test]
async fn one_a_kind_is_kept_until_it_is_sent_and_nobody_else_reads_it() {
    let app = TestApp::start().await;
    let person = sign_in(&app, PHONE).await;
    for (kind, content) in
        [(CaseKind::Appeal, "一"), (CaseKind::Hazard, "水管漏了"), (CaseKind::Appeal, "{\"text\":\"二\"}")]
    {
        person.send(&keep(kind, content)).await.answer(&keep(kind, content));
    }
    let kept = person.send(&ListDrafts).await.answer(&ListDrafts);
    let told: Vec<_> = kept.iter().map(|draft| (draft.kind, draft.content.as_str())).collect();
    assert_eq!(told, [(CaseKind::Appeal, "{\"text\":\"二\"}"), (CaseKind::Hazard, "水管漏了")]);
    let rows = draft::Entity::find().all(app.state().db.reads()).await.unwrap();
    assert!(rows.iter().all(|row| !row.sealed.contains("水管")), "sealed");

    let other = app.resident().await;
    assert!(other.send(&ListDrafts).await.answer(&ListDrafts).is_empty());
    assert_eq!(app.anonymous().send(&ListDrafts).await.problem().code, ProblemCode::NotSignedIn);

    let done = keep(CaseKind::Hazard, "");
    person.send(&done).await.answer(&done);
    assert_eq!(person.send(&ListDrafts).await.answer(&ListDrafts).len(), 1);
    person.send(&DeleteAccount).await.answer(&DeleteAccount);
    assert_eq!(app.count("account_draft").await, 0);
}

#[tokio::test]
async fn what_is_too_long_or_no_kind_of_the_residents_is_refused() {
    let app = TestApp::start().await;
    let person = sign_in(&app, PHONE).await;
    let long = keep(CaseKind::Appeal, &"长".repeat(MAX_DRAFT + 1));
    assert_eq!(person.send(&long).await.problem().issue("content"), Some(Issue::TooLong));
    assert_eq!(person.send(&keep(CaseKind::Mediation, "x")).await.problem().issue("kind"), Some(Issue::Invalid));
}

#[tokio::test]
async fn what_nobody_goes_on_with_is_forgotten() {
    let app = TestApp::start().await;
    let person = sign_in(&app, PHONE).await;
    person.send(&keep(CaseKind::Appeal, "x")).await;
    app.pass(DRAFT_DAYS * 24 * 3_600_000);
    account::sweep(&app.state().db, app.state().now()).await.unwrap();
    assert_eq!(app.count("account_draft").await, 1);
    app.pass(1);
    account::sweep(&app.state().db, app.state().now()).await.unwrap();
    assert_eq!(app.count("account_draft").await, 0);
}
