//! The desk: what its cases, steps and photos have besides, whistles, notes, acts, standard answers, filters, the
//! calendar, blocks, and the index that words are looked up in.

use sea_orm_migration::{
    prelude::*,
    schema::*,
    sea_orm::{FromQueryResult, Statement},
};

use crate::db::search;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "0005_desk"
    }
}

/// Queues read the holder's open cases by due date, and everything by the last change. The columns that a queue is
/// narrowed by lie in the index, so that a rare state is found without reading rows.
const INDEXES: [&str; 12] = [
    "CREATE INDEX cases_desk_holder ON cases (holder, due_at, id) WHERE holder IS NOT NULL",
    "CREATE INDEX cases_desk_climbed ON cases (climbed_from, due_at, id) WHERE climbed_from IS NOT NULL",
    "CREATE INDEX cases_desk_due ON cases (due_at, id) WHERE due_at IS NOT NULL",
    "CREATE INDEX cases_desk_changed ON cases \
     (changed_at, id, state, category, kind, street, community, grid, last_holder, climbed_from, about)",
    "CREATE INDEX cases_cell ON cases (coarse_lat_e4, coarse_lon_e4)",
    "CREATE INDEX cases_merged ON cases (merged_into) WHERE merged_into IS NOT NULL",
    "CREATE INDEX cases_split ON cases (split_from) WHERE split_from IS NOT NULL",
    "CREATE INDEX case_event_returned ON case_event (unit, case_id) WHERE event = 'return'",
    "CREATE INDEX whistle_call_unit ON whistle_call (unit, case_id)",
    "CREATE INDEX whistle_call_awaited ON whistle_call (unit, due_at) WHERE awaited",
    "CREATE INDEX block_device ON block (device, until) WHERE lifted_at IS NULL",
    "CREATE INDEX block_account ON block (account_id, until) WHERE lifted_at IS NULL",
];

/// State Council of China, General Office, holidays of 2026 (4 November 2025).
const HOLIDAYS_2026: [(&str, &str, u32); 7] = [
    ("元旦", "2026-01-01", 3),
    ("春节", "2026-02-15", 9),
    ("清明节", "2026-04-04", 3),
    ("劳动节", "2026-05-01", 5),
    ("端午节", "2026-06-19", 3),
    ("中秋节", "2026-09-25", 3),
    ("国庆节", "2026-10-01", 7),
];

