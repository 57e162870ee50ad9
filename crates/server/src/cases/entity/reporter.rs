//! Somebody's share in a case: whoever raised it, or a neighbour who joined. No name, no address.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reporter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub share: String,
    /// Kept for ever: the same key makes nothing twice.
    #[sea_orm(unique)]
    pub idempotency_key: Uuid,
    /// Keyed hash of what was sent with the key.
    pub body_hash: String,
    /// Keyed hash of number and code; the code itself is derived and stored nowhere.
    #[sea_orm(unique)]
    pub code_hash: String,
    /// The share that the code is derived from, where it is not this one: a part is opened by the code that was there.
    pub code_from: Option<Uuid>,
    /// What a neighbour added; the first reporter's words are the case's.
    pub text: String,
    /// `seq` of the step that the case was at, which the receipt tells of.
    pub step: i32,
    pub created_at: i64,
    /// Keyed hash of what the device is known by; none for what did not come from one.
    pub device: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
