//! Who may open a stream, for a few minutes.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "stream_ticket")]
pub struct Model {
    /// Keyed hash of the ticket, which is stored nowhere.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_hash: String,
    /// JSON of a `reader::Whose`.
    pub shares: String,
    /// The newest notice when it was made: a stream without `Last-Event-ID` begins behind it.
    pub after_seq: i64,
    pub expires_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
