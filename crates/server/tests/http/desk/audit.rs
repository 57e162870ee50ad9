//! What desks and editors do is in the log: one line each time, with who did what to what.

use std::collections::BTreeMap;

use pingan_api::{
    ProblemCode,
    account::Role,
    audit::{Action, AuditLine, AuditQuery, ListAudit, Object, ObjectKind},
    cases::{Ground as Reason, State},
    desk::{
        ActKind, ActOnCase, Area, CreateAnswer, NewAct, NewAnswer, NewPart, RemoveAnswer, StandardAnswer, UpdateAnswer,
    },
};
use pingan_server::photos::take_in;

use super::{act, department, desk, get, ground, plain, refused, said, to};
use crate::{
    app::{Actor, TestApp, new_key},
    fixtures::{hazard, raise, spot},
    photos::pictures::{jpeg, two_halves},
};

async fn log(admin: Actor<'_>, query: AuditQuery) -> Vec<AuditLine> {
    let list = ListAudit(query);
    admin.send(&list).await.answer(&list).items
}

fn details<const N: usize>(words: [(&str, &str); N]) -> BTreeMap<String, String> {
    words.map(|(name, word)| (name.to_owned(), word.to_owned())).into()
}

#[tokio::test]
async fn each_act_leaves_one_line() {
    use State::{Accepted, Assigned, AwaitingResident, InProgress, Merged, Rejected, Resolved, Submitted};
    let app = TestApp::start().await;
    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    let street = app.staff(Role::StreetDispatcher, &ground(&app, 0).street).await;
    let community = desk(&app).await;
    let urban = app.staff(Role::DepartmentHandler, &department("urban")).await;
    let police = app.staff(Role::DepartmentHandler, &department("police")).await;
    let fire = app.staff(Role::DepartmentHandler, &department("fire")).await;

    let picture = jpeg(&two_halves(400, 200)).into();
    let photo = take_in(app.state(), new_key(), picture, app.state().now()).await.unwrap().id;
    let mut with_photo = hazard(spot(&app, 0));
    with_photo.photos = vec![photo];
    let case = raise(&app, with_photo).await.number;
    let second = raise(&app, hazard(spot(&app, 0))).await.number;
    let third = raise(&app, hazard(spot(&app, 0))).await.number;
    let share = Some(get(street, case).await.shares[0].id);
    let until = Some(app.state().now().plus_hours(24));
    let areas = vec![Area { left: 0, top: 0, width: 500, height: 1000 }];
    let part = NewPart { category: None, text: "井盖松动".into(), photos: vec![] };
    let joint = vec![department("police"), department("fire")];

    let block = NewAct { share, until, ..said(ActKind::Block, "一天十条广告") };
    let redact = NewAct { photo: Some(photo), areas, ..plain(ActKind::Redact) };
    let split = NewAct { parts: vec![part], ..plain(ActKind::Split) };
    let whistle = NewAct { joint, hours: Some(4), ..to(ActKind::Whistle, &department("urban")) };
    let merge = NewAct { into: Some(case), ..said(ActKind::Merge, "同一处") };
    let reject = NewAct { ground: Some(Reason::Abuse), ..plain(ActKind::Reject) };
    let table = [
        (street, case, block, Submitted, Submitted),
        (community, case, plain(ActKind::Accept), Submitted, Accepted),
        (community, case, said(ActKind::Note, "住户情绪激动"), Accepted, Accepted),
        (community, case, redact, Accepted, Accepted),
        (community, case, said(ActKind::Hide, "涉及孩子"), Accepted, Accepted),
        (community, case, plain(ActKind::Show), Accepted, Accepted),
        (community, case, split, Accepted, Accepted),
        (street, case, whistle, Accepted, Assigned),
        (police, case, plain(ActKind::CheckIn), Assigned, Assigned),
        (fire, case, said(ActKind::Decline, "没有火险"), Assigned, Assigned),
        (urban, case, said(ActKind::Return, "归住建"), Assigned, Accepted),
        (community, case, to(ActKind::Assign, &department("urban")), Accepted, Assigned),
        (urban, case, to(ActKind::Transfer, &department("fire")), Assigned, Assigned),
        (community, second, merge, Submitted, Merged),
        (community, second, plain(ActKind::Unmerge), Merged, Accepted),
        (community, second, said(ActKind::Ask, "是几号楼？"), Accepted, AwaitingResident),
        (community, third, reject, Submitted, Rejected),
        (fire, case, plain(ActKind::Start), Assigned, InProgress),
        (fire, case, said(ActKind::Resolve, "已处置"), InProgress, Resolved),
    ];
    let mut done: Vec<ActKind> = table.iter().map(|(_, _, new, ..)| new.act).collect();
    done.sort();
    assert_eq!(done, ActKind::ALL);

    for (actor, number, new, before, after) in table {
        let kind = new.act;
        app.pass(1000);
        let lines = app.count("audit").await;
        assert_eq!(act(actor, number, new).await.state, after, "{kind}");
        assert_eq!(app.count("audit").await, lines + 1, "{kind}");
        let newest = AuditQuery { limit: Some(1), ..AuditQuery::default() };
        let line = log(admin, newest).await.remove(0);
        assert_eq!((line.account, line.session.is_some()), (Some(actor.account()), true), "{kind}");
        assert_eq!(line.object, Some(Object { kind: ObjectKind::Case, id: number.to_string() }), "{kind}");
        assert!(line.unit.is_some(), "{kind}");
        let own = match kind {
            ActKind::Redact => Action::RedactPhoto,
            ActKind::Hide => Action::HideCase,
            ActKind::Show => Action::ShowCase,
            ActKind::Block => Action::Block,
            _ => Action::CaseAct,
        };
        assert_eq!(line.action, own, "{kind}");
        if own == Action::CaseAct {
            let told = [("act", kind.as_str()), ("from", before.as_str()), ("to", after.as_str())];
            assert_eq!(line.details, details(told), "{kind}");
        }
    }
}

