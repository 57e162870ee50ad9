use pingan_api::{id::PhotoId, photos::Photo};
use crate::secret::Secret;
pub struct Store;
impl Store { pub fn open(_: &std::path::Path) -> Result<Store, object_store::Error> { Ok(Store) } }
pub fn public_thumb(_: PhotoId) -> String { String::new() }
pub fn keyed_thumb(_: &Secret, _: PhotoId) -> String { String::new() }
pub fn describe(_: &Secret, id: PhotoId, width: u32, height: u32, _: bool) -> Photo { Photo { id, width, height, full: String::new(), thumb: String::new() } }
pub(crate) fn routes(r: crate::routes::Routes) -> crate::routes::Routes { r }
pub mod sweep { pub async fn run(_: crate::state::State) {} }
pub mod entity {
use sea_orm::entity::prelude::*;
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "photo")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub idempotency_key: Uuid,
    pub sha256: String,
    pub width: i32, pub height: i32, pub created_at: i64, pub case_id: Option<Uuid>, pub reporter_id: Option<Uuid>, pub ordinal: i32, pub public_share: bool }
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}
impl ActiveModelBehavior for ActiveModel {}
}
