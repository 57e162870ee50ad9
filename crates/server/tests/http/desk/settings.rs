//! Standard answers, saved filters, contacts and blocks.

use pingan_api::{
    ProblemCode,
    account::Role,
    cases::{CaseNumber, Category, Contact, CreateCase, JoinCase, NewCase, NewJoin, Receipt},
    desk::{
        ActKind, AnswerQuery, CreateAnswer, DeskQuery, LiftBlock, ListAnswers, ListBlocks, ListFilters, NewAct,
        NewAnswer, NewFilter, ReadContact, RemoveAnswer, RemoveFilter, SaveFilter, SavedFilter, StandardAnswer,
        UpdateAnswer, requests::ContactQuery,
    },
};

use super::{act, desk, get, ground, said};
use crate::{
    app::{TestApp, new_key},
    fixtures::{hazard, public_hazard, raise, spot},
};

const HOUR: i64 = 3_600_000;

#[tokio::test]
async fn answers_are_written_by_editors_and_read_by_desks() {
    let app = TestApp::start().await;
    let editor = app.staff(Role::Editor, &app.root()).await;
    let desk = desk(&app).await;
    let answer = |title: &str, category| NewAnswer {
        act: ActKind::Reject,
        kind: None,
        category,
        title: title.into(),
        words: "请拨打12345。".into(),
    };
    let general = CreateAnswer { key: new_key(), answer: answer("一般", None) };
    let kept: StandardAnswer = editor.send(&general).await.json();
    assert_eq!(editor.send(&general).await.json::<StandardAnswer>(), kept, "the same key makes nothing twice");
    let particular = CreateAnswer { key: new_key(), answer: answer("路灯", Some(Category::StreetLight)) };
    editor.send(&particular).await.json::<StandardAnswer>();
    assert_eq!(desk.send(&general).await.problem().code, ProblemCode::NotAllowed);
    let titles = async |category| {
        let list = ListAnswers(AnswerQuery { act: Some(ActKind::Reject), category, ..AnswerQuery::default() });
        let answers: Vec<StandardAnswer> = desk.send(&list).await.json();
        answers.into_iter().map(|answer| answer.answer.title).collect::<Vec<_>>()
    };
    assert_eq!(titles(Some(Category::StreetLight)).await, ["路灯", "一般"]);
    assert_eq!(titles(Some(Category::Trees)).await, ["一般"]);
    let update = UpdateAnswer { id: kept.id, answer: answer("通用", None) };
    assert_eq!(editor.send(&update).await.json::<StandardAnswer>().answer.title, "通用");
    assert!(editor.send(&RemoveAnswer(kept.id)).await.status.is_success());
    assert_eq!(editor.send(&RemoveAnswer(kept.id)).await.status, 404);
    assert!(titles(Some(Category::Trees)).await.is_empty());
}

#[tokio::test]
async fn filters_belong_to_their_account() {
    let app = TestApp::start().await;
    let (mine, other) = (desk(&app).await, desk(&app).await);
    let query = DeskQuery { category: Some(Category::Trees), ..DeskQuery::default() };
    let save = SaveFilter { key: new_key(), filter: NewFilter { name: "树".into(), query } };
    let kept: SavedFilter = mine.send(&save).await.json();
    assert_eq!(mine.send(&save).await.json::<SavedFilter>(), kept);
    assert!(other.send(&ListFilters).await.json::<Vec<SavedFilter>>().is_empty());
    assert_eq!(other.send(&RemoveFilter(kept.id)).await.status, 404);
    assert!(mine.send(&RemoveFilter(kept.id)).await.status.is_success());
    assert!(mine.send(&ListFilters).await.json::<Vec<SavedFilter>>().is_empty());
}

#[tokio::test]
async fn every_read_of_a_contact_is_written_down() {
    let app = TestApp::start().await;
    let contact = Some(Contact { phone: "13800000001".into(), text_me: false });
    let number = raise(&app, NewCase { contact, ..hazard(spot(&app, 0)) }).await.number;
    let desk = desk(&app).await;
    let case = get(desk, number).await;
    assert!(case.may_read_contact && case.shares[0].has_contact);
    assert!(!desk.send(&pingan_api::desk::GetDeskCase(number)).await.text().contains("13800000001"));
    let read = ReadContact { number, query: ContactQuery { share: case.shares[0].id } };
    for reads in 1..=2 {
        let contact = desk.send(&read).await.answer(&read);
        assert_eq!(contact.phone, "13800000001");
        assert_eq!(app.count("audit WHERE action = 'read_contact'").await, reads);
    }
    let elsewhere = app.staff(Role::CommunityDesk, &ground(&app, 300).community).await;
    assert_eq!(elsewhere.send(&read).await.status, 404);
    // A share of another case opens nothing.
    let other = raise(&app, hazard(spot(&app, 0))).await.number;
    let read = ReadContact { number: other, ..read };
    assert_eq!(desk.send(&read).await.status, 404);
    assert_eq!(app.count("audit WHERE action = 'read_contact'").await, 2);
}

