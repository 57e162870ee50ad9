//! `/api/v1/audit`, and that the log only grows.

use pingan_api::{
    Issue,
    account::{DeleteAccount, Role},
    audit::{Action, AuditLine, AuditQuery, ListAudit, ObjectKind},
    cases::CaseNumber,
    desk::{ActKind, CreateAnswer, NewAnswer},
    volunteer::team::{ChangeMember, JoinTeam, MemberAct, MemberChange},
};
use pingan_server::audit::{By, Line, record};
use sea_orm::{ConnectionTrait, DbErr};

use crate::{
    app::{Actor, TestApp, new_key},
    desk::{act, desk, ground, plain},
    fixtures::{hazard, raise, spot},
    volunteer::fixtures::{coordinator, new_shift, shift, team, volunteer},
};

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

/// The newest line of an action.
async fn newest(admin: Actor<'_>, action: Action) -> AuditLine {
    let list = ListAudit(AuditQuery { action: Some(action), ..Default::default() });
    admin.send(&list).await.answer(&list).items.remove(0)
}

#[tokio::test]
async fn a_line_says_what_it_is_about_in_words_that_the_log_does_not_hold() {
    let app = TestApp::start().await;
    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    let community = ground(&app, 0).community;
    let number = raise(&app, hazard(spot(&app, 0))).await.number;
    act(desk(&app).await, number, plain(ActKind::Accept)).await;
    let line = newest(admin, Action::CaseAct).await;
    assert_eq!(line.subject, Some(number.grouped()));
    assert_eq!(line.unit_name, Some(app.state().district().name(&community)));

    let role = newest(admin, Action::GrantRole).await;
    assert_eq!(role.subject.as_deref(), Some("居民 2 · 139****0002"));
    assert_eq!(role.object.expect("whoever got it").kind, ObjectKind::Account);

    let editor = app.staff(Role::Editor, &app.root()).await;
    let answer = NewAnswer {
        act: ActKind::Reject,
        kind: None,
        category: None,
        title: "一般".into(),
        words: "请拨打12345。".into(),
    };
    editor.send(&CreateAnswer { key: new_key(), answer }).await.json::<serde_json::Value>();
    assert_eq!(newest(admin, Action::SaveAnswer).await.subject.as_deref(), Some("一般"));

    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    assert_eq!(newest(admin, Action::ChangeTeam).await.subject.as_deref(), Some("环境卫生队"));
    let person = volunteer(&app).await;
    let shift = shift(&app, &by, new_shift(&app, &team)).await;
    let line = newest(admin, Action::ChangeShift).await;
    assert_eq!(line.subject, Some(shift.card.title));
    let member = person.account();
    let join = JoinTeam { team: team.card.id, body: () };
    assert!(person.send(&join).await.status.is_success());
    let lead = ChangeMember { team: team.card.id, account: member, body: MemberChange { act: MemberAct::MakeLead } };
    assert!(by.send(&lead).await.status.is_success());
    let line = newest(admin, Action::ChangeMember).await;
    assert_eq!(line.details["account"], member.to_string());
    // Whoever has no role is named without a number.
    assert_eq!(line.named["account"], "居民 5");

    // Read, not written: the names are gone with their account.
    assert_eq!(app.count("audit WHERE details LIKE '%居民%' OR object_id LIKE '%居民%'").await, 0);
    person.send(&DeleteAccount).await.answer(&DeleteAccount);
    let line = newest(admin, Action::ChangeMember).await;
    assert!(line.named.is_empty() && line.details["account"] == member.to_string());
    let unknown = CaseNumber::from_index(7);
    write(&app, Line::new(Action::ExportCases).on(ObjectKind::Case, "list")).await;
    write(&app, Line::new(Action::HideCase).on(ObjectKind::Case, unknown)).await;
    assert_eq!(newest(admin, Action::ExportCases).await.subject, None);
    assert_eq!(newest(admin, Action::HideCase).await.subject, Some(unknown.grouped()));
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
