//! Volunteers: teams, who belongs to them, shifts with their posts, sign-ups, attendance, certificates.

use sea_orm_migration::{prelude::*, schema::*};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "0015_volunteer"
    }
}

const INDEXES: [&str; 14] = [
    "CREATE INDEX team_unit ON team (unit)",
    "CREATE INDEX team_member_account ON team_member (account_id)",
    "CREATE INDEX volunteer_community ON volunteer (community, registered_at)",
    // Lists of shifts to sign up for.
    "CREATE INDEX shift_next ON shift (starts_at, id) WHERE state = 'published'",
    "CREATE INDEX shift_team ON shift (team_id, starts_at)",
    "CREATE INDEX shift_series ON shift (series_id) WHERE series_id IS NOT NULL",
    "CREATE INDEX shift_case ON shift (case_id) WHERE case_id IS NOT NULL",
    "CREATE INDEX post_shift ON post (shift_id, ord)",
    // Nobody is in one shift twice.
    "CREATE UNIQUE INDEX sign_up_once ON sign_up (shift_id, account_id) \
     WHERE state IN ('pending', 'waiting', 'offered', 'confirmed') AND account_id IS NOT NULL",
    "CREATE INDEX sign_up_account ON sign_up (account_id, starts_at)",
    "CREATE INDEX sign_up_shift ON sign_up (shift_id, state)",
    "CREATE INDEX sign_up_line ON sign_up (post_id, turn) WHERE state = 'waiting'",
    "CREATE INDEX sign_up_offer ON sign_up (offered_until) WHERE state = 'offered'",
    "CREATE INDEX certificate_account ON certificate (account_id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            team(),
            team_member(),
            volunteer(),
            qualification(),
            shift(),
            post(),
            sign_up(),
            attendance_mark(),
            certificate(),
        ] {
            manager.create_table(table).await?;
        }
        for sql in INDEXES {
            manager.get_connection().execute_unprepared(sql).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = [
            "certificate",
            "attendance_mark",
            "sign_up",
            "post",
            "shift",
            "qualification",
            "volunteer",
            "team_member",
            "team",
        ];
        for table in tables {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn team() -> TableCreateStatement {
    Table::create()
        .table("team")
        .col(uuid("id").primary_key())
        .col(uuid("idempotency_key").unique_key())
        .col(string("body_hash"))
        .col(string("kind"))
        .col(string("name"))
        .col(text("about"))
        .col(string("unit"))
        .col(string("join_policy"))
        .col(boolean("closed"))
        .col(integer("version"))
        .col(big_integer("created_at"))
        .col(uuid("created_by"))
        .to_owned()
}

fn team_member() -> TableCreateStatement {
    Table::create()
        .table("team_member")
        .col(uuid("team_id"))
        .col(uuid("account_id"))
        .col(string("membership"))
        .col(big_integer("since"))
        .primary_key(Index::create().col("team_id").col("account_id"))
        .foreign_key(ForeignKey::create().from("team_member", "team_id").to("team", "id"))
        .foreign_key(ForeignKey::create().from("team_member", "account_id").to("account", "id"))
        .to_owned()
}

fn volunteer() -> TableCreateStatement {
    Table::create()
        .table("volunteer")
        .col(uuid("account_id").primary_key())
        .col(string("name"))
        .col(string("born"))
        .col(string("grid"))
        .col(string("community"))
        .col(string("street"))
        .col(text("skills"))
        .col(text("available"))
        .col(string_null("guardian_name"))
        .col(text_null("guardian_sealed"))
        .col(string_null("work_unit"))
        .col(boolean("thanks"))
        .col(boolean("text_me"))
        .col(string_null("calendar_hash").unique_key())
        .col(big_integer("registered_at"))
        .col(big_integer("changed_at"))
        .col(big_integer_null("ended_at"))
        .foreign_key(ForeignKey::create().from("volunteer", "account_id").to("account", "id"))
        .to_owned()
}

fn qualification() -> TableCreateStatement {
    Table::create()
        .table("qualification")
        .col(uuid("account_id"))
        .col(string("qualification"))
        .col(uuid("granted_by"))
        .col(uuid("team_id"))
        .col(big_integer("granted_at"))
        .primary_key(Index::create().col("account_id").col("qualification"))
        .foreign_key(ForeignKey::create().from("qualification", "account_id").to("account", "id"))
        .foreign_key(ForeignKey::create().from("qualification", "team_id").to("team", "id"))
        .to_owned()
}

fn shift() -> TableCreateStatement {
    Table::create()
        .table("shift")
        .col(uuid("id").primary_key())
        .col(uuid("idempotency_key").unique_key())
        .col(string("body_hash"))
        .col(uuid("team_id"))
        .col(string("kind"))
        .col(string("title"))
        .col(text("about"))
        .col(string("place"))
        .col(integer("lat_e7"))
        .col(integer("lon_e7"))
        .col(string("grid"))
        .col(string("community"))
        .col(string("street"))
        .col(big_integer("starts_at"))
        .col(big_integer("ends_at"))
        .col(small_integer_null("min_age"))
        .col(string("bring"))
        .col(integer("late_cancel_minutes"))
        .col(boolean("approval"))
        .col(string("state"))
        .col(uuid_null("series_id"))
        .col(uuid_null("case_id"))
        .col(string_null("cancelled_because"))
        .col(integer("needed"))
        .col(integer("taken"))
        .col(integer("waiting"))
        .col(small_integer("reminded"))
        .col(integer("version"))
        .col(uuid("created_by"))
        .col(big_integer("created_at"))
        .foreign_key(ForeignKey::create().from("shift", "team_id").to("team", "id"))
        .foreign_key(ForeignKey::create().from("shift", "case_id").to("cases", "id"))
        .to_owned()
}

fn post() -> TableCreateStatement {
    Table::create()
        .table("post")
        .col(uuid("id").primary_key())
        .col(uuid("shift_id"))
        .col(integer("ord"))
        .col(string("name"))
        .col(integer("needed"))
        .col(string_null("qualification"))
        .col(integer("taken"))
        .col(integer("waiting"))
        .foreign_key(ForeignKey::create().from("post", "shift_id").to("shift", "id"))
        .to_owned()
}

fn sign_up() -> TableCreateStatement {
    Table::create()
        .table("sign_up")
        .col(uuid("id").primary_key())
        .col(uuid("idempotency_key").unique_key())
        .col(string("body_hash"))
        .col(uuid("shift_id"))
        .col(uuid("post_id"))
        .col(uuid_null("account_id"))
        .col(string("name"))
        .col(boolean("under_age"))
        .col(string_null("friend"))
        .col(integer("places"))
        .col(string("state"))
        .col(big_integer("turn"))
        .col(big_integer_null("offered_until"))
        .col(big_integer("created_at"))
        .col(big_integer_null("ended_at"))
        .col(boolean("walk_in"))
        .col(big_integer("starts_at"))
        .col(big_integer("ends_at"))
        .col(string("attendance"))
        .col(uuid_null("attended_by"))
        .col(big_integer_null("checked_in_at"))
        .col(big_integer_null("checked_out_at"))
        .col(integer_null("minutes"))
        .col(string_null("corrected_because"))
        .foreign_key(ForeignKey::create().from("sign_up", "shift_id").to("shift", "id"))
        .foreign_key(ForeignKey::create().from("sign_up", "post_id").to("post", "id"))
        .foreign_key(ForeignKey::create().from("sign_up", "account_id").to("account", "id"))
        .to_owned()
}

fn attendance_mark() -> TableCreateStatement {
    Table::create()
        .table("attendance_mark")
        .col(uuid("idempotency_key").primary_key())
        .col(uuid("shift_id"))
        .col(uuid("made_by"))
        .col(big_integer("at"))
        .foreign_key(ForeignKey::create().from("attendance_mark", "shift_id").to("shift", "id"))
        .to_owned()
}

fn certificate() -> TableCreateStatement {
    Table::create()
        .table("certificate")
        .col(string("number").primary_key())
        .col(uuid("idempotency_key").unique_key())
        .col(string("body_hash"))
        .col(uuid("account_id"))
        .col(string("name"))
        .col(string("from_day"))
        .col(string("to_day"))
        .col(integer("minutes"))
        .col(integer("shifts"))
        .col(text("kinds"))
        .col(big_integer("issued_at"))
        .foreign_key(ForeignKey::create().from("certificate", "account_id").to("account", "id"))
        .to_owned()
}
