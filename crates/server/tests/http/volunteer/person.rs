//! Whoever volunteers: registering, ending it, what coordinators see.

mod calendar;
mod leaving;

use pingan_api::{
    Issue, ProblemCode,
    account::Role,
    id::{AccountId, ShiftId},
    volunteer::{
        Availability, Guardian, JoinPolicy, Mark, MarkKind, NewPost, NewShift, NewTeam, Registration, Shift,
        SignUpState, Skill, Team, TeamKind,
        attendance::{GetRoster, MarkRoster, Marks},
        person::{
            GetVolunteer, ListVolunteers, Me, NewCalendar, ReachVolunteer, Register, Unregister, Volunteer,
            VolunteerContact, VolunteerQuery,
        },
        shift::GetShift,
        sign_up::{Leave, NewSignUp, SignUp},
        team::{CreateTeam, JoinTeam},
    },
};

use super::fixtures::{coordinator, new_shift, shift, team, volunteer};
use crate::{
    app::{Actor, Reply, TestApp, new_key},
    desk::ground,
};

const DAY: i64 = 86_400_000;

fn registration(app: &TestApp) -> Registration {
    Registration {
        name: "王芳".into(),
        born: "1958-03-08".parse().unwrap(),
        grid: ground(app, 0).grid,
        skills: vec![Skill::Cleaning, Skill::Patrol],
        available: vec![Availability::WeekendMorning],
        guardian: None,
        work_unit: None,
        thanks: true,
        text_me: false,
    }
}

/// Somebody under age, with whoever answers for them.
fn young(app: &TestApp) -> Registration {
    let guardian = Guardian { name: "王强".into(), phone: "139 1234 5678".into(), agrees: true };
    Registration { born: "2012-01-01".parse().unwrap(), guardian: Some(guardian), ..registration(app) }
}

async fn register(person: Actor<'_>, body: Registration) -> Reply {
    person.send(&Register { body }).await
}

async fn me(person: Actor<'_>) -> Me {
    person.send(&GetVolunteer {}).await.answer(&GetVolunteer {})
}

async fn sign_up(person: Actor<'_>, shift: &Shift, friend: Option<&str>) -> Reply {
    let body = NewSignUp { post: shift.posts[0].id, friend: friend.map(str::to_owned) };
    person.send(&SignUp { shift: shift.card.id, key: new_key(), body }).await
}

async fn get(person: Actor<'_>, shift: ShiftId) -> Shift {
    let get = GetShift { shift };
    person.send(&get).await.answer(&get)
}

fn state(shift: &Shift) -> Option<SignUpState> {
    shift.mine.as_ref().map(|mine| mine.state)
}

#[tokio::test]
async fn what_somebody_registers_they_read_again() {
    let app = TestApp::start().await;
    let person = app.resident().await;
    let before = me(person).await;
    assert_eq!((before.registration, before.no_shows, before.organises, before.calendar), (None, 0, false, false));
    let written = Registration { skills: vec![Skill::Patrol, Skill::Patrol], ..registration(&app) };
    let kept: Me = register(person, written.clone()).await.json();
    assert_eq!(kept.registration, Some(Registration { skills: vec![Skill::Patrol], ..written }));
    // A unit reported to the community, and a name with blanks around it.
    let work_unit = Some("区教育局".to_owned());
    let official = Registration { name: " 王芳 ".into(), work_unit, text_me: true, ..registration(&app) };
    register(person, official.clone()).await.json::<Me>();
    assert_eq!(me(person).await.registration, Some(Registration { name: "王芳".into(), ..official }));
    assert_eq!(app.count("volunteer").await, 1);
    assert_eq!(app.anonymous().send(&GetVolunteer {}).await.problem().code, ProblemCode::NotSignedIn);
    assert!(me(coordinator(&app).await).await.organises);
}

