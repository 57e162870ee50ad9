//! The log of who did what to what: written in the very transaction that does it, read by the admin.

pub mod entity;
mod list;
mod store;
mod subjects;

use std::collections::BTreeMap;

use pingan_api::{
    Timestamp,
    account::Permission,
    audit::{Action, ListAudit, Object, ObjectKind},
    id::{AccountId, SessionId, UnitId},
};
use sea_orm::{DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use crate::{
    access::{Access, Actor},
    routes::Routes,
};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.endpoint::<ListAudit, _, _>(Access::Staff(Permission::ReadAudit), list::list)
}

/// Who did it.
#[derive(Clone, Copy, Debug, Default)]
pub struct By {
    pub account: Option<AccountId>,
    pub session: Option<SessionId>,
}

impl By {
    /// The command line or the clock.
    pub const SERVER: By = By { account: None, session: None };

    pub fn account(account: AccountId, session: Option<SessionId>) -> Self {
        Self { account: Some(account), session }
    }
}

impl From<&Actor> for By {
    fn from(actor: &Actor) -> Self {
        Self::account(actor.account, Some(actor.session))
    }
}

/// One line to be written. What goes into it are words of the contract and ids: no name, no number, no text of people.
#[derive(Clone, Debug)]
pub struct Line {
    action: Action,
    object: Option<Object>,
    unit: Option<UnitId>,
    details: BTreeMap<&'static str, String>,
}

impl Line {
    pub fn new(action: Action) -> Self {
        Self { action, object: None, unit: None, details: BTreeMap::new() }
    }

    pub fn on(self, kind: ObjectKind, id: impl std::fmt::Display) -> Self {
        Self { object: Some(Object { kind, id: id.to_string() }), ..self }
    }

    pub fn at_unit(self, unit: &UnitId) -> Self {
        Self { unit: Some(unit.clone()), ..self }
    }

    pub fn with(mut self, name: &'static str, word: impl std::fmt::Display) -> Self {
        self.details.insert(name, word.to_string());
        self
    }
}

/// Writes a line in the transaction of what it tells of: both are kept or neither.
pub async fn record(tx: &DatabaseTransaction, by: impl Into<By>, at: Timestamp, line: Line) -> Result<(), DbErr> {
    let By { account, session } = by.into();
    let (object_kind, object_id) = line.object.map(|object| (object.kind.to_string(), object.id)).unzip();
    let row = entity::Model {
        id: Uuid::now_v7(),
        at: at.as_millis(),
        account_id: account.map(|account| account.0),
        session_id: session.map(|session| session.0),
        action: line.action.to_string(),
        object_kind,
        object_id,
        unit: line.unit.map(|unit| unit.0),
        details: serde_json::to_string(&line.details).expect("words are plain data"),
    };
    entity::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}
