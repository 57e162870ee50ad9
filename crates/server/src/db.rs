//! The database: SQLite in a file or PostgreSQL, one set of entities and migrations, reads from a pool, durable
//! writes one at a time or, on SQLite, several to a commit.

mod bus;
mod connect;
pub mod migrations;
pub mod search;
mod writer;

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use futures_util::future::BoxFuture;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, EntityTrait,
    IntoActiveModel, Statement, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;

pub use bus::Bus;
use writer::Writer;

/// Cheap to clone.
#[derive(Clone)]
pub struct Db {
    reads: DatabaseConnection,
    writes: Writes,
    version: Arc<AtomicU64>,
}

#[derive(Clone)]
enum Writes {
    /// One connection that groups commits.
    Sqlite(Writer),
    Postgres(DatabaseConnection),
}

/// Answers false where a unique column has the value already: without an error, which would end a PostgreSQL transaction.
pub(crate) async fn insert_new<E, M>(tx: &DatabaseTransaction, row: M) -> Result<bool, DbErr>
where
    E: EntityTrait,
    M: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelTrait<Entity = E>,
{
    let nothing = OnConflict::new().do_nothing().to_owned();
    Ok(E::insert(row.into_active_model()).on_conflict(nothing).exec_without_returning(tx).await? > 0)
}

impl Db {
    /// Connects and brings the tables up to date. `url` begins with `sqlite:` or `postgres:`.
    pub async fn open(url: &str) -> Result<Self, DbErr> {
        let version = Arc::new(AtomicU64::new(0));
        if url.starts_with("sqlite:") {
            // The one that writes comes first: it makes the file, and readers find the tables there.
            let connection = connect::sqlite_writer(url).await?;
            migrations::Migrator::up(&connection, None).await?;
            let reads = connect::sqlite_readers(url).await?;
            Ok(Self { reads, writes: Writes::Sqlite(Writer::start(connection)), version })
        } else {
            let pool = connect::postgres(url).await?;
            migrations::Migrator::up(&pool, None).await?;
            Ok(Self { reads: pool.clone(), writes: Writes::Postgres(pool), version })
        }
    }

    /// For reading alone; on SQLite these connections refuse to write.
    pub fn reads(&self) -> &DatabaseConnection {
        &self.reads
    }

    /// Runs `job` in a transaction and answers after its commit is on disk; an `Err` of the job rolls it back, and so
    /// does a panic.
    ///
    /// On SQLite jobs run one after another, so what a job reads cannot change under it. On PostgreSQL transactions
    /// are READ COMMITTED: a job locks the rows that it decides on (`lock_exclusive`, [`Db::lock`]) or leans on
    /// unique columns.
    pub async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbErr> + Send + 'static,
        F: for<'t> FnOnce(&'t DatabaseTransaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        let answer = match &self.writes {
            Writes::Sqlite(writer) => writer.run(job).await,
            Writes::Postgres(pool) => {
                let transaction = pool.begin().await?;
                // A transaction that is dropped unfinished is rolled back.
                let answer = job(&transaction).await?;
                transaction.commit().await?;
                Ok(answer)
            }
        };
        if answer.is_ok() {
            self.version.fetch_add(1, Ordering::Release);
        }
        answer
    }

    /// Keeps other transactions that ask for the same name waiting until this one ends. On SQLite there is only one.
    pub async fn lock(transaction: &DatabaseTransaction, name: i64) -> Result<(), DbErr> {
        if transaction.get_database_backend() == DbBackend::Postgres {
            let sql = "SELECT pg_advisory_xact_lock($1)";
            transaction.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, [name.into()])).await?;
        }
        Ok(())
    }

    /// What carries messages between servers; none on SQLite, which has one server.
    pub fn bus(&self) -> Option<Bus> {
        match &self.writes {
            Writes::Sqlite(_) => None,
            Writes::Postgres(pool) => Some(Bus(pool.clone())),
        }
    }

    /// Grows with each write that this server commits.
    pub fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }

    /// Fails if the database does not answer.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.reads.ping().await
    }

    /// Finishes what is queued and closes; on SQLite the log is folded into the file.
    pub async fn close(self) -> Result<(), DbErr> {
        self.reads.close().await?;
        match self.writes {
            Writes::Sqlite(writer) => writer.close().await,
            Writes::Postgres(_) => Ok(()),
        }
    }
}
