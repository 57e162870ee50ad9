//! The tables, in the order in which they came. A migration that was released is never changed.

mod accounts;
mod cases;
mod codes;
mod desk;
mod district;
mod drafts;
mod inbox;
mod late;
mod messages;
mod notices;
mod photos;
mod voices;
mod volunteer;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(district::Migration),
            Box::new(cases::Migration),
            Box::new(photos::Migration),
            Box::new(voices::Migration),
            Box::new(desk::Migration),
            Box::new(accounts::Migration),
            Box::new(inbox::Migration),
            Box::new(drafts::Migration),
            Box::new(codes::Migration),
            Box::new(late::Migration),
            Box::new(notices::Migration),
            Box::new(volunteer::Migration),
            Box::new(messages::Migration),
        ]
    }
}
