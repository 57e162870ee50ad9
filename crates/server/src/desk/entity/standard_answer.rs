//! A text that desks choose instead of typing.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "standard_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub idempotency_key: Uuid,
    pub body_hash: String,
    pub act: String,
    pub kind: Option<String>,
    pub category: Option<String>,
    pub title: String,
    pub words: String,
    pub changed_at: i64,
    /// Taken away; its key is kept.
    pub removed_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
