//! `/api/v1/desk` and below.

mod acts;
mod audit;
mod calendar;
mod conflict;
mod merge;
mod parts;
mod queue;
mod races;
mod redact;
mod settings;
mod stream;
mod sweep;
mod walk;
mod whistle;

use pingan_api::{
    ProblemCode,
    account::Role,
    cases::{CaseNumber, Receipt},
    desk::{ActKind, ActOnCase, Acted, DeskCase, GetDeskCase, NewAct},
    id::UnitId,
};

use crate::{
    app::{Actor, Reply, TestApp, new_key},
    fixtures::{hazard, raise, spot},
};

/// The units of the first grid, from below.
pub(crate) struct Ground {
    pub(crate) grid: UnitId,
    pub(crate) community: UnitId,
    pub(crate) street: UnitId,
}

pub(crate) fn ground(app: &TestApp, nth: usize) -> Ground {
    let district = app.state().district();
    let grid = &district.grids()[nth];
    Ground { grid: grid.id.clone(), community: grid.community.clone(), street: grid.street.clone() }
}

/// Somebody at the desk of the first grid's community.
pub(crate) async fn desk(app: &TestApp) -> Actor<'_> {
    app.staff(Role::CommunityDesk, &ground(app, 0).community).await
}

pub(crate) fn department(name: &str) -> UnitId {
    UnitId(format!("420204-{name}"))
}

/// The case as somebody sees it.
pub(crate) async fn get(actor: Actor<'_>, number: CaseNumber) -> DeskCase {
    actor.send(&GetDeskCase(number)).await.json()
}

/// An act on the case as it is now.
pub(crate) async fn try_act(actor: Actor<'_>, number: CaseNumber, act: NewAct) -> Reply {
    let version = match actor.send(&GetDeskCase(number)).await {
        reply if reply.status.is_success() => reply.json::<DeskCase>().version,
        _ => act.version,
    };
    let act = NewAct { version, ..act };
    actor.send(&ActOnCase { key: new_key(), number, act }).await
}

pub(crate) async fn act(actor: Actor<'_>, number: CaseNumber, act: NewAct) -> Acted {
    let kind = act.act;
    let reply = try_act(actor, number, act).await;
    assert!(reply.status.is_success(), "{kind}: {}", reply.text());
    reply.json()
}

pub(crate) async fn refused(actor: Actor<'_>, number: CaseNumber, act: NewAct) -> ProblemCode {
    try_act(actor, number, act).await.problem().code
}

pub(crate) fn plain(act: ActKind) -> NewAct {
    NewAct::new(0, act)
}

pub(crate) fn said(act: ActKind, words: &str) -> NewAct {
    NewAct { words: words.to_owned(), ..plain(act) }
}

pub(crate) fn to(act: ActKind, unit: &UnitId) -> NewAct {
    let words = if act == ActKind::Transfer { "转给你们".to_owned() } else { String::new() };
    NewAct { to: Some(unit.clone()), words, ..plain(act) }
}

/// A case of the first grid that a department has begun with.
pub(crate) async fn in_progress(app: &TestApp, department: &UnitId) -> Receipt {
    let receipt = raise(app, hazard(spot(app, 0))).await;
    let desk = desk(app).await;
    act(desk, receipt.number, plain(ActKind::Accept)).await;
    act(desk, receipt.number, to(ActKind::Assign, department)).await;
    let handler = app.staff(Role::DepartmentHandler, department).await;
    act(handler, receipt.number, plain(ActKind::Start)).await;
    receipt
}