#[tokio::test]
async fn a_blocked_device_reports_nothing_until_the_block_ends() {
    let app = TestApp::start().await;
    let device = app.device();
    let create = || CreateCase { key: new_key(), case: hazard(spot(&app, 0)) };
    let receipt: Receipt = device.send(&create()).await.json();
    let street = app.staff(Role::StreetDispatcher, &ground(&app, 0).street).await;
    let share = get(street, receipt.number).await.shares[0].id;
    let until = app.state().now().plus_hours(1);
    let block = NewAct { share: Some(share), until: Some(until), ..said(ActKind::Block, "一天十条广告") };
    act(street, receipt.number, block.clone()).await;
    let refused = device.send(&create()).await;
    assert_eq!(refused.problem().code, ProblemCode::Blocked);
    assert!(refused.problem().retry_after.unwrap() <= 3601);
    assert!(app.device().send(&create()).await.status.is_success(), "another device");
    assert_eq!(get(street, receipt.number).await.shares[0].blocked_until, Some(until));
    app.pass(HOUR);
    assert!(device.send(&create()).await.status.is_success());
    // And one that is lifted before its time.
    let until = Some(app.state().now().plus_hours(1));
    act(street, receipt.number, NewAct { until, ..block.clone() }).await;
    assert!(!device.send(&create()).await.status.is_success());
    let blocks = street.send(&ListBlocks).await.answer(&ListBlocks);
    assert_eq!((blocks.len(), blocks[0].number), (1, receipt.number));
    assert!(street.send(&LiftBlock(blocks[0].id)).await.status.is_success());
    assert!(device.send(&create()).await.status.is_success());
    assert_eq!(street.send(&LiftBlock(blocks[0].id)).await.status, 404);
    assert_eq!(app.count("audit WHERE action IN ('block', 'lift_block')").await, 3);
    // Neither in the past nor for ever.
    for until in [app.state().now(), app.state().now().plus_hours(366 * 24)] {
        let reply = super::try_act(street, receipt.number, NewAct { until: Some(until), ..block.clone() }).await;
        assert!(reply.problem().issue("until").is_some());
    }
}

/// The street keeps whoever raised a case of the first grid from reporting for an hour.
async fn block(app: &TestApp, number: CaseNumber) {
    let street = app.staff(Role::StreetDispatcher, &ground(app, 0).street).await;
    let share = Some(get(street, number).await.shares[0].id);
    let until = Some(app.state().now().plus_hours(1));
    act(street, number, NewAct { share, until, ..said(ActKind::Block, "一天十条广告") }).await;
}

#[tokio::test]
async fn a_blocked_account_reports_from_no_device_until_the_block_ends() {
    let app = TestApp::start().await;
    let person = app.resident().await;
    let (own, other) = (app.device(), app.device());
    let on_own = own.with_session(person.account(), person.token().to_owned());
    let on_other = other.with_session(person.account(), person.token().to_owned());
    let create = || CreateCase { key: new_key(), case: hazard(spot(&app, 0)) };
    let receipt: Receipt = on_own.send(&create()).await.json();
    block(&app, receipt.number).await;
    let refused = on_other.send(&create()).await.problem();
    assert_eq!(refused.code, ProblemCode::Blocked);
    assert!(refused.retry_after.unwrap() <= 3601);
    assert_eq!(app.count("cases").await, 1);
    // The other device is nobody's fault.
    assert!(other.send(&create()).await.status.is_success());
    app.pass(HOUR);
    assert!(on_other.send(&create()).await.status.is_success());
}

#[tokio::test]
async fn whoever_is_blocked_joins_no_case_until_the_block_ends() {
    let app = TestApp::start().await;
    let public = public_hazard(&app, spot(&app, 0)).await;
    let (device, person) = (app.device(), app.resident().await);
    for sender in [device, person] {
        let create = CreateCase { key: new_key(), case: hazard(spot(&app, 0)) };
        let receipt: Receipt = sender.send(&create).await.json();
        block(&app, receipt.number).await;
    }
    let elsewhere = app.device().with_session(person.account(), person.token().to_owned());
    let join = || JoinCase { key: new_key(), number: public.number, join: NewJoin::default() };
    for blocked in [device, elsewhere] {
        assert_eq!(blocked.send(&join()).await.problem().code, ProblemCode::Blocked);
    }
    assert_eq!(app.count("reporter").await, 3, "nobody joined");
    app.pass(HOUR);
    for free in [device, elsewhere] {
        assert!(free.send(&join()).await.status.is_success());
    }
}
