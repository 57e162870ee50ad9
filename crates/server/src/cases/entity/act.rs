//! What a reporter did with their case, once per idempotency key. A rating stands here.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "act")]
pub struct Model {
    /// Kept for ever: the same key does nothing twice.
    #[sea_orm(primary_key, auto_increment = false)]
    pub idempotency_key: Uuid,
    /// Keyed hash of what was sent with the key.
    pub body_hash: String,
    pub case_id: Uuid,
    /// `seq` of the step that it made.
    pub step: i32,
    pub reporter_id: Uuid,
    /// 1 to 5, with a confirmation.
    pub rating: Option<i16>,
    /// The unit that had the case before: the one that is rated.
    pub unit: Option<String>,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
