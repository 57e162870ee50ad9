//! Shifts: planned, changed, published and called off by whoever organises their team.

mod bad_input;
mod calls;
mod cancel;
mod change;
mod leads;

use pingan_api::{
    ProblemCode, Timestamp,
    account::Role,
    id::{IdempotencyKey, ShiftId, UnitId},
    inbox::{InboxQuery, ReadInbox, Subject},
    volunteer::{
        NewPost, NewSeries, NewShift, Post, Shift, ShiftState, Team, TeamKind, VolunteerNotice,
        shift::{
            CancelShift, ChangeShift, CreateSeries, CreateShift, GetShift, Publish, PublishShift, ShiftChange,
            ShiftWords, TellShift,
        },
        sign_up::{NewSignUp, SignUp},
        team::{ChangeMember, JoinTeam, MemberAct, MemberChange},
    },
};
use pingan_server::volunteer::entity::{post, shift as row};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::fixtures::{coordinator, new_shift, shift, team, volunteer};
use crate::{
    app::{Actor, Reply, TestApp, new_key},
    desk::ground,
};

async fn get(actor: Actor<'_>, shift: ShiftId) -> Shift {
    let get = GetShift { shift };
    actor.send(&get).await.answer(&get)
}

/// A shift as a form for changing it has it.
fn written(shift: &Shift) -> NewShift {
    let post = |post: &Post| NewPost {
        id: Some(post.id),
        name: post.name.clone(),
        needed: post.needed,
        qualification: post.qualification,
    };
    NewShift {
        team: shift.card.team,
        title: shift.card.title.clone(),
        about: shift.about.clone(),
        place: shift.card.place.clone(),
        position: shift.card.position,
        starts_at: shift.card.starts_at,
        ends_at: shift.card.ends_at,
        min_age: shift.card.min_age,
        bring: shift.bring.clone(),
        late_cancel_minutes: Some(shift.late_cancel_minutes),
        approval: shift.approval,
        posts: shift.posts.iter().map(post).collect(),
        case: shift.case,
        publish: false,
    }
}

async fn change(actor: Actor<'_>, shift: &Shift, new: NewShift) -> Reply {
    let body = ShiftChange { version: shift.version, shift: new };
    actor.send(&ChangeShift { shift: shift.card.id, body }).await
}

async fn publish(actor: Actor<'_>, shift: ShiftId, series: bool) -> Reply {
    actor.send(&PublishShift { shift, body: Publish { series } }).await
}

async fn cancel(actor: Actor<'_>, shift: ShiftId, series: bool) -> Reply {
    actor.send(&CancelShift { shift, body: ShiftWords { words: " 有暴雨 ".into(), series } }).await
}

async fn tell(actor: Actor<'_>, shift: ShiftId, series: bool) -> Reply {
    let body = ShiftWords { words: "请带手套".into(), series };
    actor.send(&TellShift { shift, key: new_key(), body }).await
}

/// Signs somebody up for the first post.
async fn sign_up(actor: Actor<'_>, shift: &Shift) -> Shift {
    let body = NewSignUp { post: shift.posts[0].id, friend: None };
    let sign_up = SignUp { shift: shift.card.id, key: new_key(), body };
    actor.send(&sign_up).await.answer(&sign_up)
}

/// What somebody was told, newest first.
async fn told(actor: Actor<'_>) -> Vec<VolunteerNotice> {
    let read = ReadInbox(InboxQuery::default());
    let notices = actor.send(&read).await.answer(&read).items.into_iter();
    let of_shift = notices.filter_map(|notice| match notice.about {
        Subject::Volunteer(told) => Some(told),
        Subject::Case(_) => None,
    });
    of_shift.collect()
}

/// A volunteer who leads a team.
async fn lead<'a>(app: &'a TestApp, by: Actor<'_>, team: &Team) -> Actor<'a> {
    let lead = volunteer(app).await;
    let join = JoinTeam { team: team.card.id, body: () };
    lead.send(&join).await.answer(&join);
    let body = MemberChange { act: MemberAct::MakeLead };
    let make = ChangeMember { team: team.card.id, account: lead.account(), body };
    by.send(&make).await.answer(&make);
    lead
}

/// A community that the first grid is not in.
fn elsewhere(app: &TestApp) -> UnitId {
    let here = ground(app, 0).community;
    let district = app.state().district();
    let other = district.grids().iter().find(|grid| grid.community != here).expect("another community");
    other.community.clone()
}

