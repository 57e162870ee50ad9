//! Who acts in which part: the whole rule as a table.

use pingan_api::{
    account::Role,
    cases::{History, State, Who},
    id::{GrantId, UnitId},
};
use pingan_server::{
    access::Held,
    desk::parts::{Facts, parts},
};
use uuid::Uuid;

use super::{department, ground};
use crate::app::TestApp;

fn held(role: Role, unit: &UnitId) -> Held {
    Held { id: GrantId(Uuid::nil()), role, unit: unit.clone() }
}

#[tokio::test]
async fn a_part_follows_from_role_unit_and_holder() {
    use Who::{Desk, Dispatcher, Handler};
    let app = TestApp::start().await;
    let (here, urban, fire) = (ground(&app, 0), department("urban"), department("fire"));
    let elsewhere = (0..378).map(|n| ground(&app, n)).find(|other| other.street != here.street).unwrap();
    let next_door = ground(&app, 1);
    assert!(next_door.community == here.community && next_door.grid != here.grid);
    let root = app.root();
    let table: &[(&str, Role, &UnitId, &UnitId, &[Who])] = &[
        ("a grid member's own case", Role::GridMember, &here.grid, &here.grid, &[Desk, Handler]),
        ("its community's", Role::GridMember, &here.grid, &here.community, &[Desk]),
        ("the street's", Role::GridMember, &here.grid, &here.street, &[]),
        ("next door", Role::GridMember, &next_door.grid, &here.community, &[]),
        ("a department's", Role::GridMember, &here.grid, &urban, &[]),
        ("a desk's own", Role::CommunityDesk, &here.community, &here.community, &[Desk, Handler]),
        ("its grid's", Role::CommunityDesk, &here.community, &here.grid, &[Desk]),
        ("the street's", Role::CommunityDesk, &here.community, &here.street, &[]),
        ("a department's", Role::CommunityDesk, &here.community, &urban, &[]),
        ("another community's", Role::CommunityDesk, &elsewhere.community, &here.community, &[]),
        ("a street's own", Role::StreetDispatcher, &here.street, &here.street, &[Desk, Dispatcher, Handler]),
        ("its community's", Role::StreetDispatcher, &here.street, &here.community, &[Desk, Dispatcher]),
        ("a department's on its ground", Role::StreetDispatcher, &here.street, &urban, &[Desk, Dispatcher]),
        ("a department's elsewhere", Role::StreetDispatcher, &elsewhere.street, &urban, &[]),
        ("the district's own", Role::DistrictAdmin, &root, &root, &[Desk, Dispatcher, Handler]),
        ("anybody's", Role::DistrictAdmin, &root, &urban, &[Desk, Dispatcher]),
        ("a department's own", Role::DepartmentHandler, &urban, &urban, &[Handler]),
        ("another's", Role::DepartmentHandler, &fire, &urban, &[]),
        ("an editor's", Role::Editor, &here.community, &here.community, &[]),
        ("a coordinator's", Role::VolunteerCoordinator, &here.community, &here.community, &[]),
    ];
    let facts = |holder: &UnitId| Facts {
        state: State::Accepted,
        history: History::default(),
        holder: holder.clone(),
        climbed_from: None,
        grid: Some(here.grid.clone()),
        about: None,
        called: vec![],
        hidden: false,
        can_be_public: true,
    };
    let district = app.state().district();
    let who = |held: &[Held], facts: &Facts| -> Vec<Who> {
        let mut who: Vec<Who> = parts(&district, held, facts).iter().map(|part| part.who).collect();
        who.sort();
        who
    };
    for (name, role, unit, holder, expected) in table {
        let mut expected = expected.to_vec();
        expected.sort();
        assert_eq!(who(&[held(*role, unit)], &facts(holder)), expected, "{role}: {name}");
    }
    // Whoever let the clock run out keeps the parts from before.
    let climbed = Facts { climbed_from: Some(urban.clone()), ..facts(&root) };
    assert_eq!(who(&[held(Role::DepartmentHandler, &urban)], &climbed), [Handler]);
    // Whoever belongs to the subject of an opinion has no part, whatever else they are.
    for subject in [&here.street, &here.community] {
        let opinion = Facts { about: Some(subject.clone()), grid: None, ..facts(&root) };
        let both = [held(Role::DistrictAdmin, &root), held(Role::CommunityDesk, &here.community)];
        assert_eq!(who(&both, &opinion), []);
        assert_eq!(who(&both[..1], &opinion), who(&both[..1], &facts(&root)));
    }
}
