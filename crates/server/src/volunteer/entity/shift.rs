//! A place and a time with posts to fill. `needed`, `taken` and `waiting` are the sums over its posts.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "shift")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Of the create; the others of a series have made-up ones.
    #[sea_orm(unique)]
    pub idempotency_key: Uuid,
    pub body_hash: String,
    pub team_id: Uuid,
    /// The team's.
    pub kind: String,
    pub title: String,
    pub about: String,
    pub place: String,
    /// WGS-84, in 10⁻⁷ degrees.
    pub lat_e7: i32,
    pub lon_e7: i32,
    pub grid: String,
    pub community: String,
    pub street: String,
    pub starts_at: i64,
    pub ends_at: i64,
    pub min_age: Option<i16>,
    pub bring: String,
    pub late_cancel_minutes: i32,
    pub approval: bool,
    /// The contract's `ShiftState`.
    pub state: String,
    pub series_id: Option<Uuid>,
    /// The hazard that it is for.
    pub case_id: Option<Uuid>,
    pub cancelled_because: Option<String>,
    pub needed: i32,
    pub taken: i32,
    pub waiting: i32,
    /// 0: nobody yet; 1: a day before; 2: two hours before as well.
    pub reminded: i16,
    pub version: i32,
    pub created_by: Uuid,
    pub created_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
