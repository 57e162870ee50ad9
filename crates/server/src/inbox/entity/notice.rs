//! One thing that somebody is told: a step of a case to one share of it, which says what is read from the step, or a word
//! about a shift or a team to an account.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notice")]
pub struct Model {
    /// Grows in the order of commits: `store::tell` and `store::tell_accounts` write under a lock.
    #[sea_orm(primary_key)]
    pub seq: i64,
    /// What readers know it by.
    #[sea_orm(unique)]
    pub id: Uuid,
    /// The share, with the case and the `seq` of the step; none of the three where an account is told.
    pub reporter_id: Option<Uuid>,
    pub case_id: Option<Uuid>,
    pub step: Option<i32>,
    pub created_at: i64,
    pub read_at: Option<i64>,
    pub account_id: Option<Uuid>,
    /// A word of `VolunteerWord`, there wherever an account is.
    pub word: Option<String>,
    pub shift_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub until: Option<i64>,
    /// What the organiser wrote.
    pub words: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
