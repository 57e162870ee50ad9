//! One voice note as kept; its bytes are in the store, by its id.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "voice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Kept as long as the recording: the same key makes nothing twice.
    #[sea_orm(unique)]
    pub idempotency_key: Uuid,
    /// Of the bytes, in hexadecimal.
    pub sha256: String,
    pub format: String,
    /// How long it is, where its container says so.
    pub ms: Option<i32>,
    pub created_at: i64,
    /// None until a case names it.
    pub case_id: Option<Uuid>,
    pub reporter_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
