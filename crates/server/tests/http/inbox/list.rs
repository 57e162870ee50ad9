//! Notices: who is told what, in which order, and what counts as read.

use pingan_api::{
    Issue, ProblemCode,
    cases::{CaseKey, Event, JoinCase, NewJoin, Receipt, Share, State, Who},
    inbox::{CaseNotice, Inbox, InboxQuery, MarkSeen, ReadInbox, SeenNotices},
    page::Cursor,
};

use pingan_server::{
    account::entity::share as account_share,
    cases::{
        Move,
        entity::{case, reporter},
        move_case,
    },
};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use crate::{
    app::{TestApp, new_key},
    fixtures::{hazard, key_of, public_hazard, raise, say, spot, step},
    inbox::case_of,
};

async fn inbox(app: &TestApp, keys: &[CaseKey]) -> Inbox {
    let read = ReadInbox(InboxQuery { keys: keys.to_vec(), ..InboxQuery::default() });
    app.anonymous().send(&read).await.answer(&read)
}

async fn events(app: &TestApp, receipt: &Receipt) -> Vec<Event> {
    inbox(app, &[key_of(receipt)]).await.items.iter().map(|notice| case_of(notice).event).collect()
}

async fn joined(app: &TestApp, receipt: &Receipt) -> Receipt {
    let join = JoinCase { key: new_key(), number: receipt.number, join: NewJoin::default() };
    app.anonymous().send(&join).await.json()
}

#[tokio::test]
async fn each_step_is_told_to_those_whom_it_concerns() {
    let app = TestApp::start().await;
    let receipt = public_hazard(&app, spot(&app, 0)).await;
    let neighbour = joined(&app, &receipt).await;
    step(&app, receipt.number, Event::Assign, Who::Dispatcher).await;
    step(&app, receipt.number, Event::Return, Who::Handler).await;
    say(&app, receipt.number, Event::Ask, Who::Desk, "几单元？").await;
    step(&app, receipt.number, Event::Answer, Who::Reporter).await;
    assert_eq!(events(&app, &receipt).await, [Event::Ask, Event::Assign, Event::Accept]);
    assert_eq!(events(&app, &neighbour).await, [Event::Assign]);
    let seen = inbox(&app, &[key_of(&receipt), key_of(&neighbour)]).await;
    // Two keys of one case: the device gets the first of each share, newest first.
    assert_eq!((seen.unread, seen.items.len()), (4, 4));
    let CaseNotice { number, share, state, words, .. } = case_of(&seen.items[0]);
    assert_eq!((*number, *share, *state), (receipt.number, Share::Reporter, State::AwaitingResident));
    assert!(!seen.items[0].read);
    assert_eq!(words.as_deref(), Some("几单元？"));
}

#[tokio::test]
async fn merging_and_unmerging_is_told_to_all() {
    let app = TestApp::start().await;
    let receipt = public_hazard(&app, spot(&app, 0)).await;
    let neighbour = joined(&app, &receipt).await;
    step(&app, receipt.number, Event::Merge, Who::Desk).await;
    step(&app, receipt.number, Event::Unmerge, Who::Desk).await;
    assert_eq!(events(&app, &receipt).await[..2], [Event::Unmerge, Event::Merge]);
    assert_eq!(events(&app, &neighbour).await[..2], [Event::Unmerge, Event::Merge]);
}

#[tokio::test]
async fn whoever_was_merged_hears_how_the_other_case_goes_on() {
    let app = TestApp::start().await;
    let (one, other) = (public_hazard(&app, spot(&app, 0)).await, public_hazard(&app, spot(&app, 0)).await);
    let column = i32::try_from(other.number.as_u32()).unwrap();
    let into = case::Entity::find().filter(case::Column::Number.eq(column)).one(app.state().db.reads()).await.unwrap();
    let merge = Move { into: into.map(|case| case.id), ..Move::new(one.number, Event::Merge, Who::Desk) };
    move_case(app.state(), merge, app.state().now()).await.unwrap();
    step(&app, other.number, Event::Assign, Who::Dispatcher).await;
    // What the other's reporter is asked is theirs.
    say(&app, other.number, Event::Ask, Who::Handler, "几单元？").await;
    let seen = inbox(&app, &[key_of(&one)]).await.items;
    let told: Vec<_> = seen.iter().map(case_of).map(|told| (told.event, told.number, told.share)).collect();
    let own = |event, share| (event, one.number, share);
    assert_eq!(
        told,
        [own(Event::Assign, Share::Neighbour), own(Event::Merge, Share::Reporter), own(Event::Accept, Share::Reporter)]
    );
    step(&app, one.number, Event::Unmerge, Who::Desk).await;
    step(&app, other.number, Event::Expire, Who::System).await;
    step(&app, other.number, Event::Start, Who::Handler).await;
    assert_eq!(events(&app, &one).await[0], Event::Unmerge);
}

