//! What organisers mark by hand.

use pingan_api::{
    Issue, ProblemCode,
    inbox::{InboxQuery, ReadInbox, Subject},
    volunteer::{
        Attendance, Mark, MarkKind, VolunteerWord,
        attendance::CheckedIn,
        person::GetVolunteer,
        shift::{CancelShift, ShiftWords},
    },
};

use super::{
    MINUTE, code_now, counts, line, mark, mark_all, minutes_after, plan, roster, sign_up, try_mark, type_code,
    wait_until, walk_in,
};
use crate::{
    app::TestApp,
    volunteer::fixtures::{coordinator, volunteer},
};

#[tokio::test]
async fn a_mark_that_is_sent_twice_counts_once() {
    let app = TestApp::start().await;
    let shift = plan(&app, |new| new).await;
    let (punctual, late) = (volunteer(&app).await, volunteer(&app).await);
    let (punctual, late) = (sign_up(punctual, &shift).await, sign_up(late, &shift).await);
    let start = shift.card.starts_at;
    wait_until(&app, minutes_after(start, 40));
    let organiser = coordinator(&app).await;
    // Made without a network, and sent when there was one.
    let marks = vec![
        mark(MarkKind::Present, minutes_after(start, -5), punctual),
        mark(MarkKind::Present, minutes_after(start, 20), late),
        walk_in(minutes_after(start, 25), " 李雷 ", &shift),
    ];
    let besides = marks[2].key;
    let first = mark_all(organiser, &shift, marks.clone()).await;
    app.pass(MINUTE);
    let second = mark_all(organiser, &shift, marks).await;
    assert_eq!(first.lines, second.lines);
    assert_eq!(second.lines.len(), 3);
    assert_eq!(app.count("audit WHERE action = 'mark_attendance'").await, 1);
    assert_eq!(line(&second, punctual).checked_in_at, Some(minutes_after(start, -5)));
    assert_eq!(line(&second, late).checked_in_at, Some(start), "the tick vouches for the whole shift");
    let unannounced = second.lines.iter().find(|line| line.account.is_none()).expect("who came besides");
    assert_eq!((unannounced.name.as_str(), unannounced.walk_in, unannounced.minutes), ("李雷", true, Some(120)));
    assert_eq!(unannounced.id.0, besides.0, "the phone knows whom it wrote down");
    assert_eq!(counts(&app, &shift).await, (2, 0));

    let ahead = mark(MarkKind::CheckOut, minutes_after(start, 600), late);
    let gone = mark(MarkKind::Clear, app.state().now(), unannounced.id);
    let undone = mark(MarkKind::Clear, app.state().now(), punctual);
    let third = mark_all(organiser, &shift, vec![ahead, gone, undone]).await;
    assert_eq!(line(&third, late).checked_out_at, Some(app.state().now()), "nobody leaves in the future");
    assert_eq!(line(&third, late).minutes, Some(41));
    assert_eq!(line(&third, punctual).attendance, Attendance::Unknown);
    assert_eq!((line(&third, punctual).checked_in_at, third.lines.len()), (None, 2));
}

#[tokio::test]
async fn marks_on_what_is_not_there_change_nothing() {
    let app = TestApp::start().await;
    let (shift, other) = (plan(&app, |new| new).await, plan(&app, |new| new).await);
    let (person, stranger) = (volunteer(&app).await, volunteer(&app).await);
    let (id, elsewhere) = (sign_up(person, &shift).await, sign_up(stranger, &other).await);
    let start = shift.card.starts_at;
    let present = mark(MarkKind::Present, start, id);
    let early = try_mark(coordinator(&app).await, &shift, vec![present.clone()]).await;
    assert_eq!(early.problem().code, ProblemCode::NotPossibleNow);
    wait_until(&app, start);
    let organiser = coordinator(&app).await;
    let wrong = vec![present.clone(), mark(MarkKind::Present, start, elsewhere)];
    let problem = try_mark(organiser, &shift, wrong).await.problem();
    assert_eq!(problem.issue("marks[1].sign_up"), Some(Issue::Invalid));
    let problem = try_mark(organiser, &shift, vec![walk_in(start, "李雷", &other)]).await.problem();
    assert_eq!(problem.issue("marks[0].post"), Some(Issue::Invalid));
    let nameless = Mark { name: None, ..walk_in(start, "", &shift) };
    let problem = try_mark(organiser, &shift, vec![nameless]).await.problem();
    assert_eq!(problem.issue("marks[0].name"), Some(Issue::Required));
    assert_eq!(line(&roster(organiser, &shift).await, id).attendance, Attendance::Unknown, "all or none");
    let marked = mark_all(organiser, &shift, vec![present]).await;
    assert_eq!(line(&marked, id).attendance, Attendance::Present);

    wait_until(&app, minutes_after(shift.card.ends_at, 31 * 24 * 60));
    let late = try_mark(coordinator(&app).await, &shift, vec![mark(MarkKind::Clear, start, id)]).await;
    assert_eq!(late.problem().code, ProblemCode::NotPossibleNow);
}

