//! Messages between servers that share a PostgreSQL database.

use sea_orm::{
    DatabaseConnection, DbErr,
    sqlx::{self, postgres::PgListener},
};

/// The channel's name.
const CHANNEL: &str = "pingan_changes";

#[derive(Clone)]
pub struct Bus(pub(super) DatabaseConnection);

impl Bus {
    /// Tells all servers, this one included. PostgreSQL takes up to 8000 bytes.
    pub async fn notify(&self, message: &str) -> Result<(), DbErr> {
        let pool = self.0.get_postgres_connection_pool();
        let told = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(message).execute(pool).await;
        told.map(|_| ()).map_err(|error| DbErr::Custom(error.to_string()))
    }

    /// Hands on every message; none where the connection was lost and some may be missing. Ends with why it did.
    pub async fn listen(&self, mut hear: impl FnMut(Option<&str>)) -> DbErr {
        let listening = async {
            let mut listener = PgListener::connect_with(self.0.get_postgres_connection_pool()).await?;
            listener.listen(CHANNEL).await?;
            hear(None);
            loop {
                match listener.try_recv().await? {
                    Some(message) => hear(Some(message.payload())),
                    None => hear(None),
                }
            }
        };
        let ended: Result<std::convert::Infallible, sqlx::Error> = listening.await;
        match ended {
            Err(error) => DbErr::Custom(error.to_string()),
        }
    }
}
