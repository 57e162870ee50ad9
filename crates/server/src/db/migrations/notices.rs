//! Notices to accounts, which name no case: what they are about is a shift or a team of volunteers.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "0014_notices"
    }
}

const OF_ACCOUNT: &str = "CREATE INDEX notice_account ON notice (account_id, seq) WHERE account_id IS NOT NULL";

/// What names a case is missing from now on where an account is named.
const NULLABLE_POSTGRES: &str = "ALTER TABLE notice ALTER COLUMN reporter_id DROP NOT NULL, \
    ALTER COLUMN case_id DROP NOT NULL, ALTER COLUMN step DROP NOT NULL";

const NOT_NULL_POSTGRES: &str = "ALTER TABLE notice ALTER COLUMN reporter_id SET NOT NULL, \
    ALTER COLUMN case_id SET NOT NULL, ALTER COLUMN step SET NOT NULL";

/// Puts `notice_new` in the place of `notice`, which deliveries point to: they stand aside meanwhile. The numbers go on
/// from the last one that was ever given, be its notice still there or not.
const REPLACE_SQLITE: [&str; 11] = [
    "CREATE TABLE delivery_aside AS SELECT * FROM delivery",
    "DELETE FROM delivery",
    "INSERT INTO notice_new (seq, id, reporter_id, case_id, step, created_at, read_at) \
     SELECT seq, id, reporter_id, case_id, step, created_at, read_at FROM notice",
    "DELETE FROM sqlite_sequence WHERE name = 'notice_new'",
    "INSERT INTO sqlite_sequence (name, seq) SELECT 'notice_new', seq FROM sqlite_sequence WHERE name = 'notice'",
    "DROP TABLE notice",
    "ALTER TABLE notice_new RENAME TO notice",
    "INSERT INTO delivery SELECT * FROM delivery_aside",
    "DROP TABLE delivery_aside",
    "CREATE UNIQUE INDEX notice_once ON notice (reporter_id, case_id, step)",
    "CREATE INDEX notice_reader ON notice (reporter_id, seq)",
];

/// What went to accounts alone has no place in the table as it was.
const FORGET_ACCOUNTS: [&str; 3] = [
    "DROP INDEX notice_account",
    "DELETE FROM delivery WHERE notice_id IN (SELECT id FROM notice WHERE reporter_id IS NULL)",
    "DELETE FROM notice WHERE reporter_id IS NULL",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// SQLite runs migrations outside of transactions, and a half of this one would leave deliveries aside.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        if manager.get_database_backend() == DbBackend::Postgres {
            db.execute_unprepared(NULLABLE_POSTGRES).await?;
            let mut more = Table::alter().table("notice").to_owned();
            for column in columns_of_account() {
                more.add_column(column);
            }
            manager.alter_table(more).await?;
        } else {
            let mut table = notice_new([uuid_null("reporter_id"), uuid_null("case_id"), integer_null("step")]);
            for column in columns_of_account() {
                table.col(column);
            }
            replace(manager, table).await?;
        }
        db.execute_unprepared(OF_ACCOUNT).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for sql in FORGET_ACCOUNTS {
            db.execute_unprepared(sql).await?;
        }
        if manager.get_database_backend() == DbBackend::Postgres {
            let mut less = Table::alter().table("notice").to_owned();
            for column in ["account_id", "word", "shift_id", "team_id", "until", "words"] {
                less.drop_column(column);
            }
            manager.alter_table(less).await?;
            db.execute_unprepared(NOT_NULL_POSTGRES).await?;
            return Ok(());
        }
        replace(manager, notice_new([uuid("reporter_id"), uuid("case_id"), integer("step")])).await
    }
}

/// SQLite makes no column nullable, nor the other way round: a new table takes the rows and the name.
async fn replace(manager: &SchemaManager<'_>, table: TableCreateStatement) -> Result<(), DbErr> {
    manager.create_table(table).await?;
    for sql in REPLACE_SQLITE {
        manager.get_connection().execute_unprepared(sql).await?;
    }
    Ok(())
}

fn columns_of_account() -> [ColumnDef; 6] {
    [
        uuid_null("account_id"),
        string_null("word"),
        uuid_null("shift_id"),
        uuid_null("team_id"),
        big_integer_null("until"),
        text_null("words"),
    ]
}

/// `of_case` are the columns that name a step of a case.
fn notice_new(of_case: [ColumnDef; 3]) -> TableCreateStatement {
    let mut table = Table::create();
    table.table("notice_new").col(big_integer("seq").auto_increment().primary_key()).col(uuid("id").unique_key());
    for column in of_case {
        table.col(column);
    }
    table
        .col(big_integer("created_at"))
        .col(big_integer_null("read_at"))
        .foreign_key(ForeignKey::create().from("notice_new", "reporter_id").to("reporter", "id"))
        .foreign_key(ForeignKey::create().from("notice_new", "case_id").to("cases", "id"))
        .to_owned()
}
