//! What accounts have filled in and not sent.

use sea_orm_migration::{prelude::*, schema::*};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "0011_drafts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("account_draft")
            .col(uuid("account_id"))
            .col(string("kind"))
            .col(text("sealed"))
            .col(big_integer("changed_at"))
            .primary_key(Index::create().col("account_id").col("kind"))
            .foreign_key(ForeignKey::create().from("account_draft", "account_id").to("account", "id"))
            .to_owned();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("account_draft").to_owned()).await
    }
}
