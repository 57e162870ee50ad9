//! A notice on its way out over one channel. The address is looked up when it is sent, so that a number that was deleted
//! meanwhile is written to no more.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery")]
pub struct Model {
    /// Also what the provider is told, so that a repeat is recognised there.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub notice_id: Uuid,
    pub channel: String,
    /// A word of `deliver::Fate`.
    pub state: String,
    pub tries: i32,
    /// Not before; while it is claimed, the end of the claim.
    pub next_at: i64,
    /// Whoever sends it now.
    pub claim: Option<Uuid>,
    pub ended_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
