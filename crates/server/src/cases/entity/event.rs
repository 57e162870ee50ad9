//! One step of a case's timeline. Steps are added and never changed.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "case_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub case_id: Uuid,
    /// 0 for the first: the case was sent.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i32,
    pub at: i64,
    pub event: Option<String>,
    pub from_state: Option<String>,
    pub to_state: String,
    /// In which part somebody acted.
    pub who: String,
    /// The unit that has the case from here on.
    pub holder: Option<String>,
    /// What the resident reads.
    pub words: Option<String>,
    /// What only the desks read.
    pub note: Option<String>,
    /// Who of the staff acted.
    pub account_id: Option<Uuid>,
    /// The unit that acted.
    pub unit: Option<String>,
    /// Why it was rejected.
    pub ground: Option<String>,
    /// When the next step was due, as things stood then.
    pub due_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