/// Every shift there is, the soonest first.
async fn rows(app: &TestApp) -> Vec<row::Model> {
    row::Entity::find().order_by_asc(row::Column::StartsAt).all(app.state().db.reads()).await.expect("rows")
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("a moment")
}

/// Saturdays from 20 to 22 o'clock in Shanghai, over New Year.
fn saturdays(new: NewShift) -> NewSeries {
    let shift = NewShift { starts_at: at("2026-12-19T12:00:00Z"), ends_at: at("2026-12-19T14:00:00Z"), ..new };
    NewSeries { shift, weekdays: vec![6], every_weeks: 1, until: "2027-01-09".parse().expect("a day") }
}

async fn series(actor: Actor<'_>, key: IdempotencyKey, body: NewSeries) -> Shift {
    let create = CreateSeries { key, body };
    actor.send(&create).await.answer(&create)
}

#[tokio::test]
async fn a_shift_is_planned_once_and_there_for_everyone() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let create = CreateShift { key: new_key(), body: new_shift(&app, &team) };
    let reply = by.send(&create).await;
    assert_eq!(reply.status, 201);
    let shift = reply.answer(&create);
    let card = &shift.card;
    assert_eq!((card.kind, card.state, card.needed), (TeamKind::Environment, ShiftState::Published, 2));
    assert_eq!(card.unit, ground(&app, 0).community);
    assert!(card.position.metres_to(create.body.position) < 0.1);
    assert!(shift.organises && !get(app.anonymous(), card.id).await.organises);

    // Long after, when it could be planned no more, the same request still has its answer.
    app.pass(4 * 24 * 3_600_000);
    let again = by.send(&create).await;
    assert_eq!((again.status.as_u16(), again.answer(&create).card.id), (201, card.id));
    let other = CreateShift { key: create.key, body: NewShift { title: "别的".into(), ..create.body.clone() } };
    assert_eq!(by.send(&other).await.problem().code, ProblemCode::IdempotencyKeyReused);
    let somebody = coordinator(&app).await;
    assert_eq!(somebody.send(&create).await.problem().code, ProblemCode::IdempotencyKeyReused);
    assert_eq!((app.count("shift").await, app.count("post").await), (1, 1));
    assert_eq!(app.count("audit WHERE action = 'change_shift'").await, 1);
}

#[tokio::test]
async fn one_key_sent_at_once_plans_once() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let create = CreateSeries { key: new_key(), body: saturdays(new_shift(&app, &team)) };
    let replies = futures_util::future::join_all((0..6).map(|_| by.send(&create))).await;
    let ids: Vec<ShiftId> = replies.iter().map(|reply| reply.answer(&create).card.id).collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
    assert_eq!(app.count("shift").await, 4);
}

#[tokio::test]
async fn leads_plan_and_coordinators_of_the_unit_and_nobody_else() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let member = volunteer(&app).await;
    let join = JoinTeam { team: team.card.id, body: () };
    member.send(&join).await.answer(&join);
    let shift = shift(&app, &by, new_shift(&app, &team)).await;
    let nobodies = [
        app.resident().await,
        member,
        app.staff(Role::VolunteerCoordinator, &elsewhere(&app)).await,
        app.staff(Role::GridMember, &ground(&app, 0).grid).await,
        app.signed_in(&[(Role::VolunteerCoordinator, &app.root())], false).await,
    ];
    for nobody in nobodies {
        let new = new_shift(&app, &team);
        let replies = [
            nobody.send(&CreateShift { key: new_key(), body: new.clone() }).await,
            nobody.send(&CreateSeries { key: new_key(), body: saturdays(new) }).await,
            change(nobody, &shift, written(&shift)).await,
            publish(nobody, shift.card.id, false).await,
            cancel(nobody, shift.card.id, false).await,
            tell(nobody, shift.card.id, false).await,
        ];
        for reply in replies {
            assert_eq!(reply.problem().code, ProblemCode::NotAllowed);
        }
    }
    assert_eq!(app.count("shift").await, 1);
    let unit = app.staff(Role::VolunteerCoordinator, &team.card.unit).await;
    for able in [unit, lead(&app, by, &team).await] {
        let create = CreateShift { key: new_key(), body: new_shift(&app, &team) };
        let planned = able.send(&create).await.answer(&create);
        assert!(change(able, &planned, written(&planned)).await.status.is_success());
        assert!(tell(able, planned.card.id, false).await.status.is_success());
        assert!(cancel(able, planned.card.id, false).await.status.is_success());
    }
    // Nor does a lead take a shift along to a team that they do not lead.
    let lead = lead(&app, by, &team).await;
    let other = super::fixtures::team(&app, &by).await;
    let moved = NewShift { team: other.card.id, ..written(&shift) };
    assert_eq!(change(lead, &shift, moved).await.problem().code, ProblemCode::NotAllowed);
}