#[tokio::test]
async fn a_guardians_number_is_for_the_one_who_gave_it_alone() {
    let app = TestApp::start().await;
    let person = app.resident().await;
    let kept: Me = register(person, young(&app)).await.json();
    let guardian = kept.registration.unwrap().guardian.unwrap();
    assert_eq!((guardian.name.as_str(), guardian.phone.as_str(), guardian.agrees), ("王强", "13912345678", true));
    assert_eq!(app.count("volunteer WHERE guardian_sealed LIKE '%13912345678%'").await, 0);
    // Come of age they answer for themselves.
    app.pass(4 * 366 * DAY);
    let grown = app.signed_in(&[], false).await;
    assert_eq!(register(grown, young(&app)).await.problem().issue("guardian"), Some(Issue::Invalid));
}

#[tokio::test]
async fn bad_registrations_are_told_field_by_field() {
    let app = TestApp::start().await;
    let person = app.resident().await;
    let born = |born: &str| Registration { born: born.parse().unwrap(), ..registration(&app) };
    let guarded = |guardian| Registration { guardian: Some(guardian), ..young(&app) };
    let guardian = || young(&app).guardian.unwrap();
    for (wrong, field, issue) in [
        (born("2027-01-01"), "born", Issue::Invalid),
        (born("2020-01-01"), "born", Issue::Invalid),
        (born("1900-01-01"), "born", Issue::Invalid),
        (born("2012-01-01"), "guardian", Issue::Required),
        (guarded(Guardian { phone: "12345".into(), ..guardian() }), "guardian.phone", Issue::InvalidPhone),
        (guarded(Guardian { agrees: false, ..guardian() }), "guardian.agrees", Issue::Required),
        (Registration { grid: "nowhere".into(), ..registration(&app) }, "grid", Issue::UnknownUnit),
        // A community is no grid.
        (Registration { grid: ground(&app, 0).community, ..registration(&app) }, "grid", Issue::UnknownUnit),
        (Registration { name: " ".into(), ..registration(&app) }, "name", Issue::Required),
        (Registration { name: "芳".repeat(41), ..registration(&app) }, "name", Issue::TooLong),
        (Registration { work_unit: Some(" ".into()), ..registration(&app) }, "work_unit", Issue::Required),
    ] {
        assert_eq!(register(person, wrong).await.problem().issue(field), Some(issue), "{field}");
    }
    assert_eq!(app.count("volunteer").await, 0);
    for body in ["{}", "{\"name\":\"王芳\",\"born\":\"1958-02-30\",\"grid\":\"x\"}"] {
        let reply = person.post_bytes("/api/v1/volunteer/me", "application/json", body, None).await;
        assert_eq!(reply.problem().code, ProblemCode::Invalid, "{body}");
    }
}

#[tokio::test]
async fn ending_gives_up_what_is_to_come_and_can_be_taken_back() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let one = NewPost { id: None, name: "清扫".into(), needed: 1, qualification: None };
    let planned = shift(&app, &by, NewShift { posts: vec![one], ..new_shift(&app, &team) }).await;
    let person = app.resident().await;
    let end = Unregister { body: () };
    assert_eq!(person.send(&end).await.problem().code, ProblemCode::NotRegistered);
    register(person, young(&app)).await.json::<Me>();
    person.send(&JoinTeam { team: team.card.id, body: () }).await.json::<Team>();
    assert_eq!(state(&sign_up(person, &planned, None).await.json()), Some(SignUpState::Confirmed));
    let next = volunteer(&app).await;
    assert_eq!(state(&sign_up(next, &planned, None).await.json()), Some(SignUpState::Waiting));

    assert_eq!(person.send(&end).await.answer(&end).registration, None);
    assert!(state(&get(person, planned.card.id).await).is_none_or(|state| !state.is_live()));
    assert_eq!(state(&get(next, planned.card.id).await), Some(SignUpState::Offered), "the line moves up");
    assert_eq!(app.count("team_member").await, 0);
    assert_eq!(app.count("volunteer WHERE guardian_sealed IS NOT NULL").await, 0);
    assert_eq!(sign_up(person, &planned, None).await.problem().code, ProblemCode::NotRegistered);
    let calendar = NewCalendar { body: () };
    assert_eq!(person.send(&calendar).await.problem().code, ProblemCode::NotRegistered);

    register(person, registration(&app)).await.json::<Me>();
    assert_eq!(me(person).await.registration, Some(registration(&app)));
    assert_eq!(app.count("volunteer WHERE ended_at IS NULL").await, 2);
}

