//! A team with its shifts, and the people who come to them.

use pingan_api::{
    account::Role,
    volunteer::{
        JoinPolicy, NewPost, NewShift, NewTeam, Registration, Shift, Team, TeamKind, person::Register,
        shift::CreateShift, team::CreateTeam,
    },
};

use crate::{
    app::{Actor, TestApp, new_key},
    desk::ground,
    fixtures::spot,
};

/// Whoever coordinates volunteers in the whole district. What a second factor allows lasts half a day of the test's clock.
pub(crate) async fn coordinator(app: &TestApp) -> Actor<'_> {
    app.staff(Role::VolunteerCoordinator, &app.root()).await
}

/// A team of the first grid's community that everyone may join.
pub(crate) async fn team(app: &TestApp, by: &Actor<'_>) -> Team {
    let new = NewTeam {
        kind: TeamKind::Environment,
        name: "环境卫生队".into(),
        about: "一起打扫楼道和院子。".into(),
        unit: ground(app, 0).community,
        join: JoinPolicy::Open,
        closed: false,
    };
    let create = CreateTeam { key: new_key(), body: new };
    by.send(&create).await.answer(&create)
}

/// An adult of the first grid.
pub(crate) fn registration(app: &TestApp) -> Registration {
    Registration {
        name: "王芳".into(),
        born: "1990-05-01".parse().expect("a day"),
        grid: ground(app, 0).grid,
        skills: vec![],
        available: vec![],
        guardian: None,
        work_unit: None,
        thanks: false,
        text_me: false,
    }
}

/// A resident who registered as a volunteer.
pub(crate) async fn volunteer(app: &TestApp) -> Actor<'_> {
    let person = app.resident().await;
    let register = Register { body: registration(app) };
    person.send(&register).await.answer(&register);
    person
}

/// Two hours in two days, with one post that needs two.
pub(crate) fn new_shift(app: &TestApp, team: &Team) -> NewShift {
    let starts_at = app.state().now().plus_hours(48);
    NewShift {
        team: team.card.id,
        title: "清扫楼道".into(),
        about: "一起把楼道打扫干净。".into(),
        place: "社区门口".into(),
        position: spot(app, 0),
        starts_at,
        ends_at: starts_at.plus_hours(2),
        min_age: None,
        bring: "手套".into(),
        late_cancel_minutes: None,
        approval: false,
        posts: vec![NewPost { id: None, name: "清扫".into(), needed: 2, qualification: None }],
        case: None,
        publish: true,
    }
}

pub(crate) async fn shift(app: &TestApp, by: &Actor<'_>, new: NewShift) -> Shift {
    assert!(new.starts_at > app.state().now(), "a plan lies ahead");
    let create = CreateShift { key: new_key(), body: new };
    by.send(&create).await.answer(&create)
}
