//! What one does in a shift, for so many. The counts are kept under the shift's lock.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "post")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub shift_id: Uuid,
    pub ord: i32,
    pub name: String,
    pub needed: i32,
    /// The contract's `Qualification`.
    pub qualification: Option<String>,
    /// Places that somebody has or is offered, walk-ins not counted.
    pub taken: i32,
    /// Sign-ups that wait.
    pub waiting: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
