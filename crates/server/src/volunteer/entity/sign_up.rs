//! Somebody's place in a shift, or in the line for one; or somebody who came without.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_up")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(unique)]
    pub idempotency_key: Uuid,
    pub body_hash: String,
    pub shift_id: Uuid,
    pub post_id: Uuid,
    /// None for whoever came without an account, or has deleted it.
    pub account_id: Option<Uuid>,
    /// As registered when they signed up; empty once the account is deleted.
    pub name: String,
    pub under_age: bool,
    pub friend: Option<String>,
    /// 1, or 2 with a friend.
    pub places: i32,
    /// The contract's `SignUpState`.
    pub state: String,
    /// Grows within a post in the order of coming.
    pub turn: i64,
    pub offered_until: Option<i64>,
    pub created_at: i64,
    pub ended_at: Option<i64>,
    /// Came without a sign-up: confirmed, and counted in nobody's places.
    pub walk_in: bool,
    /// The shift's, kept equal to it, so that a person's shifts are found in order.
    pub starts_at: i64,
    pub ends_at: i64,
    /// The contract's `Attendance`.
    pub attendance: String,
    /// Who marked it by hand.
    pub attended_by: Option<Uuid>,
    pub checked_in_at: Option<i64>,
    pub checked_out_at: Option<i64>,
    /// As corrected by hand.
    pub minutes: Option<i32>,
    pub corrected_because: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
