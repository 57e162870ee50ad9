//! Accounts, their sessions, codes and grants, and the log of who did what.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "0006_accounts"
    }
}

/// The database itself refuses to change or take out a line of the log.
const APPEND_ONLY_SQLITE: &str = "\
    CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END; \
    CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;";

const APPEND_ONLY_POSTGRES: &str = "\
    CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql \
    AS $$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$; \
    CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit \
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [account(), session(), role_grant(), one_time_code(), recovery_code(), account_share(), audit()] {
            manager.create_table(table).await?;
        }
        for (table, columns) in [
            ("session", &["account_id"][..]),
            ("role_grant", &["account_id"]),
            ("role_grant", &["unit", "role"]),
            ("one_time_code", &["phone_key", "created_at"]),
            ("recovery_code", &["account_id"]),
            ("account_share", &["reporter_id"]),
            ("audit", &["at", "id"]),
            ("audit", &["account_id", "at", "id"]),
            ("audit", &["action", "at", "id"]),
            ("audit", &["object_kind", "object_id", "at", "id"]),
        ] {
            let mut index = Index::create().name(format!("{table}_by_{}", columns[0])).table(table).to_owned();
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        let append_only = match manager.get_database_backend() {
            DbBackend::Postgres => APPEND_ONLY_POSTGRES,
            _ => APPEND_ONLY_SQLITE,
        };
        manager.get_connection().execute_unprepared(append_only).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["audit", "account_share", "recovery_code", "one_time_code", "role_grant", "session", "account"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        if manager.get_database_backend() == DbBackend::Postgres {
            manager.get_connection().execute_unprepared("DROP FUNCTION audit_refuse()").await?;
        }
        Ok(())
    }
}

fn account() -> TableCreateStatement {
    Table::create()
        .table("account")
        .col(uuid("id").primary_key())
        .col(string("phone_key").unique_key())
        .col(string("phone_sealed"))
        .col(string_null("wechat_key").unique_key())
        .col(string("name"))
        .col(integer("consent"))
        .col(big_integer("consent_at"))
        .col(string_null("totp_sealed"))
        .col(big_integer_null("totp_enrolled_at"))
        .col(big_integer_null("totp_step"))
        .col(big_integer("created_at"))
        .to_owned()
}

fn session() -> TableCreateStatement {
    Table::create()
        .table("session")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(string("token_hash").unique_key())
        .col(string("system"))
        .col(string("browser"))
        .col(big_integer("created_at"))
        .col(big_integer("seen_at"))
        .col(big_integer("expires_at"))
        .col(big_integer("second_factor_until"))
        .foreign_key(ForeignKey::create().from("session", "account_id").to("account", "id"))
        .to_owned()
}

/// Grants outlive their account: who could do what, and when, stays known.
fn role_grant() -> TableCreateStatement {
    Table::create()
        .table("role_grant")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(string("role"))
        .col(string("unit"))
        .col(uuid("idempotency_key").unique_key())
        .col(string("body_hash"))
        .col(uuid_null("granted_by"))
        .col(big_integer("granted_at"))
        .col(uuid_null("ended_by"))
        .col(big_integer_null("ended_at"))
        .to_owned()
}

fn one_time_code() -> TableCreateStatement {
    Table::create()
        .table("one_time_code")
        .col(uuid("id").primary_key())
        .col(string("phone_key"))
        .col(string("purpose"))
        .col(string("code_hash"))
        .col(integer("tries"))
        .col(big_integer("created_at"))
        .col(big_integer("expires_at"))
        .col(boolean("used"))
        .to_owned()
}

fn recovery_code() -> TableCreateStatement {
    Table::create()
        .table("recovery_code")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(string("code_hash").unique_key())
        .foreign_key(ForeignKey::create().from("recovery_code", "account_id").to("account", "id"))
        .to_owned()
}

fn account_share() -> TableCreateStatement {
    Table::create()
        .table("account_share")
        .col(uuid("account_id"))
        .col(uuid("reporter_id"))
        .col(big_integer("taken_at"))
        .primary_key(Index::create().col("account_id").col("reporter_id"))
        .foreign_key(ForeignKey::create().from("account_share", "account_id").to("account", "id"))
        .foreign_key(ForeignKey::create().from("account_share", "reporter_id").to("reporter", "id"))
        .to_owned()
}

/// No foreign keys: lines outlive what they are about.
fn audit() -> TableCreateStatement {
    Table::create()
        .table("audit")
        .col(uuid("id").primary_key())
        .col(big_integer("at"))
        .col(uuid_null("account_id"))
        .col(uuid_null("session_id"))
        .col(string("action"))
        .col(string_null("object_kind"))
        .col(string_null("object_id"))
        .col(string_null("unit"))
        .col(text("details"))
        .to_owned()
}