#[tokio::test]
async fn what_is_refused_or_sent_twice_leaves_no_line() {
    let app = TestApp::start().await;
    let number = raise(&app, hazard(spot(&app, 0))).await.number;
    let desk = desk(&app).await;
    let accept = ActOnCase { key: new_key(), number, act: plain(ActKind::Accept) };
    for _ in 0..2 {
        assert_eq!(desk.send(&accept).await.status, 201);
    }
    let stale = ActOnCase { key: new_key(), ..accept };
    assert_eq!(desk.send(&stale).await.problem().code, ProblemCode::ChangedMeanwhile);
    assert_eq!(refused(desk, number, said(ActKind::Resolve, "好了")).await, ProblemCode::NotPossibleNow);
    assert_eq!(app.count("audit WHERE object_kind = 'case'").await, 1);
}

#[tokio::test]
async fn standard_answers_are_in_the_log_with_their_editor() {
    let app = TestApp::start().await;
    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    let editor = app.staff(Role::Editor, &app.root()).await;
    let answer = |words: &str| NewAnswer {
        act: ActKind::Reject,
        kind: None,
        category: None,
        title: "一般".into(),
        words: words.into(),
    };
    let create = CreateAnswer { key: new_key(), answer: answer("请拨打12345。") };
    let kept: StandardAnswer = editor.send(&create).await.json();
    assert_eq!(editor.send(&create).await.json::<StandardAnswer>(), kept);
    app.pass(1000);
    let update = UpdateAnswer { id: kept.id, answer: answer("请拨打热线。") };
    assert!(editor.send(&update).await.status.is_success());
    app.pass(1000);
    assert!(editor.send(&RemoveAnswer(kept.id)).await.status.is_success());
    assert_eq!(editor.send(&update).await.status, 404);
    assert_eq!(editor.send(&RemoveAnswer(kept.id)).await.status, 404);
    let of_answer = AuditQuery {
        object_kind: Some(ObjectKind::Answer),
        object_id: Some(kept.id.to_string()),
        ..AuditQuery::default()
    };
    let lines = log(admin, of_answer).await;
    let actions: Vec<Action> = lines.iter().map(|line| line.action).collect();
    assert_eq!(actions, [Action::RemoveAnswer, Action::SaveAnswer, Action::SaveAnswer]);
    assert!(lines.iter().all(|line| line.account == Some(editor.account())));
    assert_eq!(lines[1].details, details([("act", "reject")]));
}
