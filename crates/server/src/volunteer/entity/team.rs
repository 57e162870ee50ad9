//! A team of volunteers.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "team")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub idempotency_key: Uuid,
    pub body_hash: String,
    /// The contract's `TeamKind`.
    pub kind: String,
    pub name: String,
    pub about: String,
    pub unit: String,
    /// The contract's `JoinPolicy`.
    pub join_policy: String,
    pub closed: bool,
    pub version: i32,
    pub created_at: i64,
    pub created_by: Uuid,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
