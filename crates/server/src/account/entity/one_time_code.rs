//! One code sent to a phone. The row outlives the code by a day, because the limits are counted from it.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_code")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Keyed hash of the number.
    pub phone_key: String,
    pub purpose: String,
    /// Keyed hash of number, purpose and code.
    pub code_hash: String,
    /// Wrong ones.
    pub tries: i32,
    pub created_at: i64,
    pub expires_at: i64,
    pub used: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