/// Days off that are worked to make up for them.
const MADE_UP_2026: [(&str, &str); 6] = [
    ("元旦", "2026-01-04"),
    ("春节", "2026-02-14"),
    ("春节", "2026-02-28"),
    ("劳动节", "2026-05-09"),
    ("国庆节", "2026-09-20"),
    ("国庆节", "2026-10-10"),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [
            integer("version").default(0).take(),
            boolean("hidden").default(false).take(),
            string_null("climbed_from"),
            string("last_holder").default("").take(),
            big_integer_null("overdue_since"),
            uuid_null("merged_into"),
            uuid_null("split_from"),
            big_integer_null("accepted_at"),
            big_integer_null("resolved_at"),
            big_integer_null("closed_at"),
        ] {
            add(manager, "cases", column).await?;
        }
        for column in [uuid_null("account_id"), string_null("unit"), string_null("ground"), big_integer_null("due_at")]
        {
            add(manager, "case_event", column).await?;
        }
        for column in [integer_null("step"), uuid_null("redacted_into"), big_integer_null("kept_until")] {
            add(manager, "photo", column).await?;
        }
        add(manager, "reporter", string_null("device")).await?;
        for table in tables() {
            manager.create_table(table).await?;
        }
        let db = manager.get_connection();
        for sql in INDEXES {
            db.execute_unprepared(sql).await?;
        }
        for table in ["case_note", "whistle", "photo"] {
            let (name, column) =
                if table == "photo" { ("photo_redacted", "redacted_into") } else { (table, "case_id") };
            let name = format!("{name}_of_case");
            manager.create_index(Index::create().name(name).table(table).col(column).to_owned()).await?;
        }
        fill_in(manager).await?;
        open_hours(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        search::drop_table(manager.get_connection()).await?;
        for table in ["block", "saved_filter", "standard_answer", "calendar_day", "working_hours"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        for table in ["whistle_call", "whistle", "case_note", "desk_act"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

async fn add(manager: &SchemaManager<'_>, table: &str, column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(Alias::new(table)).add_column(column).to_owned()).await
}

/// What rows that are there already would have in the new columns.
async fn fill_in(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    search::create_table(db).await?;
    db.execute_unprepared(
        "UPDATE cases SET version = (SELECT MAX(seq) FROM case_event WHERE case_event.case_id = cases.id), \
         last_holder = COALESCE(holder, (SELECT e.holder FROM case_event e WHERE e.case_id = cases.id \
         AND e.holder IS NOT NULL ORDER BY e.seq DESC LIMIT 1), ''), \
         accepted_at = (SELECT MIN(e.at) FROM case_event e WHERE e.case_id = cases.id AND e.event = 'accept'), \
         resolved_at = (SELECT MAX(e.at) FROM case_event e WHERE e.case_id = cases.id AND e.event = 'resolve'), \
         closed_at = CASE WHEN state IN ('closed', 'rejected', 'merged', 'withdrawn') THEN changed_at END",
    )
    .await?;
    #[derive(FromQueryResult)]
    struct Row {
        number: i32,
        text: String,
        landmark: Option<String>,
    }
    let all = Statement::from_string(manager.get_database_backend(), "SELECT number, text, landmark FROM cases");
    for row in Row::find_by_statement(all).all(db).await? {
        let landmark = row.landmark.unwrap_or_default();
        search::index(db, row.number, &[&row.text, &landmark]).await?;
    }
    Ok(())
}

/// The ordinary week, and the year that is known.
async fn open_hours(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut week = Query::insert();
    week.into_table("working_hours").columns(["weekday", "from_minute", "to_minute"]);
    for weekday in 1..=5 {
        for (from, to) in [(8 * 60 + 30, 12 * 60), (14 * 60 + 30, 17 * 60 + 30)] {
            week.values_panic([weekday.into(), from.into(), to.into()]);
        }
    }
    manager.execute(week).await?;
    let mut days = Query::insert();
    days.into_table("calendar_day").columns(["day", "works", "name"]);
    for (name, first, length) in HOLIDAYS_2026 {
        let first: pingan_api::Date = first.parse().expect("a date");
        for ahead in 0..length {
            let day = first.plus_days(i64::from(ahead)).to_string();
            days.values_panic([day.into(), false.into(), name.into()]);
        }
    }
    for (name, day) in MADE_UP_2026 {
        days.values_panic([day.into(), true.into(), name.into()]);
    }
    manager.execute(days).await
}

fn tables() -> [TableCreateStatement; 9] {
    [
        Table::create()
            .table("desk_act")
            .col(uuid("idempotency_key").primary_key())
            .col(string("body_hash"))
            .col(uuid("account_id"))
            .col(uuid("case_id"))
            .col(big_integer("at"))
            .col(text("answer"))
            .foreign_key(ForeignKey::create().from("desk_act", "case_id").to("cases", "id"))
            .to_owned(),
        Table::create()
            .table("case_note")
            .col(uuid("id").primary_key())
            .col(uuid("case_id"))
            .col(big_integer("at"))
            .col(uuid("account_id"))
            .col(string("unit"))
            .col(text("text"))
            .foreign_key(ForeignKey::create().from("case_note", "case_id").to("cases", "id"))
            .to_owned(),
        Table::create()
            .table("whistle")
            .col(uuid("id").primary_key())
            .col(uuid("case_id"))
            .col(string("caller"))
            .col(big_integer("at"))
            .col(big_integer("due_at"))
            .col(big_integer_null("ended_at"))
            .foreign_key(ForeignKey::create().from("whistle", "case_id").to("cases", "id"))
            .to_owned(),
        Table::create()
            .table("whistle_call")
            .col(uuid("whistle_id"))
            .col(string("unit"))
            .col(uuid("case_id"))
            .col(integer("position"))
            .col(big_integer("due_at"))
            .col(boolean("awaited"))
            .col(big_integer_null("checked_in_at"))
            .col(big_integer_null("returned_at"))
            .col(text_null("reason"))
            .primary_key(Index::create().col("whistle_id").col("unit"))
            .foreign_key(ForeignKey::create().from("whistle_call", "whistle_id").to("whistle", "id"))
            .to_owned(),
        Table::create()
            .table("standard_answer")
            .col(uuid("id").primary_key())
            .col(uuid("idempotency_key").unique_key())
            .col(string("body_hash"))
            .col(string("act"))
            .col(string_null("kind"))
            .col(string_null("category"))
            .col(string("title"))
            .col(text("words"))
            .col(big_integer("changed_at"))
            .col(big_integer_null("removed_at"))
            .to_owned(),
        Table::create()
            .table("saved_filter")
            .col(uuid("id").primary_key())
            .col(uuid("idempotency_key").unique_key())
            .col(string("body_hash"))
            .col(uuid("account_id"))
            .col(string("name"))
            .col(text("query"))
            .to_owned(),
        Table::create()
            .table("working_hours")
            .col(integer("weekday"))
            .col(integer("from_minute"))
            .col(integer("to_minute"))
            .primary_key(Index::create().col("weekday").col("from_minute"))
            .to_owned(),
        Table::create()
            .table("calendar_day")
            .col(string("day").primary_key())
            .col(boolean("works"))
            .col(string("name"))
            .to_owned(),
        Table::create()
            .table("block")
            .col(uuid("id").primary_key())
            .col(uuid("case_id"))
            .col(uuid("reporter_id"))
            .col(string_null("device"))
            .col(uuid_null("account_id"))
            .col(text("reason"))
            .col(uuid("by_account"))
            .col(string("by_unit"))
            .col(big_integer("at"))
            .col(big_integer("until"))
            .col(big_integer_null("lifted_at"))
            .foreign_key(ForeignKey::create().from("block", "case_id").to("cases", "id"))
            .to_owned(),
    ]
}
