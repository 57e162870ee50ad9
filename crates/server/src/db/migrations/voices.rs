//! Voice notes: what is kept of each, and whose it is.

use sea_orm_migration::{prelude::*, schema::*};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "0004_voices"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let voice = Table::create()
            .table("voice")
            .col(uuid("id").primary_key())
            .col(uuid("idempotency_key").unique_key())
            .col(string("sha256"))
            .col(string("format"))
            .col(integer_null("ms"))
            .col(big_integer("created_at"))
            .col(uuid_null("case_id"))
            .col(uuid_null("reporter_id"))
            .foreign_key(ForeignKey::create().from("voice", "case_id").to("cases", "id"))
            .foreign_key(ForeignKey::create().from("voice", "reporter_id").to("reporter", "id"))
            .to_owned();
        manager.create_table(voice).await?;
        manager.create_index(Index::create().name("voice_case").table("voice").col("case_id").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("voice").to_owned()).await
    }
}