async fn listed(by: Actor<'_>, query: VolunteerQuery) -> Vec<Volunteer> {
    let list = ListVolunteers { query };
    by.send(&list).await.answer(&list).items
}

#[tokio::test]
async fn a_coordinator_lists_who_lives_there_and_reported_to_the_community() {
    let app = TestApp::start().await;
    let (here, elsewhere) = (ground(&app, 0), ground(&app, 300));
    let (retired, official, young_one, far) =
        (app.resident().await, app.resident().await, app.resident().await, app.resident().await);
    register(retired, registration(&app)).await.json::<Me>();
    app.pass(1000);
    let work_unit = Some("区教育局".to_owned());
    let reported = Registration { name: "李明".into(), work_unit, skills: vec![Skill::Law], ..registration(&app) };
    register(official, reported).await.json::<Me>();
    app.pass(1000);
    register(young_one, Registration { name: "小王".into(), ..young(&app) }).await.json::<Me>();
    register(far, Registration { grid: elsewhere.grid.clone(), ..registration(&app) }).await.json::<Me>();

    let by = app.staff(Role::VolunteerCoordinator, &here.community).await;
    let all = listed(by, VolunteerQuery::default()).await;
    assert_eq!(all.iter().map(|line| line.name.as_str()).collect::<Vec<_>>(), ["小王", "李明", "王芳"], "newest first");
    assert_eq!(all.iter().map(|line| line.under_age).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!((&all[2].grid, all[2].available.as_slice()), (&here.grid, &[Availability::WeekendMorning][..]));
    let officials = listed(by, VolunteerQuery { officials: Some(true), ..VolunteerQuery::default() }).await;
    assert_eq!((officials.len(), officials[0].work_unit.as_deref()), (1, Some("区教育局")));
    let patrol = listed(by, VolunteerQuery { skill: Some(Skill::Patrol), ..VolunteerQuery::default() }).await;
    assert_eq!(patrol.len(), 2);
    let of_grid = listed(by, VolunteerQuery { unit: Some(here.grid.clone()), ..VolunteerQuery::default() }).await;
    assert_eq!(of_grid.len(), 3);
    let list = ListVolunteers { query: VolunteerQuery { unit: Some(here.street), ..VolunteerQuery::default() } };
    assert_eq!(by.send(&list).await.problem().code, ProblemCode::NotFound, "above is not theirs");

    let root = coordinator(&app).await;
    let (mut seen, mut query) = (Vec::new(), VolunteerQuery { limit: Some(3), ..VolunteerQuery::default() });
    loop {
        let list = ListVolunteers { query: query.clone() };
        let page = root.send(&list).await.answer(&list);
        seen.extend(page.items.into_iter().map(|line| line.account));
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => break,
        }
    }
    assert_eq!((seen.len(), &seen[2..]), (4, &[official.account(), retired.account()][..]));
    let list = ListVolunteers { query: VolunteerQuery::default() };
    assert_eq!(retired.send(&list).await.problem().code, ProblemCode::NotAllowed);
    assert!(!root.send(&list).await.text().contains("1390000000"), "no number in a list");
    let end = Unregister { body: () };
    retired.send(&end).await.answer(&end);
    assert_eq!(listed(by, VolunteerQuery::default()).await.len(), 2);
}

