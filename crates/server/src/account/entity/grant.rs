//! One role of one account on one unit, from when to when.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "role_grant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub role: String,
    pub unit: String,
    /// Kept for ever: the same key makes nothing twice.
    #[sea_orm(unique)]
    pub idempotency_key: Uuid,
    /// Keyed hash of what was sent with the key.
    pub body_hash: String,
    /// None: the command line.
    pub granted_by: Option<Uuid>,
    pub granted_at: i64,
    pub ended_by: Option<Uuid>,
    pub ended_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
