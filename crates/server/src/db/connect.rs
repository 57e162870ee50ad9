//! Connections and their settings.

use std::time::Duration;

use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr};

/// Readers of SQLite: more than the two to four cores of a small server gain nothing.
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;

/// Another process, such as the command line, may hold the write lock for a moment.
const BUSY_MS: &str = "5000";

pub(super) async fn sqlite_writer(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = options(url, 1);
    options.test_before_acquire(false);
    options.map_sqlx_sqlite_opts(|sqlite| {
        sqlite
            .create_if_missing(true)
            .pragma("journal_mode", "WAL")
            // A report that was acknowledged survives a power cut.
            .pragma("synchronous", "FULL")
            .pragma("foreign_keys", "ON")
            .pragma("busy_timeout", BUSY_MS)
    });
    Database::connect(options).await
}

pub(super) async fn sqlite_readers(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = options(url, SQLITE_READERS);
    // The file is here or nowhere: asking it before each use costs a trip to the connection's thread.
    options.min_connections(SQLITE_READERS).test_before_acquire(false);
    options.map_sqlx_sqlite_opts(|sqlite| {
        sqlite.pragma("query_only", "ON").pragma("busy_timeout", BUSY_MS).pragma("mmap_size", "268435456")
    });
    Database::connect(options).await
}

pub(super) async fn postgres(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = options(url, POSTGRES_CONNECTIONS);
    options.test_before_acquire_if_idle_for(Duration::from_secs(30));
    Database::connect(options).await
}

fn options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .connect_timeout(Duration::from_secs(10))
        .acquire_timeout(Duration::from_secs(10))
        // Statements hold what residents wrote.
        .sqlx_logging(false);
    options
}
