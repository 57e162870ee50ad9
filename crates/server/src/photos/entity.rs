//! One photo as kept; its bytes are in the store, by its id.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "photo")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Kept as long as the photo: the same key makes nothing twice.
    #[sea_orm(unique)]
    pub idempotency_key: Uuid,
    /// Of the bytes as sent, in hexadecimal.
    pub sha256: String,
    /// Pixels of the full size.
    pub width: i32,
    pub height: i32,
    pub created_at: i64,
    /// None until a case names it.
    pub case_id: Option<Uuid>,
    pub reporter_id: Option<Uuid>,
    /// Its place among the photos that its reporter sent.
    pub ordinal: i32,
    /// The public sees it when it sees the case: what the first reporter sent, not what neighbours added.
    pub public_share: bool,
    /// `seq` of the step that it belongs to; none for what came with a report.
    pub step: Option<i32>,
    /// The photo that stands in the place of this one, which only the holder's chain still sees.
    pub redacted_into: Option<Uuid>,
    /// When it is deleted, once it was redacted.
    pub kept_until: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
