//! Shifts that are called off, and what organisers write.

use pingan_api::{
    ProblemCode,
    id::ShiftId,
    volunteer::{
        Shift, ShiftState, VolunteerWord,
        shift::{CancelShift, ShiftWords, TellShift},
    },
};

use super::{cancel, get, rows, saturdays, series, sign_up, tell, told};
use crate::{
    app::{TestApp, new_key},
    volunteer::fixtures::{coordinator, new_shift, shift, team, volunteer},
};

#[tokio::test]
async fn everyone_who_is_in_it_is_told_why_it_is_called_off() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let mut new = new_shift(&app, &team);
    new.posts[0].needed = 1;
    let planned = shift(&app, &by, new).await;
    let (one, waiting, other) = (volunteer(&app).await, volunteer(&app).await, volunteer(&app).await);
    for person in [one, waiting] {
        sign_up(person, &planned).await;
    }
    let silent = CancelShift { shift: planned.card.id, body: ShiftWords { words: " ".into(), series: false } };
    assert!(by.send(&silent).await.problem().issue("words").is_some());
    cancel(by, planned.card.id, false).await.json::<Shift>();
    for person in [one, waiting] {
        let heard = told(person).await;
        assert_eq!((heard.len(), heard[0].word), (1, VolunteerWord::Cancelled));
        assert_eq!(heard[0].words.as_deref(), Some("有暴雨"));
    }
    assert!(told(other).await.is_empty());
    let seen = get(app.anonymous(), planned.card.id).await;
    assert_eq!((seen.card.state, seen.cancelled_because.as_deref()), (ShiftState::Cancelled, Some("有暴雨")));
    assert_eq!((seen.card.taken, seen.card.waiting, seen.posts[0].taken), (0, 0, 0));
    assert_eq!(app.count("sign_up WHERE state = 'left'").await, 2);
    assert_eq!(cancel(by, planned.card.id, false).await.problem().code, ProblemCode::NotPossibleNow);
    assert_eq!(tell(by, planned.card.id, false).await.problem().code, ProblemCode::NotPossibleNow);
    assert_eq!(told(one).await.len(), 1);
}

#[tokio::test]
async fn a_message_whose_answer_was_lost_tells_once() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let planned = shift(&app, &by, new_shift(&app, &team)).await;
    let person = volunteer(&app).await;
    sign_up(person, &planned).await;
    let body = ShiftWords { words: "请带手套".into(), series: false };
    let message = TellShift { shift: planned.card.id, key: new_key(), body: body.clone() };
    for reply in futures_util::future::join_all((0..4).map(|_| by.send(&message))).await {
        assert_eq!(reply.status, 201, "{}", reply.text());
    }
    assert_eq!(told(person).await.len(), 1);
    assert_eq!((app.count("notice").await, app.count("shift_message").await), (1, 1));
    assert_eq!(app.count("audit WHERE details LIKE '%\"message\"%'").await, 1);

    let other = TellShift { body: ShiftWords { words: "改穿雨鞋".into(), series: false }, ..message };
    assert_eq!(by.send(&other).await.problem().code, ProblemCode::IdempotencyKeyReused);
    let message = TellShift { body: body.clone(), ..other };
    let somebody = coordinator(&app).await;
    assert_eq!(somebody.send(&message).await.problem().code, ProblemCode::IdempotencyKeyReused);
    let elsewhere = shift(&app, &by, new_shift(&app, &team)).await;
    let there = TellShift { shift: elsewhere.card.id, key: message.key, body: body.clone() };
    assert_eq!(by.send(&there).await.problem().code, ProblemCode::IdempotencyKeyReused);
    let keyless = by.post_keyed(&format!("/api/v1/volunteer/shifts/{}/messages", planned.card.id), &body, None).await;
    assert_eq!(keyless.problem().code, ProblemCode::IdempotencyKeyMissing);

    // The same words are a message of their own under another key; and an old answer is had after the end, too.
    let again = TellShift { key: new_key(), body, ..message };
    assert_eq!(by.send(&again).await.status, 201);
    assert_eq!(told(person).await.len(), 2);
    cancel(by, planned.card.id, false).await.json::<Shift>();
    assert_eq!(by.send(&again).await.status, 201);
    assert_eq!(told(person).await.len(), 3, "that it is called off, and nothing else");
}

#[tokio::test]
async fn what_has_begun_is_not_called_off() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let planned = shift(&app, &by, new_shift(&app, &team)).await;
    app.pass(2 * 24 * 3_600_000 + 60_000);
    let by = coordinator(&app).await;
    assert_eq!(cancel(by, planned.card.id, false).await.problem().code, ProblemCode::NotPossibleNow);
}

#[tokio::test]
async fn the_rest_of_a_series_is_called_off_from_one_on() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    series(by, new_key(), saturdays(new_shift(&app, &team))).await;
    let made = rows(&app).await;
    let id = |n: usize| ShiftId(made[n].id);
    let person = volunteer(&app).await;
    for n in [0, 2] {
        sign_up(person, &get(person, id(n)).await).await;
    }
    // Of a message to all of them they have one copy.
    assert!(tell(by, id(0), true).await.status.is_success());
    let heard = told(person).await;
    assert_eq!((heard.len(), heard[0].word, heard[0].shift), (1, VolunteerWord::Message, Some(id(0))));
    assert_eq!(heard[0].words.as_deref(), Some("请带手套"));

    assert!(cancel(by, id(1), true).await.status.is_success());
    let states: Vec<String> = rows(&app).await.into_iter().map(|row| row.state).collect();
    assert_eq!(states, ["published", "cancelled", "cancelled", "cancelled"]);
    let heard = told(person).await;
    assert_eq!((heard.len(), heard[0].word, heard[0].shift), (2, VolunteerWord::Cancelled, Some(id(2))));
    assert_eq!(app.count("sign_up WHERE state = 'confirmed'").await, 1);
}
