//! SQLite's one writer: jobs that wait at the same time share a commit, so that a burst of reports costs one flush to
//! disk and not one each. Nobody is answered before that flush.

use std::panic::AssertUnwindSafe;

use futures_util::{FutureExt, future::BoxFuture};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, RuntimeErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use tokio::sync::{mpsc, oneshot};

/// Jobs in one transaction at most: a bound on how long the first of them waits.
const GROUP: usize = 64;
/// Jobs that may wait; more callers wait for a place.
const QUEUE: usize = 1024;

/// What is done with a job's answer once its fate is known.
type Settle = Box<dyn FnOnce(Result<(), DbErr>) + Send>;
/// Whether to keep what the job wrote, and how to answer.
type Done = (bool, Settle);
/// Given an error in place of a transaction, a job only answers.
type Job = Box<dyn for<'t> FnOnce(Result<&'t DatabaseTransaction, DbErr>) -> BoxFuture<'t, Done> + Send>;

enum Message {
    Run(Job),
    /// Nothing runs after it.
    Close(oneshot::Sender<Result<(), DbErr>>),
}

#[derive(Clone)]
pub(super) struct Writer {
    queue: mpsc::Sender<Message>,
}

impl Writer {
    pub(super) fn start(connection: DatabaseConnection) -> Self {
        let (queue, messages) = mpsc::channel(QUEUE);
        // A thread of its own, because a job is a dozen short waits for the connection's thread, and a thread that sleeps
        // for one thing wakes sooner than a worker of the runtime.
        let runtime = tokio::runtime::Handle::current();
        let thread = std::thread::Builder::new().name("db-writer".to_owned());
        thread.spawn(move || runtime.block_on(work(connection, messages))).expect("the system has a thread left");
        Self { queue }
    }

    pub(super) async fn run<T, E, F>(&self, job: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbErr> + Send + 'static,
        F: for<'t> FnOnce(&'t DatabaseTransaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let boxed: Job = Box::new(move |transaction| {
            let running = transaction.map(job);
            Box::pin(async move {
                let result = match running {
                    Ok(running) => running.await,
                    Err(error) => Err(error.into()),
                };
                match result {
                    Ok(value) => (true, settle(answer, |committed| committed.map(|()| value).map_err(E::from))),
                    Err(error) => (false, settle(answer, |_| Err(error))),
                }
            })
        });
        self.queue.send(Message::Run(boxed)).await.map_err(|_| stopped())?;
        // A job that panicked drops its end of the channel.
        answered.await.unwrap_or_else(|_| Err(DbErr::Custom("the write was given up".to_owned()).into()))
    }

    pub(super) async fn close(self) -> Result<(), DbErr> {
        let (answer, answered) = oneshot::channel();
        self.queue.send(Message::Close(answer)).await.map_err(|_| stopped())?;
        answered.await.unwrap_or_else(|_| Err(stopped()))
    }
}

fn settle<R: Send + 'static>(
    answer: oneshot::Sender<R>,
    result: impl FnOnce(Result<(), DbErr>) -> R + Send + 'static,
) -> Settle {
    // A caller who went away misses the answer and nothing else.
    Box::new(move |committed| drop(answer.send(result(committed))))
}

fn stopped() -> DbErr {
    DbErr::Custom("the database is closed".to_owned())
}

async fn work(connection: DatabaseConnection, mut messages: mpsc::Receiver<Message>) {
    let mut next = messages.recv().await;
    while let Some(message) = next {
        let first = match message {
            Message::Run(job) => job,
            Message::Close(answer) => return drop(answer.send(close(connection).await)),
        };
        let mut settles = Vec::new();
        let (left_over, committed) = group(&connection, first, &mut messages, &mut settles).await;
        for settle in settles {
            settle(committed.clone());
        }
        next = match left_over {
            Some(message) => Some(message),
            None => messages.recv().await,
        };
    }
}

async fn close(connection: DatabaseConnection) -> Result<(), DbErr> {
    connection.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
    connection.close().await
}

/// Runs what waits in one transaction. Answers the message that ended the group, if one did, and how the commit went.
async fn group(
    connection: &DatabaseConnection,
    first: Job,
    messages: &mut mpsc::Receiver<Message>,
    settles: &mut Vec<Settle>,
) -> (Option<Message>, Result<(), DbErr>) {
    let immediate =
        TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
    let transaction = match connection.begin_with_options(immediate).await {
        Ok(transaction) => transaction,
        Err(error) => {
            // Another process holds the lock for longer than we wait.
            let error = DbErr::Conn(RuntimeErr::Internal(error.to_string()));
            settles.push(first(Err(error.clone())).await.1);
            return (None, Err(error));
        }
    };
    let committed = run_all(&transaction, first, messages, settles).await;
    match committed {
        Ok(left_over) => (left_over, transaction.commit().await),
        Err(error) => (None, Err(error)),
    }
}

/// Runs jobs until none waits, each behind a savepoint of its own: one that fails leaves nothing behind. Fails only if
/// the savepoints do. Answers the message that ended the group, if one did.
async fn run_all(
    transaction: &DatabaseTransaction,
    first: Job,
    messages: &mut mpsc::Receiver<Message>,
    settles: &mut Vec<Settle>,
) -> Result<Option<Message>, DbErr> {
    transaction.execute_unprepared("SAVEPOINT job").await?;
    let mut job = first;
    loop {
        let keep = match AssertUnwindSafe(job(Ok(transaction))).catch_unwind().await {
            Ok((keep, settle)) => {
                settles.push(settle);
                keep
            }
            Err(_) => false,
        };
        if !keep {
            transaction.execute_unprepared("ROLLBACK TO job").await?;
        }
        job = match messages.try_recv() {
            Ok(Message::Run(next)) if settles.len() < GROUP => next,
            Ok(message) => return Ok(Some(message)),
            Err(_) => return Ok(None),
        };
        if keep {
            // In one trip to the connection's thread; the last savepoint of a group goes with its commit.
            transaction.execute_unprepared("RELEASE job; SAVEPOINT job").await?;
        }
    }
}
