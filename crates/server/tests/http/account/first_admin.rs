//! The command that makes the first admin, on what a server keeps.

use pingan_api::{
    account::{GetMe, Phone, Role, SecondFactor},
    audit::{Action, ObjectKind},
};
use pingan_server::{account::entity::grant, audit::entity as audit, command};
use sea_orm::EntityTrait;

use super::{PHONE, sign_in};
use crate::app::TestApp;

#[tokio::test]
async fn the_first_admin_is_made_once_and_the_log_names_the_server() {
    let app = TestApp::start().await;
    let (root, reads) = (app.root(), app.state().db.reads());
    let phone: Phone = PHONE.parse().unwrap();
    for _ in 0..2 {
        command::make_admin(&app.storage(), phone.clone(), "李主任".into()).await.unwrap();
    }
    let grants = grant::Entity::find().all(reads).await.unwrap();
    let [granted] = &grants[..] else { panic!("{grants:?}") };
    assert_eq!((granted.role.as_str(), &granted.unit), (Role::DistrictAdmin.as_str(), &root.0));
    assert_eq!((granted.granted_by, granted.ended_at), (None, None));

    let lines = audit::Entity::find().all(reads).await.unwrap();
    let [line] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!((line.account_id, line.session_id), (None, None), "the server");
    assert_eq!((line.action.as_str(), line.unit.as_deref()), (Action::GrantRole.as_str(), Some(root.0.as_str())));
    let object = (line.object_kind.as_deref(), line.object_id.clone());
    assert_eq!(object, (Some(ObjectKind::Account.as_str()), Some(granted.account_id.to_string())));
    assert!(line.details.contains(Role::DistrictAdmin.as_str()), "{}", line.details);

    // The person signs in, agrees, and has it.
    let person = sign_in(&app, PHONE).await;
    let me = person.send(&GetMe).await.answer(&GetMe);
    assert_eq!((me.id.0, me.name.as_str()), (granted.account_id, "李主任"));
    let [held] = &me.grants[..] else { panic!("{:?}", me.grants) };
    assert_eq!((held.role, &held.unit, me.second_factor), (Role::DistrictAdmin, &root, SecondFactor::ToEnrol));
}
