//! A hazard that volunteers are called to: its case shows the call, and who came.

use pingan_api::{
    Issue,
    account::Role,
    cases::{CaseNumber, CasePage, GetCase, Receipt, TrackCase, TrackedCase},
    volunteer::{
        Mark, MarkKind, NewShift, Shift, ShiftState,
        attendance::{MarkRoster, Marks},
        shift::{CaseShift, CreateShift},
    },
};

use super::{cancel, change, elsewhere, lead, publish, sign_up, written};
use crate::{
    app::{TestApp, new_key},
    desk::{self, desk},
    fixtures::{appeal, key_of, public_hazard, raise, spot},
    volunteer::fixtures::{coordinator, new_shift, shift, team, volunteer},
};

/// The same on the desk's page, the reporter's and everyone's.
async fn shown(app: &TestApp, receipt: &Receipt) -> Vec<CaseShift> {
    let on_desk = desk::get(desk(app).await, receipt.number).await.shifts;
    let tracked: TrackedCase = app.anonymous().send(&TrackCase(key_of(receipt))).await.json();
    let page: CasePage = app.anonymous().send(&GetCase(receipt.number)).await.json();
    assert_eq!((&tracked.shifts, &page.shifts), (&on_desk, &on_desk));
    on_desk
}

#[tokio::test]
async fn a_call_shows_on_its_case_from_when_it_is_published() {
    let app = TestApp::start().await;
    let receipt = public_hazard(&app, spot(&app, 0)).await;
    let moderator = desk(&app).await;
    let team = team(&app, &coordinator(&app).await).await;
    let new = NewShift { case: Some(receipt.number), publish: false, ..new_shift(&app, &team) };
    let draft = shift(&app, &moderator, new.clone()).await;
    assert_eq!(draft.case, Some(receipt.number));
    assert!(shown(&app, &receipt).await.is_empty());
    let call: Shift = publish(moderator, draft.card.id, false).await.json();
    let person = volunteer(&app).await;
    let mine = sign_up(person, &call).await.mine.expect("a place");
    let expected = CaseShift {
        shift: call.card.id,
        title: call.card.title.clone(),
        kind: call.card.kind,
        starts_at: call.card.starts_at,
        state: ShiftState::Published,
        needed: 2,
        taken: 1,
        came: 0,
    };
    assert_eq!(shown(&app, &receipt).await, std::slice::from_ref(&expected));

    // A draft that is given up was never a call.
    let given_up = shift(&app, &moderator, new).await;
    cancel(moderator, given_up.card.id, false).await.json::<Shift>();
    assert_eq!(shown(&app, &receipt).await.len(), 1);

    app.pass(2 * 24 * 3_600_000 + 60_000);
    let moderator = desk(&app).await;
    let mark = Mark {
        key: new_key(),
        kind: MarkKind::Present,
        at: app.state().now(),
        sign_up: Some(mine.id),
        name: None,
        post: None,
        minutes: None,
        reason: None,
    };
    let marks = MarkRoster { shift: call.card.id, body: Marks { marks: vec![mark] } };
    moderator.send(&marks).await.answer(&marks);
    assert_eq!(shown(&app, &receipt).await, [CaseShift { came: 1, ..expected }]);
}

#[tokio::test]
async fn only_who_sees_a_hazard_as_staff_calls_for_it() {
    let app = TestApp::start().await;
    let receipt = public_hazard(&app, spot(&app, 0)).await;
    let appealed = raise(&app, appeal(spot(&app, 0))).await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let lead = lead(&app, by, &team).await;
    // Of another community's desk, with a role for volunteers here.
    let roles = [(Role::CommunityDesk, &elsewhere(&app)), (Role::VolunteerCoordinator, &team.card.unit)];
    let neighbour = app.signed_in(&roles, true).await;
    let call = |number: CaseNumber| CreateShift {
        key: new_key(),
        body: NewShift { case: Some(number), ..new_shift(&app, &team) },
    };
    for nobody in [by, lead, neighbour] {
        assert_eq!(nobody.send(&call(receipt.number)).await.problem().issue("case"), Some(Issue::Invalid));
    }
    let moderator = desk(&app).await;
    assert_eq!(moderator.send(&call(appealed.number)).await.problem().issue("case"), Some(Issue::Invalid));
    let create = call(receipt.number);
    let called = moderator.send(&create).await.answer(&create);

    // Whoever organises it keeps it with its case, or takes it from there, and puts no other in.
    let kept: Shift = change(lead, &called, written(&called)).await.json();
    assert_eq!(kept.case, Some(receipt.number));
    let another = public_hazard(&app, spot(&app, 1)).await;
    let moved = NewShift { case: Some(another.number), ..written(&kept) };
    assert_eq!(change(lead, &kept, moved).await.problem().issue("shift.case"), Some(Issue::Invalid));
    let freed: Shift = change(lead, &kept, NewShift { case: None, ..written(&kept) }).await.json();
    assert_eq!(freed.case, None);
    assert!(shown(&app, &receipt).await.is_empty());
}
