//! `/api/v1/audit`, and that the log only grows.

use pingan_api::{
    Issue,
    account::Role,
    audit::{Action, AuditQuery, ListAudit, ObjectKind},
};
use pingan_server::audit::{By, Line, record};
use sea_orm::{ConnectionTrait, DbErr};

use crate::app::TestApp;

async fn write(app: &TestApp, line: Line) {
    app.pass(1000);
    let at = app.state().now();
    let written: Result<(), DbErr> =
        app.state().db.write(move |tx| Box::pin(async move { record(tx, By::SERVER, at, line).await })).await;
    written.unwrap();
}

#[tokio::test]
async fn lines_are_found_by_what_they_say_a_page_at_a_time() {
    let app = TestApp::start().await;
    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    for n in 0..5 {
        write(&app, Line::new(Action::ReadContact).on(ObjectKind::Case, n % 2).at_unit(&app.root())).await;
    }
    write(&app, Line::new(Action::SignOut).with("word", "x")).await;
    let find = async |query: AuditQuery| {
        let list = ListAudit(query);
        admin.send(&list).await.answer(&list)
    };
    let newest = find(AuditQuery { limit: Some(1), ..Default::default() }).await;
    assert_eq!((newest.items[0].action, newest.items[0].details["word"].as_str()), (Action::SignOut, "x"));
    let of_case = |cursor, limit| AuditQuery {
        object_kind: Some(ObjectKind::Case),
        object_id: Some("0".into()),
        action: Some(Action::ReadContact),
        cursor,
        limit,
        ..Default::default()
    };
    let first = find(of_case(None, Some(2))).await;
    let second = find(of_case(first.next.clone(), Some(2))).await;
    assert_eq!((first.items.len(), second.items.len(), second.next), (2, 1, None));
    let mut times: Vec<_> = first.items.iter().chain(&second.items).map(|line| line.at).collect();
    times.sort();
    times.dedup();
    assert_eq!(times.len(), 3);
    let between = AuditQuery { from: Some(times[0]), before: Some(times[2]), ..of_case(None, None) };
    assert_eq!(find(between).await.items.len(), 2);
    let by_admin = AuditQuery { account: Some(admin.account()), ..Default::default() };
    assert_eq!(find(by_admin).await.items.len(), 0, "reading the log leaves no line");
    let nameless = ListAudit(AuditQuery { object_id: Some("0".into()), ..Default::default() });
    assert_eq!(admin.send(&nameless).await.problem().issue("object_kind"), Some(Issue::Required));
}

#[tokio::test]
async fn the_database_refuses_to_change_the_log() {
    let app = TestApp::start().await;
    write(&app, Line::new(Action::SignOut)).await;
    for sql in ["UPDATE audit SET action = 'sign_in'", "DELETE FROM audit"] {
        let done: Result<(), DbErr> =
            app.state().db.write(move |tx| Box::pin(async move { tx.execute_unprepared(sql).await.map(|_| ()) })).await;
        assert!(done.unwrap_err().to_string().contains("append-only"), "{sql}");
    }
    assert_eq!(app.count("audit").await, 1);
}
