//! Hours on paper, as they were when it was made.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: String,
    #[sea_orm(unique)]
    pub idempotency_key: Uuid,
    pub body_hash: String,
    pub account_id: Uuid,
    pub name: String,
    pub from_day: String,
    pub to_day: String,
    pub minutes: i32,
    pub shifts: i32,
    /// JSON, the contract's `KindHours`.
    pub kinds: String,
    pub issued_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
