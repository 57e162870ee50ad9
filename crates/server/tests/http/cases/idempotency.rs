//! The same key makes nothing twice.

use futures_util::future::join_all;
use pingan_api::{
    Issue, ProblemCode,
    cases::{CreateCase, Event, JoinCase, NewCase, NewJoin, Receipt, Who},
};

use crate::{
    app::{TestApp, new_key},
    fixtures::{hazard, photo, public_hazard, spot, step},
};

#[tokio::test]
async fn a_repeat_gets_the_same_answer() {
    let app = TestApp::start().await;
    let mut case = hazard(spot(&app, 0));
    case.photos = vec![photo(&app).await];
    let create = CreateCase { key: new_key(), case };
    let first = app.anonymous().send(&create).await;
    // Also later, and after the case has gone on.
    step(&app, first.json::<Receipt>().number, Event::Accept, Who::Desk).await;
    let again = app.anonymous().send(&create).await;
    assert_eq!((first.status, &first.body), (again.status, &again.body));
    assert_eq!(app.count("cases").await, 1);
    assert_eq!(app.count("reporter").await, 1);
}

#[tokio::test]
async fn the_key_with_another_body_is_refused() {
    let app = TestApp::start().await;
    let create = CreateCase { key: new_key(), case: hazard(spot(&app, 0)) };
    app.anonymous().send(&create).await.json::<Receipt>();
    let other = CreateCase { key: create.key, case: NewCase { text: "别的".into(), ..create.case.clone() } };
    let reply = app.anonymous().send(&other).await;
    assert_eq!((reply.problem().code, reply.status.as_u16()), (ProblemCode::IdempotencyKeyReused, 422));
    let public = public_hazard(&app, spot(&app, 1)).await;
    let join = JoinCase { key: create.key, number: public.number, join: NewJoin::default() };
    assert_eq!(app.anonymous().send(&join).await.problem().code, ProblemCode::IdempotencyKeyReused);
    assert_eq!(app.count("cases").await, 2);
    assert_eq!(app.count("reporter").await, 2);
}

#[tokio::test]
async fn twenty_at_once_make_one_case() {
    let app = TestApp::start().await;
    let mut case = hazard(spot(&app, 0));
    case.photos = vec![photo(&app).await];
    let create = CreateCase { key: new_key(), case };
    let replies = join_all((0..20).map(|_| async { app.anonymous().send(&create).await })).await;
    let first: Receipt = replies[0].json();
    for reply in &replies {
        assert_eq!(reply.json::<Receipt>(), first);
    }
    for (table, rows) in [("cases", 1), ("reporter", 1), ("case_event", 1), ("photo", 1)] {
        assert_eq!(app.count(table).await, rows, "{table}");
    }
}

#[tokio::test]
async fn twenty_different_ones_at_once_are_all_kept() {
    let app = TestApp::start().await;
    let creates: Vec<_> = (0..20).map(|i| CreateCase { key: new_key(), case: hazard(spot(&app, i)) }).collect();
    // One of them fails and takes none of its neighbours with it.
    let bad = CreateCase {
        key: new_key(),
        case: NewCase { photos: vec![pingan_api::id::PhotoId(uuid::Uuid::now_v7())], ..hazard(spot(&app, 0)) },
    };
    let (replies, refused) =
        tokio::join!(join_all(creates.iter().map(|create| async { app.anonymous().send(create).await })), async {
            app.anonymous().send(&bad).await
        });
    assert_eq!(refused.problem().issue("photos[0]"), Some(Issue::UnknownPhoto));
    let mut numbers: Vec<_> = replies.iter().map(|reply| reply.json::<Receipt>().number).collect();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 20);
    assert_eq!(app.count("cases").await, 20);
}

#[tokio::test]
async fn a_repeated_join_counts_once() {
    let app = TestApp::start().await;
    let case = public_hazard(&app, spot(&app, 0)).await;
    let join = JoinCase { key: new_key(), number: case.number, join: NewJoin::default() };
    let first = app.anonymous().send(&join).await;
    first.json::<Receipt>();
    step(&app, case.number, Event::Reject, Who::Desk).await;
    let again = app.anonymous().send(&join).await;
    assert_eq!((first.status, &first.body), (again.status, &again.body), "though the case can't be joined any more");
    assert_eq!(app.count("reporter").await, 2);
}
