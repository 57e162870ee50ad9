//! Writes that share a commit do not share their fate.

use pingan_server::{error::AppError, photos::entity};
use sea_orm::{DatabaseTransaction, EntityTrait, IntoActiveModel};
use uuid::Uuid;

use crate::app::TestApp;

async fn insert(tx: &DatabaseTransaction) -> Result<(), AppError> {
    let row = entity::Model {
        id: Uuid::now_v7(),
        idempotency_key: Uuid::new_v4(),
        sha256: String::new(),
        width: 1,
        height: 1,
        created_at: 0,
        case_id: None,
        reporter_id: None,
        ordinal: 0,
        public_share: false,
        step: None,
        redacted_into: None,
        kept_until: None,
    };
    entity::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(())
}

#[tokio::test]
async fn a_write_that_fails_leaves_nothing_and_takes_nobody_along() {
    let app = TestApp::start().await;
    let db = &app.state().db;
    let good = |_: usize| db.write(|tx| Box::pin(insert(tx)));
    let bad = db.write(|tx| {
        Box::pin(async move {
            insert(tx).await?;
            Err::<(), _>(AppError::broken("on purpose"))
        })
    });
    let (first, failed, second, third) = tokio::join!(good(1), bad, good(2), good(3));
    assert!(first.is_ok() && second.is_ok() && third.is_ok());
    assert!(matches!(failed, Err(AppError::Broken(why)) if why == "on purpose"));
    assert_eq!(app.count("photo").await, 3);
}

#[tokio::test]
async fn the_version_grows_with_what_is_kept() {
    let app = TestApp::start().await;
    let db = &app.state().db;
    let before = db.version();
    db.write(|tx| Box::pin(insert(tx))).await.unwrap();
    assert!(db.version() > before);
    let before = db.version();
    db.write(|_| Box::pin(async { Err::<(), _>(AppError::broken("on purpose")) })).await.unwrap_err();
    assert_eq!(db.version(), before);
}

#[tokio::test]
async fn readers_refuse_to_write() {
    use sea_orm::ConnectionTrait;
    let app = TestApp::start().await;
    if app.state().db.reads().get_database_backend() == sea_orm::DbBackend::Sqlite {
        assert!(app.state().db.reads().execute_unprepared("DELETE FROM unit").await.is_err());
    }
}
