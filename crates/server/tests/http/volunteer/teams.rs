//! Teams: founded, found, changed.

mod members;

use pingan_api::{
    Issue, ProblemCode,
    account::Role,
    id::{AccountId, TeamId, UnitId},
    volunteer::{
        JoinPolicy, Membership, NewShift, NewTeam, Team, TeamKind,
        shift::GetShift,
        team::{
            ChangeMember, ChangeTeam, CreateTeam, GetTeam, JoinTeam, ListMembers, ListTeams, MemberAct, MemberChange,
            TeamChange, TeamQuery,
        },
    },
};

use super::fixtures::{coordinator, new_shift, shift, team, volunteer};
use crate::{
    app::{Actor, Reply, TestApp, new_key},
    desk::ground,
};

fn new_team(name: &str, unit: &UnitId) -> NewTeam {
    NewTeam {
        kind: TeamKind::Law,
        name: name.into(),
        about: "帮人看合同。".into(),
        unit: unit.clone(),
        join: JoinPolicy::Open,
        closed: false,
    }
}

async fn found(by: Actor<'_>, new: NewTeam) -> Team {
    let create = CreateTeam { key: new_key(), body: new };
    by.send(&create).await.answer(&create)
}

/// The team as it is, with something else.
async fn change(by: Actor<'_>, team: &Team, new: NewTeam) -> Reply {
    by.send(&ChangeTeam { team: team.card.id, body: TeamChange { version: team.version, team: new } }).await
}

fn written(team: &Team) -> NewTeam {
    NewTeam {
        kind: team.card.kind,
        name: team.card.name.clone(),
        about: team.about.clone(),
        unit: team.card.unit.clone(),
        join: team.join,
        closed: team.closed,
    }
}

async fn get(by: Actor<'_>, team: TeamId) -> Team {
    let get = GetTeam { team };
    by.send(&get).await.answer(&get)
}

async fn join(person: Actor<'_>, team: TeamId) -> Reply {
    person.send(&JoinTeam { team, body: () }).await
}

async fn act(by: Actor<'_>, team: TeamId, account: AccountId, act: MemberAct) -> Reply {
    by.send(&ChangeMember { team, account, body: MemberChange { act } }).await
}

/// Somebody who leads a team.
async fn lead<'a>(app: &'a TestApp, by: Actor<'_>, team: TeamId) -> Actor<'a> {
    let person = volunteer(app).await;
    assert!(join(person, team).await.status.is_success());
    assert!(act(by, team, person.account(), MemberAct::MakeLead).await.status.is_success());
    person
}

async fn names(by: Actor<'_>, query: TeamQuery) -> Vec<String> {
    let list = ListTeams { query };
    by.send(&list).await.answer(&list).items.into_iter().map(|card| card.name).collect()
}

/// The same some hours later.
fn moved(new: &NewShift, hours: u32) -> NewShift {
    let (starts_at, ends_at) = (new.starts_at.plus_hours(hours), new.ends_at.plus_hours(hours));
    NewShift { starts_at, ends_at, ..new.clone() }
}

#[tokio::test]
async fn a_coordinator_founds_a_team_once_and_on_their_own_ground() {
    let app = TestApp::start().await;
    let (here, elsewhere) = (ground(&app, 0), ground(&app, 300));
    let by = app.staff(Role::VolunteerCoordinator, &here.community).await;
    let create = CreateTeam { key: new_key(), body: new_team("法律援助队", &here.community) };
    let reply = by.send(&create).await;
    assert_eq!(reply.status, 201);
    let team = reply.answer(&create);
    assert_eq!((team.card.kind, team.card.name.as_str(), team.version), (TeamKind::Law, "法律援助队", 1));
    assert_eq!((team.card.members, team.card.shifts), (0, 0));
    assert!(team.organises && !team.closed && team.leads.is_empty() && team.next.is_empty());
    assert_eq!(by.send(&create).await.body, reply.body, "the same key makes nothing twice");
    let other = CreateTeam { key: create.key, body: new_team("别的队", &here.community) };
    assert_eq!(by.send(&other).await.problem().code, ProblemCode::IdempotencyKeyReused);
    assert_eq!((app.count("team").await, app.count("audit WHERE action = 'change_team'").await), (1, 1));

    let at = |unit: &UnitId| CreateTeam { key: new_key(), body: new_team("法律援助队", unit) };
    for unit in [&here.street, &elsewhere.community] {
        assert_eq!(by.send(&at(unit)).await.problem().code, ProblemCode::NotAllowed, "{unit}");
    }
    assert_eq!(by.send(&at(&"nowhere".into())).await.problem().issue("unit"), Some(Issue::UnknownUnit));
    let halfway = app.signed_in(&[(Role::VolunteerCoordinator, &here.community)], false).await;
    assert_eq!(halfway.send(&at(&here.community)).await.problem().code, ProblemCode::SecondFactorNeeded);
    assert_eq!(app.resident().await.send(&at(&here.community)).await.problem().code, ProblemCode::NotAllowed);
    let nameless = CreateTeam { key: new_key(), body: new_team(" ", &here.community) };
    assert_eq!(by.send(&nameless).await.problem().issue("name"), Some(Issue::Required));
    assert_eq!(app.count("team").await, 1);
}

