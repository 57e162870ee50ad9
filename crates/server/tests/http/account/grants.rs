//! `/api/v1/grants`.

use pingan_api::{
    Issue, ProblemCode,
    account::{EndGrant, GetMe, GiveRole, GrantQuery, ListGrants, NewGrant, Role},
    audit::{Action, AuditQuery, ListAudit},
};

use super::sign_in;
use crate::app::{TestApp, new_key};

fn new_grant(role: Role, unit: &pingan_api::id::UnitId) -> NewGrant {
    NewGrant { phone: "13700000009".into(), name: "张调度".into(), role, unit: unit.clone() }
}

#[tokio::test]
async fn a_role_is_given_seen_and_ended_and_the_log_knows() {
    let app = TestApp::start().await;
    let street = app.state().district().grids()[0].street.clone();
    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    let give = GiveRole { key: new_key(), grant: new_grant(Role::StreetDispatcher, &street) };
    let first = admin.send(&give).await;
    assert_eq!(first.status, 201);
    let granted = first.answer(&give);
    assert_eq!((granted.name.as_str(), granted.phone.as_str()), ("张调度", "137****0009"));
    assert_eq!(admin.send(&give).await.body, first.body, "the same key makes nothing twice");
    let other = GiveRole { key: give.key, grant: new_grant(Role::GridMember, &street) };
    assert_eq!(admin.send(&other).await.problem().code, ProblemCode::IdempotencyKeyReused);
    let twice = GiveRole { key: new_key(), grant: give.grant.clone() };
    assert_eq!(admin.send(&twice).await.problem().issue("role"), Some(Issue::Repeated));

    // The person signs in, agrees, and has it.
    let person = sign_in(&app, "13700000009").await;
    assert_eq!(person.send(&GetMe).await.answer(&GetMe).grants[0].role, Role::StreetDispatcher);
    let of_street = ListGrants(GrantQuery { unit: Some(street.clone()), ..Default::default() });
    assert_eq!(admin.send(&of_street).await.answer(&of_street).items.len(), 1);

    let end = EndGrant(granted.grant.id);
    for _ in 0..2 {
        assert!(admin.send(&end).await.answer(&end).ended_at.is_some());
    }
    assert_eq!(person.send(&GetMe).await.answer(&GetMe).grants, []);
    assert_eq!(admin.send(&of_street).await.answer(&of_street).items.len(), 0);
    let all = ListGrants(GrantQuery { unit: Some(street), ended: Some(true), ..Default::default() });
    assert_eq!(admin.send(&all).await.answer(&all).items.len(), 1);
    for action in [Action::GrantRole, Action::EndRole] {
        let log = ListAudit(AuditQuery { action: Some(action), account: Some(admin.account()), ..Default::default() });
        let lines = admin.send(&log).await.answer(&log).items;
        assert_eq!(lines.len(), 1, "{action}");
        assert_eq!(lines[0].details["role"], "street_dispatcher");
    }
}

#[tokio::test]
async fn nobody_grants_beyond_their_own_units_or_ends_their_own() {
    let app = TestApp::start().await;
    let district = app.state().district();
    let grid = &district.grids()[0];
    let elsewhere = district.grids().iter().find(|other| other.street != grid.street).unwrap();
    let admin = app.staff(Role::DistrictAdmin, &grid.street).await;
    for unit in [&app.root(), &elsewhere.street, &elsewhere.id] {
        let give = GiveRole { key: new_key(), grant: new_grant(Role::GridMember, unit) };
        assert_eq!(admin.send(&give).await.problem().code, ProblemCode::NotAllowed, "{unit}");
        let list = ListGrants(GrantQuery { unit: Some(unit.clone()), ..Default::default() });
        assert_eq!(admin.send(&list).await.problem().code, ProblemCode::NotFound, "{unit}");
    }
    let nowhere = GiveRole { key: new_key(), grant: new_grant(Role::GridMember, &"nowhere".into()) };
    assert_eq!(admin.send(&nowhere).await.problem().issue("unit"), Some(Issue::UnknownUnit));

    let above = app.staff(Role::DistrictAdmin, &app.root()).await;
    let list = ListGrants(GrantQuery::default());
    let seen = admin.send(&list).await.answer(&list).items;
    assert_eq!(seen.len(), 1, "the one above is not seen");
    let own = EndGrant(seen[0].grant.id);
    assert_eq!(admin.send(&own).await.problem().code, ProblemCode::NotAllowed);
    let all = above.send(&list).await.answer(&list).items;
    let highest = all.iter().find(|granted| granted.account == above.account()).unwrap();
    assert_eq!(admin.send(&EndGrant(highest.grant.id)).await.problem().code, ProblemCode::NotFound);
    above.send(&own).await.answer(&own);
    assert_eq!(admin.get("/api/v1/grants").await.problem().code, ProblemCode::NotAllowed, "at once");
}

#[tokio::test]
async fn grants_come_a_page_at_a_time() {
    let app = TestApp::start().await;
    let admin = app.staff(Role::DistrictAdmin, &app.root()).await;
    for _ in 0..4 {
        app.pass(1000);
        app.staff(Role::Editor, &app.root()).await;
    }
    let mut seen = Vec::new();
    let mut query = GrantQuery { limit: Some(2), ..Default::default() };
    loop {
        let list = ListGrants(query.clone());
        let page = admin.send(&list).await.answer(&list);
        seen.extend(page.items.into_iter().map(|granted| granted.grant.id));
        match page.next {
            Some(next) => query.cursor = Some(next),
            None => break,
        }
    }
    let mut distinct = seen.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!((seen.len(), distinct.len()), (5, 5));
}
