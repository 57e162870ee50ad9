//! `POST /api/v1/cases/{number}/joins`.

use pingan_api::{
    ProblemCode,
    cases::{CaseNumber, Contact, Event, GetCase, JoinCase, NewJoin, Share, State, TrackCase, Who},
};

use crate::{
    app::{TestApp, new_key},
    fixtures::{hazard, key_of, photo, public_hazard, raise, spot, step},
};

fn joining(number: CaseNumber, join: NewJoin) -> JoinCase {
    JoinCase { key: new_key(), number, join }
}

#[tokio::test]
async fn a_neighbour_gets_a_code_of_their_own() {
    let app = TestApp::start().await;
    let case = public_hazard(&app, spot(&app, 0)).await;
    let join = joining(
        case.number,
        NewJoin {
            text: "我家也看到了。".into(),
            photos: vec![photo(&app).await],
            voice: None,
            contact: Some(Contact { phone: "138 0000 0000".into(), text_me: false }),
        },
    );
    let receipt = app.anonymous().send(&join).await.answer(&join);
    assert_eq!((receipt.number, receipt.share), (case.number, Share::Neighbour));
    assert_ne!(receipt.code, case.code);

    let track = TrackCase(key_of(&receipt));
    let tracked = app.anonymous().send(&track).await.answer(&track);
    assert_eq!(tracked.text, "我家也看到了。");
    assert_eq!(tracked.photos.len(), 1);
    assert!(tracked.has_contact);
    assert_eq!(tracked.place_exact, None, "the exact place is the reporter's");
    assert_eq!(tracked.summary.joined, 1);

    let get = GetCase(case.number);
    let page = app.anonymous().send(&get).await.answer(&get);
    assert_eq!(page.summary.joined, 1);
    assert_eq!(page.photos.len(), 0, "a neighbour's photos are for the desk");
}

#[tokio::test]
async fn a_neighbour_still_sees_the_state_of_a_case_that_went_from_the_map() {
    let app = TestApp::start().await;
    let mut new = hazard(spot(&app, 0));
    new.photos = vec![photo(&app).await];
    let case = raise(&app, new).await;
    step(&app, case.number, Event::Accept, Who::Desk).await;
    let join = joining(case.number, NewJoin::default());
    let receipt = app.anonymous().send(&join).await.answer(&join);
    let track = TrackCase(key_of(&receipt));
    assert_eq!(app.anonymous().send(&track).await.answer(&track).photos.len(), 1);
    step(&app, case.number, Event::Reject, Who::Desk).await;
    let tracked = app.anonymous().send(&track).await.answer(&track);
    assert_eq!(tracked.summary.state, State::Rejected);
    assert_eq!((tracked.photos.len(), tracked.summary.thumb), (0, None));
}

#[tokio::test]
async fn only_public_open_cases_can_be_joined() {
    let app = TestApp::start().await;
    let unseen = raise(&app, hazard(spot(&app, 0))).await;
    let done = public_hazard(&app, spot(&app, 1)).await;
    for (event, who) in [(Event::Assign, Who::Desk), (Event::Start, Who::Handler), (Event::Resolve, Who::Handler)] {
        step(&app, done.number, event, who).await;
    }
    let nobodys = CaseNumber::from_index(7);
    for number in [unseen.number, done.number, nobodys] {
        let join = joining(number, NewJoin::default());
        assert_eq!(app.anonymous().send(&join).await.problem().code, ProblemCode::NotJoinable, "{number}");
    }
    assert_eq!(app.count("reporter").await, 2);
    let reply = app.anonymous().post_keyed("/api/v1/cases/123/joins", &NewJoin::default(), Some(new_key())).await;
    assert_eq!(reply.problem().code, ProblemCode::NotFound);
}