#[tokio::test]
async fn teams_are_found_by_name_unit_and_kind_a_page_at_a_time() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let here = ground(&app, 0);
    let district = app.state().district();
    let far = district.grids().iter().find(|grid| grid.street != here.street).unwrap();
    for (name, unit) in [
        ("D队", &here.grid),
        ("A队", &app.root()),
        ("E队", &far.community),
        ("C队", &here.community),
        ("B队", &here.street),
    ] {
        found(by, new_team(name, unit)).await;
    }
    let nobody = app.anonymous();
    assert_eq!(names(nobody, TeamQuery::default()).await, ["A队", "B队", "C队", "D队", "E队"]);
    let of = |unit: &UnitId| TeamQuery { unit: Some(unit.clone()), ..TeamQuery::default() };
    assert_eq!(names(nobody, of(&here.community)).await, ["A队", "B队", "C队", "D队"]);
    assert_eq!(names(nobody, of(&here.grid)).await, ["A队", "B队", "C队", "D队"]);
    assert_eq!(names(nobody, of(&far.id)).await, ["A队", "E队"]);
    assert_eq!(names(nobody, of(&app.root())).await.len(), 5);
    let unknown = ListTeams { query: of(&"nowhere".into()) };
    assert_eq!(nobody.send(&unknown).await.problem().issue("unit"), Some(Issue::UnknownUnit));
    let kind = |kind| TeamQuery { kind: Some(kind), ..TeamQuery::default() };
    assert_eq!(names(nobody, kind(TeamKind::Law)).await.len(), 5);
    assert!(names(nobody, kind(TeamKind::Health)).await.is_empty());

    let (mut seen, mut query) = (Vec::new(), TeamQuery { limit: Some(2), ..TeamQuery::default() });
    loop {
        let list = ListTeams { query: query.clone() };
        let page = nobody.send(&list).await.answer(&list);
        seen.extend(page.items.into_iter().map(|card| card.name));
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, ["A队", "B队", "C队", "D队", "E队"]);
    assert_eq!(nobody.get("/api/v1/volunteer/teams?cursor=x").await.problem().issue("cursor"), Some(Issue::Invalid));
    assert_eq!(nobody.get("/api/v1/volunteer/teams?limit=0").await.problem().issue("limit"), Some(Issue::Invalid));
    assert_eq!(nobody.send(&GetTeam { team: TeamId(new_key().0) }).await.status, 404);
}

#[tokio::test]
async fn closed_teams_are_for_their_own_people_and_take_nobody_in() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let (open, closing) = (team(&app, &by).await, found(by, new_team("老队", &app.root())).await);
    let person = volunteer(&app).await;
    join(person, closing.card.id).await.json::<Team>();
    let mine = || TeamQuery { mine: Some(true), ..TeamQuery::default() };
    assert_eq!(names(person, mine()).await, ["老队"]);
    let closed = NewTeam { closed: true, ..written(&closing) };
    assert!(change(by, &closing, closed).await.json::<Team>().closed);

    assert_eq!(names(person, TeamQuery::default()).await, [open.card.name.as_str()]);
    assert_eq!(names(person, mine()).await, ["老队"]);
    assert_eq!(names(by, mine()).await.len(), 2);
    assert!(names(app.anonymous(), mine()).await.is_empty());
    assert!(get(app.anonymous(), closing.card.id).await.closed, "its past stays");
    let late = volunteer(&app).await;
    assert_eq!(join(late, closing.card.id).await.problem().code, ProblemCode::NotPossibleNow);
    assert!(join(person, closing.card.id).await.status.is_success(), "who is in it stays");
}

