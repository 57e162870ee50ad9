//! Rosters: whose they are, and what is on them.

use pingan_api::{
    ProblemCode,
    account::Role,
    volunteer::{
        MarkKind, NewShift, SignUpState, Team,
        attendance::{GetRoster, ROSTER_CSV_PATH},
        shift::NewPost,
        sign_up::{NewSignUp, SignUp},
        team::{ChangeMember, JoinTeam, MemberAct, MemberChange},
    },
};

use super::{mark, mark_all, plan, roster, sign_up, try_mark, wait_until, walk_in};
use crate::{
    app::{Actor, TestApp, new_key},
    desk::ground,
    volunteer::fixtures::{coordinator, new_shift, shift, team, volunteer},
};

/// A member whom a coordinator makes lead a team.
async fn lead<'a>(app: &'a TestApp, team: &Team) -> Actor<'a> {
    let person = volunteer(app).await;
    let join = JoinTeam { team: team.card.id, body: () };
    person.send(&join).await.answer(&join);
    let body = MemberChange { act: MemberAct::MakeLead };
    let change = ChangeMember { team: team.card.id, account: person.account(), body };
    coordinator(app).await.send(&change).await.answer(&change);
    person
}

#[tokio::test]
async fn a_roster_is_for_organisers_of_its_team() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let (own, foreign) = (team(&app, &by).await, team(&app, &by).await);
    let shift = shift(&app, &by, new_shift(&app, &own)).await;
    let id = sign_up(volunteer(&app).await, &shift).await;
    let (lead, other_lead) = (lead(&app, &own).await, lead(&app, &foreign).await);
    wait_until(&app, shift.card.starts_at);
    let here = ground(&app, 0).community;
    let district = app.state().district();
    let elsewhere = district.grids().iter().find(|grid| grid.community != here).expect("another community");
    let strangers = [
        app.resident().await,
        other_lead,
        app.staff(Role::VolunteerCoordinator, &elsewhere.community).await,
        app.signed_in(&[(Role::VolunteerCoordinator, &here)], false).await,
    ];
    let file = ROSTER_CSV_PATH.replace("{shift}", &shift.card.id.to_string());
    let present = || vec![mark(MarkKind::Present, shift.card.starts_at, id)];
    for stranger in strangers {
        let get = GetRoster { shift: shift.card.id };
        assert_eq!(stranger.send(&get).await.problem().code, ProblemCode::NotAllowed);
        assert_eq!(try_mark(stranger, &shift, present()).await.problem().code, ProblemCode::NotAllowed);
        assert_eq!(stranger.get(&file).await.problem().code, ProblemCode::NotAllowed);
    }
    for organiser in [lead, app.staff(Role::VolunteerCoordinator, &here).await] {
        assert_eq!(mark_all(organiser, &shift, present()).await.lines.len(), 1);
        assert!(organiser.get(&file).await.status.is_success());
    }
}

#[tokio::test]
async fn a_roster_as_a_file_runs_nothing_and_is_written_down() {
    let app = TestApp::start().await;
    let shift = plan(&app, |new| new).await;
    let person = volunteer(&app).await;
    sign_up(person, &shift).await;
    wait_until(&app, shift.card.starts_at);
    let organiser = coordinator(&app).await;
    mark_all(organiser, &shift, vec![walk_in(shift.card.starts_at, "=HYPERLINK(\"x\"),李雷", &shift)]).await;
    let reply = organiser.get(&ROSTER_CSV_PATH.replace("{shift}", &shift.card.id.to_string())).await;
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8");
    let text = reply.text();
    assert!(text.starts_with("\u{feff}post,name,friend,state,"), "{text}");
    assert!(text.contains("\"'=HYPERLINK(\"\"x\"\"),李雷\""), "{text}");
    assert!(text.contains(",confirmed,,,,unknown,") && text.contains(",confirmed,,yes,,present,"), "{text}");
    assert_eq!(text.lines().count(), 3);
    assert!(!text.contains("139"), "no number");
    assert_eq!(app.count("audit WHERE action = 'export_volunteers'").await, 1);
}

#[tokio::test]
async fn a_roster_is_in_order() {
    let app = TestApp::start().await;
    let two = |new: NewShift| {
        let extra = NewPost { id: None, name: "登记".into(), needed: 1, qualification: None };
        NewShift { posts: new.posts.iter().cloned().chain([extra]).collect(), ..new }
    };
    let shift = plan(&app, two).await;
    let at_post = async |nth: usize| {
        let person = volunteer(&app).await;
        let body = NewSignUp { post: shift.posts[nth].id, friend: None };
        let sign_up = SignUp { shift: shift.card.id, key: new_key(), body };
        person.send(&sign_up).await.answer(&sign_up).mine.expect("a sign-up").id
    };
    let desk = at_post(1).await;
    let mut sweeping = Vec::new();
    for _ in 0..4 {
        sweeping.push(at_post(0).await);
    }
    let roster = roster(coordinator(&app).await, &shift).await;
    let seen: Vec<_> = roster.lines.iter().map(|line| (line.id, line.state, line.place)).collect();
    let expected = [
        (sweeping[0], SignUpState::Confirmed, None),
        (sweeping[1], SignUpState::Confirmed, None),
        (sweeping[2], SignUpState::Waiting, Some(1)),
        (sweeping[3], SignUpState::Waiting, Some(2)),
        (desk, SignUpState::Confirmed, None),
    ];
    assert_eq!(seen, expected);
}
