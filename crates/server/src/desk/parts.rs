//! In which part somebody acts on a case: from the roles they hold and where those units stand towards it.

use pingan_api::{
    account::{Permission, Role},
    cases::{Event, History, State as CaseState, Who, transition},
    desk::ActKind,
    id::UnitId,
};

use crate::{access::Held, district::District};

/// What of a case decides who may act on it.
#[derive(Clone, Debug)]
pub struct Facts {
    pub state: CaseState,
    pub history: History,
    /// Whoever has it, or had it last.
    pub holder: UnitId,
    /// Whoever let its clock run out and still works on it.
    pub climbed_from: Option<UnitId>,
    /// The grid it is in.
    pub grid: Option<UnitId>,
    /// The unit that an opinion is about.
    pub about: Option<UnitId>,
    /// Units that a whistle calls, each with whether it is still awaited.
    pub called: Vec<(UnitId, bool)>,
    pub hidden: bool,
    pub can_be_public: bool,
}

/// One way in which somebody stands towards a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub who: Who,
    pub role: Role,
    /// The unit that acts.
    pub unit: UnitId,
}

/// Every part that somebody has in a case.
///
/// - Somebody who holds any role on the unit that an opinion is about, or below it, has no part in it.
/// - A *dispatcher* is a street dispatcher or a district admin whose unit has the case, stands above whoever has it, or
///   answers for the ground it is on.
/// - A *desk* is each of those, a community desk whose community (or a grid of it) has the case, and a grid member whose
///   grid has it, or whose community has a case of that grid.
/// - A *handler* is anybody of the staff of the very unit that has the case: the department's people, or the desk where
///   the unit handles it itself.
/// - Whoever let a clock run out keeps the parts that they had before the case climbed.
pub fn parts(district: &District, held: &[Held], case: &Facts) -> Vec<Part> {
    let mut parts = Vec::new();
    if is_about(district, held, case.about.as_ref()) {
        return parts;
    }
    for Held { role, unit, .. } in held {
        let mut add = |who| {
            let part = Part { who, role: *role, unit: unit.clone() };
            if !parts.contains(&part) {
                parts.push(part);
            }
        };
        for seat in [Some(&case.holder), case.climbed_from.as_ref()].into_iter().flatten() {
            let own = unit == seat;
            let below = district.is_within(seat, unit);
            match role {
                Role::StreetDispatcher | Role::DistrictAdmin if below => {
                    add(Who::Desk);
                    add(Who::Dispatcher);
                }
                Role::CommunityDesk if below => add(Who::Desk),
                Role::GridMember => {
                    let my_ground = case.grid.as_ref() == Some(unit);
                    let my_desk = district.parent(unit).is_some_and(|community| community.id == *seat);
                    if own || (my_ground && my_desk) {
                        add(Who::Desk);
                    }
                }
                _ => {}
            }
            if own && role.may(Permission::MoveCase) {
                add(Who::Handler);
            }
        }
        let ground = case.grid.as_ref().is_some_and(|grid| district.is_within(grid, unit));
        if ground && matches!(role, Role::StreetDispatcher | Role::DistrictAdmin) {
            add(Who::Desk);
            add(Who::Dispatcher);
        }
    }
    parts
}

/// Whether somebody belongs to the unit that an opinion is about, or to one below it.
pub fn is_about(district: &District, held: &[Held], about: Option<&UnitId>) -> bool {
    about.is_some_and(|about| held.iter().any(|held| district.is_within(&held.unit, about)))
}

/// What a role has to be allowed for an act.
pub const fn permission(act: ActKind) -> Permission {
    match act {
        ActKind::Merge | ActKind::Unmerge | ActKind::Split => Permission::MergeCases,
        ActKind::Whistle => Permission::Whistle,
        ActKind::Redact | ActKind::Hide | ActKind::Show => Permission::Redact,
        ActKind::Block => Permission::Block,
        _ => Permission::MoveCase,
    }
}

/// A grid member takes on, asks, works and solves; turning people away and passing on is for desks.
const GRID_MEMBERS: &[ActKind] = &[
    ActKind::Accept,
    ActKind::Assign,
    ActKind::Ask,
    ActKind::Start,
    ActKind::Return,
    ActKind::Resolve,
    ActKind::CheckIn,
    ActKind::Decline,
    ActKind::Note,
    ActKind::Redact,
    ActKind::Hide,
    ActKind::Show,
];

fn role_may(role: Role, act: ActKind) -> bool {
    role.may(permission(act)) && (role != Role::GridMember || GRID_MEMBERS.contains(&act))
}

/// The part in which somebody can do something with a case now; none if they can't.
pub fn part_for(district: &District, held: &[Held], case: &Facts, act: ActKind) -> Option<Part> {
    let parts = parts(district, held, case);
    let called = called(district, held, case, act == ActKind::CheckIn || act == ActKind::Decline);
    match act {
        ActKind::CheckIn | ActKind::Decline => called.into_iter().find(|part| role_may(part.role, act)),
        ActKind::Hide if case.hidden || !case.can_be_public => None,
        ActKind::Show if !case.hidden => None,
        _ => match act.event() {
            Some(event) => parts.into_iter().find(|part| role_may(part.role, act) && can(case, event, part.who)),
            None if act == ActKind::Block => parts.into_iter().find(|part| role_may(part.role, act)),
            None => {
                let near = near(district, held, case);
                parts.into_iter().chain(called).chain(near).find(|part| role_may(part.role, act))
            }
        },
    }
}

/// Parts of units that a whistle calls. They have no row in the transition table: they come, and tell what they see.
fn called(district: &District, held: &[Held], case: &Facts, awaited_only: bool) -> Vec<Part> {
    if is_about(district, held, case.about.as_ref()) {
        return Vec::new();
    }
    let calls = case.called.iter().filter(|(_, awaited)| *awaited || !awaited_only);
    calls
        .flat_map(|(unit, _)| held.iter().filter(move |held| held.unit == *unit))
        .map(|held| Part { who: Who::Handler, role: held.role, unit: held.unit.clone() })
        .collect()
}

/// Whoever answers for the ground tells what they know and keeps faces off the map, whoever has the case.
fn near(district: &District, held: &[Held], case: &Facts) -> Vec<Part> {
    if is_about(district, held, case.about.as_ref()) {
        return Vec::new();
    }
    let on_ground = |held: &&Held| case.grid.as_ref().is_some_and(|grid| district.is_within(grid, &held.unit));
    let part = |held: &Held| Part { who: Who::Desk, role: held.role, unit: held.unit.clone() };
    held.iter().filter(on_ground).map(part).collect()
}

fn can(case: &Facts, event: Event, who: Who) -> bool {
    // A desk that handles cases calls nobody: whistles are for dispatchers, and for departments that need a street.
    transition::next(case.state, event, who, case.history).is_ok()
}