#[tokio::test]
async fn a_draft_is_there_for_its_organisers_alone_until_it_is_published() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let draft = shift(&app, &by, NewShift { publish: false, ..new_shift(&app, &team) }).await;
    let id = draft.card.id;
    assert_eq!(draft.card.state, ShiftState::Draft);
    let stranger = app.staff(Role::VolunteerCoordinator, &elsewhere(&app)).await;
    for nobody in [app.anonymous(), app.resident().await, stranger] {
        assert_eq!(nobody.send(&GetShift { shift: id }).await.problem().code, ProblemCode::NotFound);
    }
    assert_eq!(change(stranger, &draft, written(&draft)).await.problem().code, ProblemCode::NotFound);
    assert_eq!(publish(stranger, id, false).await.problem().code, ProblemCode::NotFound);
    assert_eq!(tell(by, id, false).await.problem().code, ProblemCode::NotPossibleNow);
    let published: Shift = publish(by, id, false).await.json();
    assert_eq!((published.card.state, published.version), (ShiftState::Published, draft.version + 1));
    let again: Shift = publish(by, id, false).await.json();
    assert_eq!(again.version, published.version);
    assert_eq!(get(app.anonymous(), id).await.card.state, ShiftState::Published);

    // What should have begun already is published no more.
    let late = shift(&app, &by, NewShift { publish: false, ..new_shift(&app, &team) }).await;
    app.pass(2 * 24 * 3_600_000 + 1);
    let by = coordinator(&app).await;
    assert_eq!(publish(by, late.card.id, false).await.problem().code, ProblemCode::NotPossibleNow);
}

#[tokio::test]
async fn a_shift_goes_over_midnight_and_the_year() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let (starts_at, ends_at) = (at("2026-12-31T14:00:00Z"), at("2026-12-31T18:00:00Z"));
    let night = shift(&app, &by, NewShift { starts_at, ends_at, ..new_shift(&app, &team) }).await;
    let seen = get(app.anonymous(), night.card.id).await.card;
    assert_eq!((seen.starts_at, seen.ends_at), (starts_at, ends_at));
}

#[tokio::test]
async fn a_series_keeps_its_time_of_day_over_new_year() {
    let app = TestApp::start().await;
    let by = coordinator(&app).await;
    let team = team(&app, &by).await;
    let (key, body) = (new_key(), saturdays(NewShift { publish: false, ..new_shift(&app, &team) }));
    let first = series(by, key, body.clone()).await;
    assert_eq!(series(by, key, body.clone()).await.card.id, first.card.id);
    let other = CreateSeries { key, body: NewSeries { every_weeks: 2, ..body } };
    assert_eq!(by.send(&other).await.problem().code, ProblemCode::IdempotencyKeyReused);
    let made = rows(&app).await;
    let days = ["2026-12-19", "2026-12-26", "2027-01-02", "2027-01-09"];
    let starts: Vec<i64> = made.iter().map(|row| row.starts_at).collect();
    assert_eq!(starts, days.map(|day| at(&format!("{day}T12:00:00Z")).as_millis()));
    for row in &made {
        assert_eq!((row.series_id, row.ends_at - row.starts_at), (first.series.map(|id| id.0), 2 * 3_600_000));
        let posts = post::Entity::find().filter(post::Column::ShiftId.eq(row.id));
        assert_eq!(posts.count(app.state().db.reads()).await.unwrap(), 1);
    }
    assert!(first.series.is_some());

    publish(by, first.card.id, true).await.json::<Shift>();
    assert!(rows(&app).await.iter().all(|row| row.state == ShiftState::Published.as_str()));
    assert_eq!(app.count("audit WHERE action = 'change_shift'").await, 8);
}
