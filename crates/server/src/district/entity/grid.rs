//! What a grid has besides its unit. The texts are JSON: they are read whole at start and never searched.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "grid")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit_id: String,
    /// `[[lon, lat], …]` in 1e-7 degree, WGS-84, counter-clockwise, the last place not repeated.
    pub ring: String,
    /// The contract's `GridMember`.
    pub member: String,
    /// A list of the contract's `TeamMember`.
    pub team: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
