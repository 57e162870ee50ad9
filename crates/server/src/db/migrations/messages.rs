//! Messages to shifts, by their keys.

use sea_orm_migration::{prelude::*, schema::*};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "0016_messages"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("shift_message")
            .col(uuid("idempotency_key").primary_key())
            .col(string("body_hash"))
            .col(uuid("shift_id"))
            .col(big_integer("sent_at"))
            .foreign_key(ForeignKey::create().from("shift_message", "shift_id").to("shift", "id"))
            .to_owned();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("shift_message").to_owned()).await
    }
}
