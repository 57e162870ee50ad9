//! One node of the tree.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "unit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub parent: Option<String>,
    pub kind: String,
    pub name_zh: String,
    pub name_en: String,
    /// Its place in the tree as it is told, parents before children.
    pub position: i32,
    /// Invented for demonstration.
    pub demo: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
