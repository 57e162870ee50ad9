//! One unit called.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "whistle_call")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub whistle_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit: String,
    pub case_id: Uuid,
    /// 0 for the lead.
    pub position: i32,
    pub due_at: i64,
    /// Neither came nor sent the call back, and the whistle has not ended.
    pub awaited: bool,
    pub checked_in_at: Option<i64>,
    pub returned_at: Option<i64>,
    /// Why it sent the call back.
    pub reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