#[tokio::test]
async fn a_shift_that_was_called_off_has_no_codes_and_takes_no_marks() {
    let app = TestApp::start().await;
    let shift = plan(&app, |new| new).await;
    let person = volunteer(&app).await;
    let id = sign_up(person, &shift).await;
    wait_until(&app, minutes_after(shift.card.starts_at, -10));
    let organiser = coordinator(&app).await;
    let code = code_now(&app, &shift).await;
    let cancel = CancelShift { shift: shift.card.id, body: ShiftWords { words: "下暴雨".into(), series: false } };
    organiser.send(&cancel).await.answer(&cancel);
    assert_eq!(roster(organiser, &shift).await.codes, "");
    assert_eq!(type_code(person, &code, Some(shift.card.id)).await.problem().code, ProblemCode::WrongCode);
    let reply = try_mark(organiser, &shift, vec![mark(MarkKind::Present, app.state().now(), id)]).await;
    assert_eq!(reply.problem().code, ProblemCode::NotPossibleNow);
}

#[tokio::test]
async fn nobody_has_missed_a_shift_before_it_begins() {
    let app = TestApp::start().await;
    let shift = plan(&app, |new| new).await;
    let person = volunteer(&app).await;
    let id = sign_up(person, &shift).await;
    let start = shift.card.starts_at;
    wait_until(&app, minutes_after(start, -1));
    let organiser = coordinator(&app).await;
    let missed = mark(MarkKind::NoShow, start, id);
    let reply = try_mark(organiser, &shift, vec![missed.clone()]).await;
    assert_eq!(reply.problem().code, ProblemCode::NotPossibleNow);
    wait_until(&app, start);
    let marked = mark_all(organiser, &shift, vec![missed]).await;
    assert_eq!(line(&marked, id).attendance, Attendance::NoShow);
    let no_shows = async || person.send(&GetVolunteer {}).await.answer(&GetVolunteer {}).no_shows;
    assert_eq!(no_shows().await, 1);
    // Late, but there: the code says so.
    app.pass(MINUTE);
    type_code(person, &code_now(&app, &shift).await, None).await.json::<CheckedIn>();
    assert_eq!(no_shows().await, 0);
    let walk_in = mark_all(organiser, &shift, vec![walk_in(start, "李雷", &shift)]).await;
    let besides = walk_in.lines.iter().find(|line| line.walk_in).expect("who came besides").id;
    let marked = mark_all(organiser, &shift, vec![mark(MarkKind::NoShow, start, besides)]).await;
    assert_eq!(line(&marked, besides).attendance, Attendance::Present, "who had no place missed none");
}

#[tokio::test]
async fn hours_are_corrected_for_a_reason_that_is_told() {
    let app = TestApp::start().await;
    let shift = plan(&app, |new| new).await;
    let person = volunteer(&app).await;
    let id = sign_up(person, &shift).await;
    wait_until(&app, minutes_after(shift.card.ends_at, 5));
    let organiser = coordinator(&app).await;
    let now = app.state().now();
    let present = mark_all(organiser, &shift, vec![mark(MarkKind::Present, now, id)]).await;
    assert_eq!(line(&present, id).minutes, Some(120));
    let correction = |minutes, reason: &str| Mark {
        minutes: Some(minutes),
        reason: Some(reason.to_owned()),
        ..mark(MarkKind::Correct, now, id)
    };
    let problem = try_mark(organiser, &shift, vec![correction(45, " ")]).await.problem();
    assert_eq!(problem.issue("marks[0].reason"), Some(Issue::Required));
    let marked = mark_all(organiser, &shift, vec![correction(45, "提前离开")]).await;
    let line = line(&marked, id);
    assert_eq!((line.minutes, line.corrected_because.as_deref()), (Some(45), Some("提前离开")));
    mark_all(organiser, &shift, vec![correction(45, "提前离开")]).await;
    let read = ReadInbox(InboxQuery::default());
    let told: Vec<_> = person.send(&read).await.answer(&read).items.into_iter().map(|notice| notice.about).collect();
    let corrected = told.iter().filter_map(|about| match about {
        Subject::Volunteer(told) if told.word == VolunteerWord::HoursCorrected => told.words.as_deref(),
        _ => None,
    });
    assert_eq!(corrected.collect::<Vec<_>>(), ["提前离开"], "once");
}
