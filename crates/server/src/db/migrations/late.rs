//! Queues show what is late first.

use sea_orm_migration::prelude::*;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "0013_late"
    }
}

const INDEXES: [&str; 4] = [
    "CREATE INDEX cases_late_holder ON cases (holder, (COALESCE(overdue_since, due_at)), id) WHERE holder IS NOT NULL",
    "CREATE INDEX cases_late_climbed ON cases (climbed_from, (COALESCE(overdue_since, due_at)), id) \
     WHERE climbed_from IS NOT NULL",
    "CREATE INDEX cases_late ON cases ((COALESCE(overdue_since, due_at)), id) WHERE due_at IS NOT NULL",
    "CREATE INDEX whistle_call_missed ON whistle_call (due_at, case_id) WHERE awaited",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        manager.get_connection().execute_unprepared("DROP INDEX cases_desk_climbed").await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for index in ["cases_late_holder", "cases_late_climbed", "cases_late", "whistle_call_missed"] {
            manager.get_connection().execute_unprepared(&format!("DROP INDEX {index}")).await?;
        }
        let old = "CREATE INDEX cases_desk_climbed ON cases (climbed_from, due_at, id) WHERE climbed_from IS NOT NULL";
        manager.get_connection().execute_unprepared(old).await?;
        Ok(())
    }
}