#[tokio::test]
async fn a_team_shows_its_leads_members_and_next_shifts() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let id = team.card.id;
    let leading = lead(&app, by, id).await;
    let member = volunteer(&app).await;
    join(member, id).await.json::<Team>();
    let new = new_shift(&app, &team);
    let later = shift(&app, &by, NewShift { title: "第二场".into(), ..moved(&new, 24) }).await;
    let sooner = shift(&app, &by, new.clone()).await;
    shift(&app, &by, NewShift { publish: false, ..new }).await;

    let seen = get(app.anonymous(), id).await;
    assert_eq!((seen.card.members, seen.card.shifts, seen.card.mine), (2, 2, None));
    assert_eq!(seen.leads.len(), 1);
    assert!(!seen.organises);
    let next: Vec<_> = seen.next.iter().map(|card| card.id).collect();
    assert_eq!(next, [sooner.card.id, later.card.id], "no draft");
    assert_eq!(get(member, id).await.card.mine, Some(Membership::Member));
    let own = get(leading, id).await;
    assert_eq!((own.card.mine, own.organises), (Some(Membership::Lead), true));
    assert!(get(by, id).await.organises);
    // Once they have begun they are not to come.
    app.pass(3 * 86_400_000 + 1);
    let seen = get(app.anonymous(), id).await;
    assert_eq!((seen.card.shifts, seen.next.len()), (0, 0));
}

#[tokio::test]
async fn of_two_organisers_the_second_reads_again() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let leading = lead(&app, by, team.card.id).await;
    let (first, second) = (get(by, team.card.id).await, get(leading, team.card.id).await);
    let changed: Team = change(by, &first, NewTeam { about: "一".into(), ..written(&first) }).await.json();
    assert_eq!((changed.about.as_str(), changed.version), ("一", first.version + 1));
    let late = NewTeam { about: "二".into(), ..written(&second) };
    assert_eq!(change(leading, &second, late.clone()).await.problem().code, ProblemCode::EditedMeanwhile);
    assert_eq!(get(by, team.card.id).await.about, "一", "nothing was done");
    let again = get(leading, team.card.id).await;
    assert_eq!(change(leading, &again, late).await.json::<Team>().about, "二");
    assert_eq!(app.count("audit WHERE action = 'change_team'").await, 3);
}

#[tokio::test]
async fn only_its_organisers_change_a_team_and_move_it_where_they_may() {
    let app = TestApp::start().await;
    let root = coordinator(&app).await;
    let (here, elsewhere) = (ground(&app, 0), ground(&app, 300));
    let by = app.staff(Role::VolunteerCoordinator, &here.community).await;
    let team = found(by, new_team("法律援助队", &here.community)).await;
    let other = found(root, new_team("别的队", &here.community)).await;
    let leading = lead(&app, by, team.card.id).await;
    let of_other = lead(&app, root, other.card.id).await;
    let far = app.staff(Role::VolunteerCoordinator, &elsewhere.community).await;
    let halfway = app.signed_in(&[(Role::VolunteerCoordinator, &here.community)], false).await;
    let member = volunteer(&app).await;
    join(member, team.card.id).await.json::<Team>();
    for nobody in [app.resident().await, member, of_other, far, halfway] {
        assert_eq!(change(nobody, &team, written(&team)).await.problem().code, ProblemCode::NotAllowed);
        let list = ListMembers { team: team.card.id };
        assert_eq!(nobody.send(&list).await.problem().code, ProblemCode::NotAllowed);
        let remove = act(nobody, team.card.id, member.account(), MemberAct::Remove).await;
        assert_eq!(remove.problem().code, ProblemCode::NotAllowed);
    }
    assert_eq!(change(app.anonymous(), &team, written(&team)).await.problem().code, ProblemCode::NotSignedIn);
    let to = |unit: &UnitId| NewTeam { unit: unit.clone(), ..written(&team) };
    for mover in [by, leading] {
        assert_eq!(change(mover, &team, to(&elsewhere.community)).await.problem().code, ProblemCode::NotAllowed);
    }
    assert_eq!(change(by, &team, to(&"nowhere".into())).await.problem().issue("team.unit"), Some(Issue::UnknownUnit));
    assert_eq!(change(by, &team, to(&here.grid)).await.json::<Team>().card.unit, here.grid);
    let moved = change(root, &get(root, team.card.id).await, to(&elsewhere.community)).await.json::<Team>();
    assert_eq!(moved.card.unit, elsewhere.community);
    assert!(!get(by, team.card.id).await.organises, "another's from there on");
    assert!(get(far, team.card.id).await.organises);
}

#[tokio::test]
async fn shifts_are_of_the_kind_of_their_team() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let shift = shift(&app, &by, new_shift(&app, &team)).await;
    assert_eq!(shift.card.kind, TeamKind::Environment);
    change(by, &team, NewTeam { kind: TeamKind::Relief, ..written(&team) }).await.json::<Team>();
    let read = GetShift { shift: shift.card.id };
    assert_eq!(by.send(&read).await.answer(&read).card.kind, TeamKind::Relief);
}
