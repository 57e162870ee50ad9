//! One account. It is known by its phone number, which is kept as a keyed hash to find it by and sealed to send codes to.

use sea_orm::entity::prelude::*;

#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Keyed hash of the number.
    #[sea_orm(unique)]
    pub phone_key: String,
    /// The number, sealed with the server's secret.
    pub phone_sealed: String,
    /// Keyed hash of the WeChat id that signs in to this account as well.
    #[sea_orm(unique)]
    pub wechat_key: Option<String>,
    pub name: String,
    /// The version of the words that were agreed to, and when.
    pub consent: i32,
    pub consent_at: i64,
    /// The key of the second factor, sealed; it counts once `totp_enrolled_at` is set.
    pub totp_sealed: Option<String>,
    pub totp_enrolled_at: Option<i64>,
    /// The last step of time whose code was taken: none at or before it is taken again.
    pub totp_step: Option<i64>,
    /// Milliseconds since 1970, as all times here.
    pub created_at: i64,
}

/// A person's data reach no log by way of `{:?}`.
impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "account::Model({}, ……)", self.id)
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
