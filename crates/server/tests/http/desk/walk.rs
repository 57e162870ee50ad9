//! Random walks of the lifecycle by all roles, through the server: whatever they try, the invariants hold.

use pingan_api::{
    account::Role,
    cases::{Event, History, State, Who, transition},
    desk::{ActKind, Area, NewAct, NewPart},
    id::{PhotoId, ShareId, UnitId},
};
use pingan_server::{
    cases::{
        Move,
        entity::{case, event},
        move_case,
    },
    desk::{act_on, sweep::sweep},
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::{department, ground};
use crate::{
    app::{TestApp, new_key},
    fixtures::{hazard, opinion, raise, spot},
};

/// Somebody tries something.
#[derive(Clone, Debug)]
enum Try {
    /// Which of the staff, which act, towards which unit.
    Act(usize, usize, usize),
    Reporter(usize),
    /// Hours go by, and clocks are looked at.
    Wait(u32),
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let one = prop_oneof![
        8 => (0usize..8, 0usize..100, 0usize..7).prop_map(|(who, act, unit)| Try::Act(who, act, unit)),
        2 => (0..Event::ALL.len()).prop_map(Try::Reporter),
        1 => (1u32..200).prop_map(Try::Wait),
    ];
    prop::collection::vec(one, 60)
}

/// Acts as they are tried: those that lead further, more often.
const ACTS: &[&[ActKind]] = &[
    ActKind::ALL,
    &[ActKind::Accept, ActKind::Assign, ActKind::Start, ActKind::Resolve, ActKind::Ask],
    &[ActKind::Resolve, ActKind::Ask, ActKind::Start],
    &[ActKind::Resolve, ActKind::Whistle],
];

/// Everything that an act needs, some of it nonsense.
fn fill(
    kind: ActKind,
    version: u32,
    unit: &UnitId,
    into: pingan_api::cases::CaseNumber,
    until: pingan_api::Timestamp,
) -> NewAct {
    use pingan_api::desk::Need;
    let mut act = NewAct::new(version, kind);
    for need in kind.needs() {
        match need {
            Need::Words => act.words = "办".into(),
            Need::Ground => act.ground = Some(pingan_api::cases::Ground::NoFault),
            Need::To => act.to = Some(unit.clone()),
            Need::Into => act.into = Some(into),
            Need::Parts => act.parts = vec![NewPart { category: None, text: "一半".into(), photos: vec![] }],
            Need::Hours => act.hours = Some(2),
            Need::Areas => {
                act.photo = Some(PhotoId(Uuid::nil()));
                act.areas = vec![Area { left: 0, top: 0, width: 1, height: 1 }];
            }
            Need::Share => act.share = Some(ShareId(Uuid::nil())),
            Need::Until => act.until = Some(until),
            Need::Photos | Need::Joint => {}
        }
    }
    act
}

#[tokio::test]
async fn whatever_all_roles_try_the_invariants_hold() {
    let app = TestApp::start().await;
    let here = ground(&app, 0);
    let (urban, fire, root, elsewhere) =
        (department("urban"), department("fire"), app.root(), ground(&app, 300).street);
    let units = [&here.grid, &here.community, &here.street, &urban, &root, &fire, &elsewhere];
    let roles = [
        (Role::GridMember, &here.grid),
        (Role::CommunityDesk, &here.community),
        (Role::StreetDispatcher, &here.street),
        (Role::DepartmentHandler, &urban),
        (Role::DepartmentHandler, &fire),
        (Role::DistrictAdmin, &root),
        (Role::Editor, &root),
        (Role::VolunteerCoordinator, &here.community),
    ];
    let mut staff = Vec::new();
    for (role, unit) in roles {
        staff.push(app.staff(role, unit).await.actor().await);
    }
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let mut seen = std::collections::BTreeSet::new();
    let other = raise(&app, hazard(spot(&app, 0))).await.number;
    let mut done = 0;
    for round in 0..24 {
        let about = if round % 3 == 0 { Some(&here.street) } else { None };
        let raised = match about {
            Some(about) => opinion(about),
            None => hazard(spot(&app, 0)),
        };
        let number = raise(&app, raised).await.number;
        let acts: Vec<ActKind> = ACTS.iter().copied().flatten().copied().collect();
        if round % 2 == 1 {
            // Half of the walks begin where work goes on.
            for (who, kind, unit) in [(5, ActKind::Accept, 3), (5, ActKind::Assign, 3), (3, ActKind::Start, 3)] {
                let version = row(&app, number).await.version as u32;
                let new = fill(kind, version, units[unit], other, app.state().now());
                act_on(app.state(), &staff[who], number, new, new_key().0, app.state().now()).await.unwrap();
                done += 1;
            }
        }
        for attempt in tries().new_tree(&mut runner).unwrap().current() {
            app.pass(60_000);
            let now = app.state().now();
            match attempt {
                Try::Act(who, act, unit) => {
                    let version = row(&app, number).await.version as u32;
                    let new = fill(acts[act % acts.len()], version, units[unit], other, now.plus_hours(1));
                    match act_on(app.state(), &staff[who], number, new, new_key().0, now).await {
                        Ok(_) => done += 1,
                        Err(error) => assert!(error.to_problem().status < 500, "{error}"),
                    }
                }
                Try::Reporter(event) => {
                    let step = Move::new(number, Event::ALL[event], Who::Reporter);
                    let _ = move_case(app.state(), step, now).await;
                }
                Try::Wait(hours) => {
                    app.pass(i64::from(hours) * 3_600_000);
                    sweep(app.state(), app.state().now()).await.unwrap();
                }
            }
            seen.insert(hold(&app, number, about).await);
        }
    }
    assert_eq!(seen.len(), State::ALL.len(), "the walks reach every state: {seen:?}");
    let awaited = "whistle_call WHERE awaited AND case_id IN (SELECT id FROM cases WHERE holder IS NULL)";
    assert_eq!(app.count(awaited).await, 0, "nobody is awaited at a case that ended");
    assert_eq!(app.count("audit WHERE object_kind = 'case'").await, done, "each act of a desk leaves one line");
}

async fn row(app: &TestApp, number: pingan_api::cases::CaseNumber) -> case::Model {
    let number = i32::try_from(number.as_u32()).unwrap();
    case::Entity::find().filter(case::Column::Number.eq(number)).one(app.state().db.reads()).await.unwrap().unwrap()
}

/// History equals state; one holder unless final; no clock on a final case; an opinion is never its subject's.
async fn hold(app: &TestApp, number: pingan_api::cases::CaseNumber, about: Option<&UnitId>) -> State {
    let case = row(app, number).await;
    let steps = event::Entity::find()
        .filter(event::Column::CaseId.eq(case.id))
        .order_by_asc(event::Column::Seq)
        .all(app.state().db.reads())
        .await
        .unwrap();
    let (mut state, mut history) = (State::Submitted, History::default());
    assert_eq!(steps[0].to_state, "submitted");
    for (seq, step) in (1..).zip(&steps[1..]) {
        assert_eq!(step.seq, seq);
        let (event, who): (Event, Who) = (step.event.as_ref().unwrap().parse().unwrap(), step.who.parse().unwrap());
        let next =
            transition::next(state, event, who, history).unwrap_or_else(|why| panic!("{state} {event}: {why:?}"));
        history = history.after(state, event);
        state = next;
        assert_eq!(step.to_state, state.as_str());
    }
    assert_eq!((case.state.as_str(), case.version), (state.as_str(), steps.last().unwrap().seq));
    assert_eq!(case.holder.is_none(), state.is_final());
    assert_eq!(case.due_at.is_none(), state.is_final());
    assert_eq!(case.closed_at.is_some(), state.is_final());
    assert_eq!(case.merged_into.is_some(), state == State::Merged);
    let district = app.state().district();
    if let (Some(about), Some(holder)) = (about, &case.holder) {
        assert!(!district.is_within(&UnitId(holder.clone()), about));
    }
    assert!(!(case.is_public && (case.hidden || !state.is_public())));
    state
}