#[tokio::test]
async fn pages_follow_one_another_without_gap() {
    let app = TestApp::start().await;
    let (one, two) = (public_hazard(&app, spot(&app, 0)).await, public_hazard(&app, spot(&app, 1)).await);
    for receipt in [&one, &two] {
        step(&app, receipt.number, Event::Assign, Who::Dispatcher).await;
        step(&app, receipt.number, Event::Start, Who::Handler).await;
    }
    let keys = vec![key_of(&one), key_of(&two)];
    let (mut cursor, mut seen) = (None, Vec::new());
    loop {
        let read = ReadInbox(InboxQuery { keys: keys.clone(), cursor, limit: Some(4) });
        let page = app.anonymous().send(&read).await.answer(&read);
        seen.extend(page.items.iter().map(case_of).map(|told| (told.number, told.event)));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    let way = [Event::Start, Event::Assign];
    let of = |receipt: &Receipt| way.map(|event| (receipt.number, event));
    assert_eq!(seen[..4], [of(&two), of(&one)].concat());
    assert_eq!(seen[4..], [(two.number, Event::Accept), (one.number, Event::Accept)]);
    for wrong in ["x", "0190d3c1-0000-7000-8000-000000000000"] {
        let read = ReadInbox(InboxQuery { keys: keys.clone(), cursor: Some(Cursor(wrong.into())), limit: None });
        assert_eq!(app.anonymous().send(&read).await.problem().issue("cursor"), Some(Issue::Invalid));
    }
}

#[tokio::test]
async fn what_was_seen_is_read_and_nothing_newer() {
    let app = TestApp::start().await;
    let (one, two) = (public_hazard(&app, spot(&app, 0)).await, public_hazard(&app, spot(&app, 1)).await);
    let keys = vec![key_of(&one), key_of(&two)];
    let newest = inbox(&app, &keys).await.items[0].id;
    step(&app, one.number, Event::Assign, Who::Dispatcher).await;
    // Of one case alone.
    let mark = MarkSeen(SeenNotices { keys: keys.clone(), up_to: newest, number: Some(one.number) });
    assert_eq!(app.anonymous().send(&mark).await.answer(&mark).unread, 2);
    let mark = MarkSeen(SeenNotices { keys: keys.clone(), up_to: newest, number: None });
    assert_eq!(app.anonymous().send(&mark).await.answer(&mark).unread, 1);
    let unread: Vec<_> = inbox(&app, &keys).await.items.iter().map(|notice| notice.read).collect();
    assert_eq!(unread, [false, true, true]);
    // Somebody else's notice marks nothing.
    let stranger = raise(&app, hazard(spot(&app, 2))).await;
    let mark = MarkSeen(SeenNotices { keys: vec![key_of(&stranger)], up_to: newest, number: None });
    assert_eq!(app.anonymous().send(&mark).await.problem().issue("up_to"), Some(Issue::Invalid));
}

#[tokio::test]
async fn an_account_reads_what_it_holds_without_codes() {
    let app = TestApp::start().await;
    let receipt = public_hazard(&app, spot(&app, 0)).await;
    let holder = app.resident().await;
    let column = i32::try_from(receipt.number.as_u32()).unwrap();
    let reads = app.state().db.reads();
    let case = case::Entity::find().filter(case::Column::Number.eq(column)).one(reads).await.unwrap().unwrap();
    let share = reporter::Entity::find().filter(reporter::Column::CaseId.eq(case.id)).one(reads).await.unwrap();
    let row = account_share::Model { account_id: holder.account().0, reporter_id: share.unwrap().id, taken_at: 0 };
    let taken_in = app.state().db.write(move |tx| {
        Box::pin(async move { account_share::Entity::insert(row.into_active_model()).exec_without_returning(tx).await })
    });
    taken_in.await.unwrap();
    let read = ReadInbox(InboxQuery::default());
    let seen = holder.send(&read).await.answer(&read);
    assert_eq!((seen.unread, case_of(&seen.items[0]).number), (1, receipt.number));
    let up_to = seen.items[0].id;
    let mark = MarkSeen(SeenNotices { keys: vec![], up_to, number: Some(receipt.number) });
    assert_eq!(holder.send(&mark).await.answer(&mark).unread, 0);
    let other = app.resident().await;
    assert_eq!(other.send(&read).await.answer(&read).items.len(), 0);
    assert_eq!(other.send(&mark).await.problem().issue("up_to"), Some(Issue::Invalid));
}

#[tokio::test]
async fn keys_that_open_nothing_show_nothing_and_count_as_tries() {
    let app = TestApp::start().await;
    let receipt = public_hazard(&app, spot(&app, 0)).await;
    let wrong = CaseKey { code: "222222".into(), ..key_of(&receipt) };
    let seen = inbox(&app, std::slice::from_ref(&wrong)).await;
    assert_eq!((seen.unread, seen.items.len()), (0, 0));
    let read = ReadInbox(InboxQuery { keys: vec![wrong], ..InboxQuery::default() });
    for _ in 1..50 {
        app.anonymous().send(&read).await;
    }
    assert_eq!(app.anonymous().send(&read).await.problem().code, ProblemCode::TooManyTries);
    assert_eq!(inbox_of_nobody(&app).await, (0, 0));
}

/// Without keys nothing is asked of anybody, not even of somebody who has to wait.
async fn inbox_of_nobody(app: &TestApp) -> (u32, usize) {
    let seen = inbox(app, &[]).await;
    (seen.unread, seen.items.len())
}