#[tokio::test]
async fn a_list_tells_hours_and_what_was_missed() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let planned = shift(&app, &by, new_shift(&app, &team(&app, &by).await)).await;
    let (came, missed) = (volunteer(&app).await, volunteer(&app).await);
    for person in [came, missed] {
        sign_up(person, &planned, None).await.json::<Shift>();
    }
    app.pass(planned.card.ends_at.as_millis() - app.state().now().as_millis());
    // A second factor does not last for two days.
    let by = coordinator(&app).await;
    let read = GetRoster { shift: planned.card.id };
    let lines = by.send(&read).await.answer(&read).lines;
    let mark = |person: Actor<'_>, kind| Mark {
        key: new_key(),
        kind,
        at: planned.card.starts_at,
        sign_up: lines.iter().find(|line| line.account == Some(person.account())).map(|line| line.id),
        name: None,
        post: None,
        minutes: None,
        reason: None,
    };
    let marks = vec![mark(came, MarkKind::Present), mark(missed, MarkKind::NoShow)];
    let send = MarkRoster { shift: planned.card.id, body: Marks { marks } };
    by.send(&send).await.answer(&send);
    let of = async |person: Actor<'_>| {
        let all = listed(by, VolunteerQuery::default()).await;
        let line = all.into_iter().find(|line| line.account == person.account()).unwrap();
        (line.minutes, line.no_shows)
    };
    assert_eq!(of(came).await, (120, 0));
    assert_eq!(of(missed).await, (0, 1));
    assert_eq!(me(missed).await.no_shows, 1);
    app.pass(91 * DAY);
    let by = coordinator(&app).await;
    assert!(listed(by, VolunteerQuery::default()).await.iter().all(|line| line.no_shows == 0));
}

async fn reach(by: Actor<'_>, account: AccountId) -> Reply {
    by.send(&ReachVolunteer { account, body: () }).await
}

#[tokio::test]
async fn every_look_at_a_number_is_written_down_and_is_for_who_has_to_do_with_them() {
    let app = TestApp::start().await;
    // The first account of a test has this number.
    let person = app.resident().await;
    register(person, young(&app)).await.json::<Me>();
    let here = app.staff(Role::VolunteerCoordinator, &ground(&app, 0).community).await;
    let far = app.staff(Role::VolunteerCoordinator, &ground(&app, 300).community).await;
    for reads in 1..=2 {
        let contact: VolunteerContact = reach(here, person.account()).await.json();
        assert_eq!(contact.phone, "13900000001");
        let guardian = contact.guardian.unwrap();
        assert_eq!((guardian.name.as_str(), guardian.phone.as_str()), ("王强", "13912345678"));
        assert_eq!(app.count("audit WHERE action = 'read_volunteer'").await, reads);
    }
    assert_eq!(app.count("audit WHERE action = 'read_volunteer' AND details LIKE '%139%'").await, 0);
    assert_eq!(reach(far, person.account()).await.status, 404);
    assert_eq!(reach(here, here.account()).await.status, 404, "no volunteer");
    assert_eq!(reach(person, person.account()).await.problem().code, ProblemCode::NotAllowed);
    let halfway = app.signed_in(&[(Role::VolunteerCoordinator, &ground(&app, 0).community)], false).await;
    assert_eq!(reach(halfway, person.account()).await.problem().code, ProblemCode::SecondFactorNeeded);

    // Whoever comes to a shift of a team there is reached from there as well.
    let new = NewTeam {
        kind: TeamKind::Health,
        name: "晨练队".into(),
        about: "每天早上。".into(),
        unit: ground(&app, 300).community,
        join: JoinPolicy::Open,
        closed: false,
    };
    let create = CreateTeam { key: new_key(), body: new };
    let team = far.send(&create).await.answer(&create);
    let planned = shift(&app, &far, new_shift(&app, &team)).await;
    let signed: Shift = sign_up(person, &planned, None).await.json();
    assert!(reach(far, person.account()).await.status.is_success());
    let leave = Leave { sign_up: signed.mine.unwrap().id, body: () };
    person.send(&leave).await.answer(&leave);
    assert_eq!(reach(far, person.account()).await.status, 404);
    assert_eq!(app.count("audit WHERE action = 'read_volunteer'").await, 3);
    let end = Unregister { body: () };
    person.send(&end).await.answer(&end);
    assert_eq!(reach(here, person.account()).await.status, 404);
}
