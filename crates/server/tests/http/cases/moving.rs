//! A case goes its way: state, holder, clock and timeline change together.

use pingan_api::{
    Issue, Problem, ProblemCode,
    cases::{CaseNumber, Event, Next, Receipt, State, TrackCase, TrackedCase, Who},
    id::UnitId,
};
use pingan_server::{
    cases::{Move, Moved, move_case, staff_for},
    error::AppError,
};

use crate::{
    app::TestApp,
    fixtures::{hazard, key_of, opinion, raise, spot},
};

async fn act(app: &TestApp, number: CaseNumber, event: Event, who: Who, to: Option<UnitId>) -> Result<Moved, Problem> {
    app.pass(60_000);
    let step = Move { words: Some(format!("{event}")), to, ..Move::new(number, event, who) };
    move_case(app.state(), step, app.state().now()).await.map_err(|error: AppError| error.to_problem())
}

async fn tracked(app: &TestApp, receipt: &Receipt) -> TrackedCase {
    let track = TrackCase(key_of(receipt));
    app.anonymous().send(&track).await.answer(&track)
}

#[tokio::test]
async fn the_whole_way_is_on_the_timeline() {
    let app = TestApp::start().await;
    let receipt = raise(&app, hazard(spot(&app, 0))).await;
    let number = receipt.number;
    let police = UnitId::from("420204-police");
    let community = app.state().district().grids()[0].community.clone();
    let way = [
        (Event::Accept, Who::Desk, None, State::Accepted, Some(&community)),
        (Event::Assign, Who::Desk, Some(police.clone()), State::Assigned, Some(&police)),
        (Event::Ask, Who::Handler, None, State::AwaitingResident, Some(&police)),
        (Event::Expire, Who::System, None, State::Assigned, Some(&police)),
        (Event::Return, Who::Handler, None, State::Accepted, Some(&community)),
        (Event::Assign, Who::Desk, Some(police.clone()), State::Assigned, Some(&police)),
        (Event::Start, Who::Handler, None, State::InProgress, Some(&police)),
        (Event::Resolve, Who::Handler, None, State::Resolved, Some(&police)),
        (Event::Lapse, Who::System, None, State::Closed, None),
    ];
    for (event, who, to, state, holder) in way.clone() {
        let moved = act(&app, number, event, who, to).await.unwrap_or_else(|why| panic!("{event}: {why:?}"));
        assert_eq!((moved.state, moved.holder.as_ref()), (state, holder), "{event}");
        let tracked = tracked(&app, &receipt).await;
        assert_eq!((tracked.summary.state, tracked.next.next), (state, Next::of(state)));
        assert_eq!(tracked.next.due_at.is_some(), !state.is_final());
        assert_eq!(tracked.summary.changed_at, app.state().now());
    }
    let steps = tracked(&app, &receipt).await.steps;
    assert_eq!(steps.len(), way.len() + 1);
    assert!(steps.is_sorted_by_key(|step| step.at));
    let words: Vec<_> = steps.iter().skip(1).map(|step| step.words.clone().unwrap()).collect();
    assert_eq!(words, way.map(|(event, ..)| event.to_string()));
    // Reopened, it goes to the level above the one that had it last.
    let moved = act(&app, number, Event::Reopen, Who::Reporter, None).await.unwrap();
    let root = app.state().district().root().unwrap().id.clone();
    assert_eq!((moved.state, moved.holder), (State::Accepted, Some(root)));
}

#[tokio::test]
async fn what_the_table_refuses_changes_nothing() {
    let app = TestApp::start().await;
    let receipt = raise(&app, hazard(spot(&app, 0))).await;
    for (event, who) in [(Event::Resolve, Who::Handler), (Event::Accept, Who::Reporter), (Event::Reopen, Who::Reporter)]
    {
        let problem = act(&app, receipt.number, event, who, None).await.unwrap_err();
        assert_eq!(problem.code, ProblemCode::NotPossibleNow);
        assert!(problem.detail.is_some());
    }
    assert_eq!(app.count("case_event").await, 1);
    let problem = act(&app, CaseNumber::from_index(3), Event::Accept, Who::Desk, None).await.unwrap_err();
    assert_eq!(problem.code, ProblemCode::NotFound);
}

#[tokio::test]
async fn the_command_line_acts_in_the_right_part() {
    let app = TestApp::start().await;
    let receipt = raise(&app, hazard(spot(&app, 0))).await;
    assert_eq!(staff_for(app.state(), receipt.number, Event::Accept).await.unwrap(), Who::Desk);
    let refusal = staff_for(app.state(), receipt.number, Event::Withdraw).await.unwrap_err().to_problem();
    assert!(refusal.detail.unwrap().contains("somebody else"));
}

#[tokio::test]
async fn a_case_is_handed_to_units_that_exist_and_are_not_its_subject() {
    let app = TestApp::start().await;
    let police = UnitId::from("420204-police");
    let receipt = raise(&app, opinion(&police)).await;
    act(&app, receipt.number, Event::Accept, Who::Desk, None).await.unwrap();
    let to = |unit: &str| Some(UnitId::from(unit));
    for (unit, issue) in [(to("420204-police"), Issue::Invalid), (to("420204-nobody"), Issue::UnknownUnit)] {
        let problem = act(&app, receipt.number, Event::Assign, Who::Desk, unit).await.unwrap_err();
        assert_eq!(problem.issue("to"), Some(issue));
    }
    let problem = act(&app, receipt.number, Event::Ask, Who::Desk, to("420204-health")).await.unwrap_err();
    assert_eq!(problem.issue("to"), Some(Issue::NotForThisKind));
    let moved = act(&app, receipt.number, Event::Assign, Who::Desk, to("420204-health")).await.unwrap();
    assert_eq!(moved.holder, to("420204-health"));
}
