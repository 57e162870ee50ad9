//! One case as kept. What a list shows stands on the row, so that a list is one query.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "cases")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// All nine digits of the number.
    #[sea_orm(unique)]
    pub number: i32,
    pub kind: String,
    pub category: Option<String>,
    pub state: String,
    /// The kind may be public, the state is, and no desk has hidden it.
    pub is_public: bool,
    /// The unit that has the case now; none once it is final.
    pub holder: Option<String>,
    /// The unit that an opinion is about.
    pub about: Option<String>,
    pub grid: Option<String>,
    pub community: Option<String>,
    pub street: Option<String>,
    pub source: Option<String>,
    /// What the position was sent in; `lat_e7` and `lon_e7` are WGS-84, in 10⁻⁷ degrees.
    pub datum: Option<String>,
    pub lat_e7: Option<i32>,
    pub lon_e7: Option<i32>,
    pub accuracy_m: Option<i32>,
    pub landmark: Option<String>,
    /// The place that the public sees, in 10⁻⁴ degrees, which it is a whole number of.
    pub coarse_lat_e4: Option<i32>,
    pub coarse_lon_e4: Option<i32>,
    pub text: String,
    /// JSON, a list of the contract's `Answer`.
    pub answers: String,
    pub thumb_photo: Option<Uuid>,
    /// Neighbours who joined.
    pub joined: i32,
    pub asked_from: Option<String>,
    pub reopened: bool,
    pub disputed: bool,
    pub rejection_appealed: bool,
    /// Milliseconds since 1970, as all times here.
    pub created_at: i64,
    pub changed_at: i64,
    pub due_at: Option<i64>,
    /// `seq` of the last step.
    pub version: i32,
    /// A desk took it off the public map.
    pub hidden: bool,
    /// The unit that let the clock run out and still works on it.
    pub climbed_from: Option<String>,
    /// `holder`, and after the end whoever held it last.
    pub last_holder: String,
    /// Since when it has been overdue in this state.
    pub overdue_since: Option<i64>,
    pub merged_into: Option<Uuid>,
    pub split_from: Option<Uuid>,
    /// First taken on by a desk.
    pub accepted_at: Option<i64>,
    /// Last said to be solved.
    pub resolved_at: Option<i64>,
    /// None while it is open; set anew after it was reopened.
    pub closed_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
