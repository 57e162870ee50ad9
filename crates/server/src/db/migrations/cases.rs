//! Cases, whoever raised or joined them, their timeline, and the tries to open them.

use sea_orm_migration::{prelude::*, schema::*};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "0002_cases"
    }
}

/// Only public cases are listed, so only they are in the lists' indexes: a new case does not pay for them.
const LIST_INDEXES: [&str; 5] = [
    "CREATE INDEX cases_public ON cases (created_at, id) WHERE is_public",
    "CREATE INDEX cases_public_grid ON cases (grid, created_at, id) WHERE is_public",
    "CREATE INDEX cases_public_community ON cases (community, created_at, id) WHERE is_public",
    "CREATE INDEX cases_public_street ON cases (street, created_at, id) WHERE is_public",
    "CREATE INDEX cases_public_category ON cases (category, created_at, id) WHERE is_public",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(cases()).await?;
        manager.create_table(reporter()).await?;
        manager.create_table(contact()).await?;
        manager.create_table(case_event()).await?;
        manager.create_table(attempt()).await?;
        for sql in LIST_INDEXES {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        manager.create_index(Index::create().name("reporter_case").table("reporter").col("case_id").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["attempt", "case_event", "contact", "reporter", "cases"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn cases() -> TableCreateStatement {
    Table::create()
        .table("cases")
        .col(uuid("id").primary_key())
        .col(integer("number").unique_key())
        .col(string("kind"))
        .col(string_null("category"))
        .col(string("state"))
        .col(boolean("is_public"))
        .col(string_null("holder"))
        .col(string_null("about"))
        .col(string_null("grid"))
        .col(string_null("community"))
        .col(string_null("street"))
        .col(string_null("source"))
        .col(string_null("datum"))
        .col(integer_null("lat_e7"))
        .col(integer_null("lon_e7"))
        .col(integer_null("accuracy_m"))
        .col(string_null("landmark"))
        .col(integer_null("coarse_lat_e4"))
        .col(integer_null("coarse_lon_e4"))
        .col(text("text"))
        .col(text("answers"))
        .col(uuid_null("thumb_photo"))
        .col(integer("joined"))
        .col(string_null("asked_from"))
        .col(boolean("reopened"))
        .col(boolean("disputed"))
        .col(boolean("rejection_appealed"))
        .col(big_integer("created_at"))
        .col(big_integer("changed_at"))
        .col(big_integer_null("due_at"))
        .to_owned()
}

fn reporter() -> TableCreateStatement {
    Table::create()
        .table("reporter")
        .col(uuid("id").primary_key())
        .col(uuid("case_id"))
        .col(string("share"))
        .col(uuid("idempotency_key").unique_key())
        .col(string("body_hash"))
        .col(string("code_hash").unique_key())
        .col(text("text"))
        .col(integer("step"))
        .col(big_integer("created_at"))
        .foreign_key(ForeignKey::create().from("reporter", "case_id").to("cases", "id"))
        .to_owned()
}

/// Apart from everything else, so that no query reads a phone number by the way.
fn contact() -> TableCreateStatement {
    Table::create()
        .table("contact")
        .col(uuid("reporter_id").primary_key())
        .col(string("phone"))
        .foreign_key(ForeignKey::create().from("contact", "reporter_id").to("reporter", "id"))
        .to_owned()
}

fn case_event() -> TableCreateStatement {
    Table::create()
        .table("case_event")
        .col(uuid("case_id"))
        .col(integer("seq"))
        .col(big_integer("at"))
        .col(string_null("event"))
        .col(string_null("from_state"))
        .col(string("to_state"))
        .col(string("who"))
        .col(string_null("holder"))
        .col(text_null("words"))
        .col(text_null("note"))
        .primary_key(Index::create().col("case_id").col("seq"))
        .foreign_key(ForeignKey::create().from("case_event", "case_id").to("cases", "id"))
        .to_owned()
}

fn attempt() -> TableCreateStatement {
    Table::create()
        .table("attempt")
        .col(string("key").primary_key())
        .col(integer("tries"))
        .col(big_integer("since"))
        .col(big_integer("blocked_until"))
        .to_owned()
}
