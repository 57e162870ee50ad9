//! Changes: of two organisers one wins, nobody loses a place, and whoever is concerned hears of it.

use futures_util::future::join_all;
use pingan_api::{
    Issue, ProblemCode, Timestamp,
    volunteer::{
        NewPost, NewShift, Qualification, Shift, SignUpState, VolunteerWord,
        sign_up::{Leave, MyShiftQuery, MyShifts},
    },
};
use pingan_server::volunteer::entity::sign_up as sign_up_row;
use sea_orm::EntityTrait;

use super::{cancel, change, get, sign_up, told, written};
use crate::{
    app::{Actor, TestApp},
    fixtures::spot,
    volunteer::fixtures::{coordinator, new_shift, shift, team, volunteer},
};

const HOUR_MS: i64 = 3_600_000;

fn later(from: Timestamp, hours: i64) -> Timestamp {
    Timestamp::from_millis(from.as_millis() + hours * HOUR_MS)
}

async fn leave(actor: Actor<'_>, shift: &Shift) {
    let mine = get(actor, shift.card.id).await.mine.expect("a place");
    let leave = Leave { sign_up: mine.id, body: () };
    actor.send(&leave).await.answer(&leave);
}

#[tokio::test]
async fn of_two_organisers_who_edit_one_version_the_second_is_told() {
    let app = TestApp::start().await;
    let (by, other) = (coordinator(&app).await, coordinator(&app).await);
    let team = team(&app, &by).await;
    let read = shift(&app, &by, new_shift(&app, &team)).await;
    let title = |title: &str| NewShift { title: title.into(), ..written(&read) };
    let changed: Shift = change(by, &read, title("清扫广场")).await.json();
    assert_eq!((changed.card.title.as_str(), changed.version), ("清扫广场", read.version + 1));
    assert_eq!(change(other, &read, title("清扫公园")).await.problem().code, ProblemCode::EditedMeanwhile);
    assert_eq!(get(other, read.card.id).await.card.title, "清扫广场");
    assert!(change(other, &changed, title("清扫公园")).await.status.is_success());

    let read = get(by, read.card.id).await;
    let replies = join_all((0..5).map(|_| change(by, &read, written(&read)))).await;
    assert_eq!(replies.iter().filter(|reply| reply.status.is_success()).count(), 1);
    assert_eq!(get(by, read.card.id).await.version, read.version + 1);
}

#[tokio::test]
async fn who_has_a_place_is_told_of_another_time_or_place() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let mut planned = shift(&app, &by, new_shift(&app, &team)).await;
    let (one, other) = (volunteer(&app).await, volunteer(&app).await);
    sign_up(one, &planned).await;

    let about = NewShift { about: "扫帚有".into(), bring: "手套".into(), ..written(&planned) };
    planned = change(by, &planned, about).await.json();
    assert_eq!((planned.about.as_str(), planned.bring.as_str()), ("扫帚有", "手套"));
    assert!(told(one).await.is_empty());

    let mut new = written(&planned);
    (new.starts_at, new.ends_at) = (later(new.starts_at, 30), later(new.ends_at, 31));
    planned = change(by, &planned, new.clone()).await.json();
    assert_eq!((planned.card.starts_at, planned.card.ends_at), (new.starts_at, new.ends_at));
    let heard = told(one).await;
    assert_eq!((heard.len(), heard[0].word, heard[0].shift), (1, VolunteerWord::Changed, Some(planned.card.id)));
    assert_eq!(heard[0].starts_at, Some(new.starts_at));
    let rows = sign_up_row::Entity::find().all(app.state().db.reads()).await.unwrap();
    assert_eq!((rows[0].starts_at, rows[0].ends_at), (new.starts_at.as_millis(), new.ends_at.as_millis()));

    let street = NewShift { position: spot(&app, 60), ..written(&planned) };
    planned = change(by, &planned, street).await.json();
    let gate = NewShift { place: "南门".into(), ..written(&planned) };
    planned = change(by, &planned, gate).await.json();
    assert_eq!((told(one).await.len(), told(other).await.len()), (3, 0));
    assert_eq!(planned.card.unit, app.state().district().grids()[60].community);
}

