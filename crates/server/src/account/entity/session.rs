//! One device that is signed in. The token is on the device alone; here is its keyed hash.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    #[sea_orm(unique)]
    pub token_hash: String,
    pub system: String,
    pub browser: String,
    pub created_at: i64,
    /// To the hour.
    pub seen_at: i64,
    pub expires_at: i64,
    /// Until then the second factor counts as shown; 0 before it was.
    pub second_factor_until: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
