//! What an organiser has seen proof of.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "qualification")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    /// The contract's `Qualification`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub qualification: String,
    pub granted_by: Uuid,
    /// Of whose organiser.
    pub team_id: Uuid,
    pub granted_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