#[tokio::test]
async fn no_post_goes_and_none_shrinks_below_those_who_are_in_it() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let mut planned = shift(&app, &by, new_shift(&app, &team)).await;
    let (one, other) = (volunteer(&app).await, volunteer(&app).await);
    for person in [one, other] {
        sign_up(person, &planned).await;
    }
    let guide = NewPost { id: None, name: "引导".into(), needed: 3, qualification: Some(Qualification::FirstAid) };
    let mut fewer = written(&planned);
    fewer.posts[0].needed = 1;
    fewer.posts.push(guide.clone());
    let problem = change(by, &planned, fewer).await.problem();
    assert_eq!(problem.issue("shift.posts[0].needed"), Some(Issue::TooFew));
    let without = NewShift { posts: vec![guide.clone()], ..written(&planned) };
    assert_eq!(change(by, &planned, without.clone()).await.problem().issue("shift.posts"), Some(Issue::Invalid));
    let kept = get(by, planned.card.id).await;
    assert_eq!((kept.posts.len(), kept.posts[0].needed, kept.version), (1, 2, planned.version));

    let mut both = written(&planned);
    both.posts.insert(0, guide.clone());
    planned = change(by, &planned, both).await.json();
    let posts: Vec<_> = planned.posts.iter().map(|post| (post.name.as_str(), post.needed, post.taken)).collect();
    assert_eq!(posts, [("引导", 3, 0), ("清扫", 2, 2)]);
    assert_eq!((planned.card.needed, planned.card.taken), (5, 2));

    // Once they have left it goes, and what was there of them stays.
    for person in [one, other] {
        leave(person, &planned).await;
    }
    planned = get(by, planned.card.id).await;
    let without = NewShift { posts: vec![written(&planned).posts[0].clone()], ..without };
    planned = change(by, &planned, without).await.json();
    assert_eq!((planned.posts.len(), planned.card.needed, planned.card.taken), (1, 3, 0));
    assert_eq!(app.count("sign_up WHERE state = 'left'").await, 2);
}

#[tokio::test]
async fn more_places_go_to_those_who_wait() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let mut new = new_shift(&app, &team);
    new.posts[0].needed = 1;
    let planned = shift(&app, &by, new).await;
    let (one, waiting) = (volunteer(&app).await, volunteer(&app).await);
    sign_up(one, &planned).await;
    let seen = sign_up(waiting, &planned).await;
    assert_eq!(seen.mine.expect("a place in line").state, SignUpState::Waiting);
    let planned = get(by, planned.card.id).await;
    let mut more = written(&planned);
    more.posts[0].needed = 2;
    let changed: Shift = change(by, &planned, more).await.json();
    assert_eq!((changed.posts[0].taken, changed.posts[0].waiting), (2, 0));
    let heard = told(waiting).await;
    assert_eq!((heard.len(), heard[0].word), (1, VolunteerWord::Offered));
    assert!(told(one).await.is_empty());

    // An offer is not held beyond a beginning that was moved forward.
    let mut sooner = written(&changed);
    sooner.starts_at = later(app.state().now(), 1);
    sooner.ends_at = later(sooner.starts_at, 2);
    change(by, &changed, sooner.clone()).await.json::<Shift>();
    let mine = MyShifts { query: MyShiftQuery::default() };
    let mine = waiting.send(&mine).await.answer(&mine);
    assert!(mine.items[0].mine.until.is_some_and(|until| until <= sooner.starts_at));
}

#[tokio::test]
async fn what_is_over_or_called_off_changes_no_more() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let off = shift(&app, &by, new_shift(&app, &team)).await;
    let off: Shift = cancel(by, off.card.id, false).await.json();
    assert_eq!(change(by, &off, written(&off)).await.problem().code, ProblemCode::NotPossibleNow);
    let planned = shift(&app, &by, new_shift(&app, &team)).await;
    app.pass(49 * HOUR_MS);
    let by = coordinator(&app).await;
    // It runs: what is left of it may still be another.
    let longer = NewShift { ends_at: later(planned.card.ends_at, 1), ..written(&planned) };
    let planned: Shift = change(by, &planned, longer).await.json();
    app.pass(2 * HOUR_MS);
    assert_eq!(change(by, &planned, written(&planned)).await.problem().code, ProblemCode::NotPossibleNow);
}
