//! What residents do with their cases, what is told to them, and what is still to be sent.

use sea_orm_migration::{prelude::*, schema::*};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "0010_inbox"
    }
}

const INDEXES: [&str; 5] = [
    // Whoever tells what is new reads the newest steps.
    "CREATE INDEX case_event_at ON case_event (at)",
    "CREATE UNIQUE INDEX notice_once ON notice (reporter_id, case_id, step)",
    "CREATE INDEX notice_reader ON notice (reporter_id, seq)",
    "CREATE INDEX delivery_due ON delivery (next_at) WHERE state = 'waiting'",
    "CREATE INDEX act_case ON act (case_id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let text_me = Table::alter().table("contact").add_column(boolean("text_me").default(false)).to_owned();
        manager.alter_table(text_me).await?;
        for table in [act(), notice(), delivery(), stream_ticket()] {
            manager.create_table(table).await?;
        }
        for sql in INDEXES {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["stream_ticket", "delivery", "notice", "act"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        manager.drop_index(Index::drop().name("case_event_at").table("case_event").to_owned()).await?;
        manager.alter_table(Table::alter().table("contact").drop_column("text_me").to_owned()).await
    }
}

fn act() -> TableCreateStatement {
    Table::create()
        .table("act")
        .col(uuid("idempotency_key").primary_key())
        .col(string("body_hash"))
        .col(uuid("case_id"))
        .col(integer("step"))
        .col(uuid("reporter_id"))
        .col(small_integer_null("rating"))
        .col(string_null("unit"))
        .col(big_integer("created_at"))
        .foreign_key(ForeignKey::create().from("act", "case_id").to("cases", "id"))
        .foreign_key(ForeignKey::create().from("act", "reporter_id").to("reporter", "id"))
        .to_owned()
}

fn notice() -> TableCreateStatement {
    Table::create()
        .table("notice")
        .col(big_integer("seq").auto_increment().primary_key())
        .col(uuid("id").unique_key())
        .col(uuid("reporter_id"))
        .col(uuid("case_id"))
        .col(integer("step"))
        .col(big_integer("created_at"))
        .col(big_integer_null("read_at"))
        .foreign_key(ForeignKey::create().from("notice", "reporter_id").to("reporter", "id"))
        .foreign_key(ForeignKey::create().from("notice", "case_id").to("cases", "id"))
        .to_owned()
}

fn delivery() -> TableCreateStatement {
    Table::create()
        .table("delivery")
        .col(uuid("id").primary_key())
        .col(uuid("notice_id"))
        .col(string("channel"))
        .col(string("state"))
        .col(integer("tries"))
        .col(big_integer("next_at"))
        .col(uuid_null("claim"))
        .col(big_integer_null("ended_at"))
        .foreign_key(ForeignKey::create().from("delivery", "notice_id").to("notice", "id"))
        .to_owned()
}

fn stream_ticket() -> TableCreateStatement {
    Table::create()
        .table("stream_ticket")
        .col(string("ticket_hash").primary_key())
        .col(text("shares"))
        .col(big_integer("after_seq"))
        .col(big_integer("expires_at"))
        .to_owned()
}
