//! What was done with a case, and what was answered to it: kept for ever, so that the same key does nothing twice.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "desk_act")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub idempotency_key: Uuid,
    pub body_hash: String,
    pub account_id: Uuid,
    pub case_id: Uuid,
    pub at: i64,
    /// JSON, the contract's `Acted`.
    pub answer: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
