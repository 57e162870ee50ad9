//! Somebody kept from reporting until a moment.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "block")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    /// The share that it was for.
    pub reporter_id: Uuid,
    /// Keyed hash of what the device is known by.
    pub device: Option<String>,
    pub account_id: Option<Uuid>,
    pub reason: String,
    pub by_account: Uuid,
    pub by_unit: String,
    pub at: i64,
    pub until: i64,
    /// Ended before its time.
    pub lifted_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
