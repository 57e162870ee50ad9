//! What somebody registered as a volunteer. Ended registrations keep their row, for the hours' sake.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "volunteer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    pub name: String,
    /// A day, `1958-03-08`.
    pub born: String,
    pub grid: String,
    pub community: String,
    pub street: String,
    /// JSON, words of the contract.
    pub skills: String,
    /// JSON, words of the contract.
    pub available: String,
    pub guardian_name: Option<String>,
    /// The guardian's number, sealed and bound to the row.
    pub guardian_sealed: Option<String>,
    pub work_unit: Option<String>,
    pub thanks: bool,
    pub text_me: bool,
    /// Keyed hash of the private calendar's token.
    #[sea_orm(unique)]
    pub calendar_hash: Option<String>,
    pub registered_at: i64,
    pub changed_at: i64,
    pub ended_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
