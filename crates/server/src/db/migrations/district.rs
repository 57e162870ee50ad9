//! The district's units, and the borders and people of its grids.

use sea_orm_migration::{prelude::*, schema::*};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "0001_district"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let unit = Table::create()
            .table("unit")
            .col(string("id").primary_key())
            .col(string_null("parent"))
            .col(string("kind"))
            .col(string("name_zh"))
            .col(string("name_en"))
            .col(integer("position"))
            .col(boolean("demo"))
            .to_owned();
        manager.create_table(unit).await?;
        let grid = Table::create()
            .table("grid")
            .col(string("unit_id").primary_key())
            .col(text("ring"))
            .col(text("member"))
            .col(text("team"))
            .foreign_key(ForeignKey::create().from("grid", "unit_id").to("unit", "id"))
            .to_owned();
        manager.create_table(grid).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["grid", "unit"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
