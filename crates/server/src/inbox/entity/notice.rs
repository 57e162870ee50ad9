//! One step of a case told to one share of it; what it says is read from the step.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    /// Grows in the order of commits: `store::tell` writes under a lock.
    #[sea_orm(primary_key)]
    pub seq: i64,
    /// What readers know it by.
    #[sea_orm(unique)]
    pub id: Uuid,
    pub reporter_id: Uuid,
    pub case_id: Uuid,
    /// `seq` of the step.
    pub step: i32,
    pub created_at: i64,
    pub read_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
