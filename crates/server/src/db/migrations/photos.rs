//! Photos: what is kept of each, and whose it is.

use sea_orm_migration::{prelude::*, schema::*};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "0003_photos"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let photo = Table::create()
            .table("photo")
            .col(uuid("id").primary_key())
            .col(uuid("idempotency_key").unique_key())
            .col(string("sha256"))
            .col(integer("width"))
            .col(integer("height"))
            .col(big_integer("created_at"))
            .col(uuid_null("case_id"))
            .col(uuid_null("reporter_id"))
            .col(integer("ordinal").default(0))
            .col(boolean("public_share").default(false))
            .foreign_key(ForeignKey::create().from("photo", "case_id").to("cases", "id"))
            .foreign_key(ForeignKey::create().from("photo", "reporter_id").to("reporter", "id"))
            .to_owned();
        manager.create_table(photo).await?;
        manager
            .create_index(Index::create().name("photo_case").table("photo").col("case_id").col("created_at").to_owned())
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("photo").to_owned()).await
    }
}
