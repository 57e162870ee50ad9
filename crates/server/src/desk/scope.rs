//! Which cases somebody sees, as a condition of the database: the same for the queue, its counters, the search, one case
//! by its number and an export.

use pingan_api::{
    Timestamp,
    account::{Permission, Role},
    cases::State as CaseState,
    district::UnitKind,
    id::UnitId,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, SelectStatement},
};

use crate::{
    access::{Actor, Held},
    cases::entity::{case::Column, event, whistle_call as call},
    district::District,
};

/// The roles of an actor that have a permission.
pub(crate) fn held(actor: &Actor, permission: Permission) -> Vec<Held> {
    let able = actor.second_factor;
    actor.grants().iter().filter(|held| able && held.role.may(permission)).cloned().collect()
}

/// Cases that somebody may see: those of the ground they answer for, those that their unit or one below it has or had
/// last, those that it let become overdue, that it was called to, and that it sent back. Never an opinion about a unit
/// that they belong to.
pub(crate) fn visible(district: &District, actor: &Actor, permission: Permission) -> Condition {
    let held = &held(actor, permission);
    let mut any = Condition::any();
    let mut own: Vec<&UnitId> = Vec::new();
    for Held { unit, .. } in held {
        let kind = district.unit(unit).map(|unit| unit.kind);
        match kind {
            Some(UnitKind::District) => return not_about(district, actor),
            Some(UnitKind::Street) => any = any.add(Column::Street.eq(unit.0.as_str())),
            Some(UnitKind::Community) => any = any.add(Column::Community.eq(unit.0.as_str())),
            Some(UnitKind::Grid) => any = any.add(Column::Grid.eq(unit.0.as_str())),
            Some(UnitKind::Department) | None => {}
        }
        any = any.add(within(Column::LastHolder, district, unit));
        own.push(unit);
    }
    let units = || own.iter().map(|unit| unit.0.as_str());
    if !own.is_empty() {
        any = any
            .add(Column::ClimbedFrom.is_in(units()))
            .add(Column::Id.in_subquery(calls(units())))
            .add(Column::Id.in_subquery(returned(units())));
    }
    // An empty `any` would hold for everything.
    let any = if own.is_empty() { any.add(Expr::cust("1 = 0")) } else { any };
    not_about(district, actor).add(any)
}

/// Opinions about the units that somebody belongs to, or about any above those, are not for them, whichever of their roles
/// asks: what [`parts::is_about`](super::parts::is_about) says of one case, said of all.
pub(super) fn not_about(district: &District, actor: &Actor) -> Condition {
    let mut subjects: Vec<&str> =
        actor.grants().iter().flat_map(|held| district.ancestors(&held.unit)).map(|unit| unit.id.0.as_str()).collect();
    subjects.sort_unstable();
    subjects.dedup();
    let free = Condition::any().add(Column::About.is_null()).add(Column::About.is_not_in(subjects));
    Condition::all().add(free)
}

/// A column that names a unit or any below it.
pub(super) fn within(column: Column, district: &District, unit: &UnitId) -> Expr {
    let below = district.units().iter().filter(|other| district.is_within(&other.id, unit));
    column.is_in(below.map(|unit| unit.id.0.as_str()))
}

/// Cases whose place is in a unit, or that it or one below it has.
pub(crate) fn of_unit(district: &District, unit: &UnitId) -> Condition {
    let any = Condition::any().add(within(Column::LastHolder, district, unit));
    match district.unit(unit).map(|unit| unit.kind) {
        Some(UnitKind::District) => Condition::all(),
        Some(UnitKind::Street) => any.add(Column::Street.eq(unit.0.as_str())),
        Some(UnitKind::Community) => any.add(Column::Community.eq(unit.0.as_str())),
        Some(UnitKind::Grid) => any.add(Column::Grid.eq(unit.0.as_str())),
        Some(UnitKind::Department) | None => any,
    }
}

/// Cases whose next step is one of somebody's units'.
pub(super) fn waiting(district: &District, held: &[Held]) -> Condition {
    let units = || held.iter().map(|held| held.unit.0.as_str());
    let mut any = Condition::any().add(Column::Holder.is_in(units())).add(Column::ClimbedFrom.is_in(units()));
    for Held { role, unit, .. } in held {
        if let (Role::GridMember, Some(community)) = (role, district.parent(unit)) {
            any = any.add(
                Condition::all()
                    .add(Column::Holder.eq(community.id.0.as_str()))
                    .add(Column::Grid.eq(unit.0.as_str()))
                    .add(Column::State.eq(CaseState::Submitted.as_str())),
            );
        }
    }
    Condition::all().add(with_staff()).add(any)
}

/// States whose next step is the staff's.
pub(super) fn with_staff() -> Expr {
    let states = [CaseState::Submitted, CaseState::Accepted, CaseState::Assigned, CaseState::InProgress];
    Column::State.is_in(states.map(CaseState::as_str))
}

/// Cases that a whistle calls units to, which are still awaited. The bare column is what the partial index is made for.
pub(super) fn awaited<'a>(units: impl Iterator<Item = &'a str>) -> SelectStatement {
    let calls = call::Entity::find().select_only().column(call::Column::CaseId);
    calls.filter(call::Column::Unit.is_in(units)).filter(Expr::cust("awaited")).into_query()
}

/// Cases of a whistle that somebody did not come to in time.
pub(super) fn missed(now: Timestamp) -> SelectStatement {
    let calls = call::Entity::find().select_only().column(call::Column::CaseId);
    calls.filter(Expr::cust("awaited")).filter(call::Column::DueAt.lte(now.as_millis())).into_query()
}

fn calls<'a>(units: impl Iterator<Item = &'a str>) -> SelectStatement {
    let calls = call::Entity::find().select_only().column(call::Column::CaseId);
    calls.filter(call::Column::Unit.is_in(units)).into_query()
}

/// Cases that units sent back.
pub(super) fn returned<'a>(units: impl Iterator<Item = &'a str>) -> SelectStatement {
    let steps = event::Entity::find().select_only().column(event::Column::CaseId);
    // The literal is what the partial index is made for.
    steps.filter(event::Column::Unit.is_in(units)).filter(Expr::cust("event = 'return'")).into_query()
}
