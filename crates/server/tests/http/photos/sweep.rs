//! Photos that no case names are gone after a day.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::StatusCode;
use pingan_api::{
    Timestamp,
    cases::NewCase,
    photos::{ORPHAN_HOURS, Photo},
};
use pingan_server::photos::sweep::{Swept, sweep};

use super::{
    pictures::{jpeg, two_halves},
    upload::{files, upload},
};
use crate::{
    app::TestApp,
    fixtures::{hazard, raise, spot},
};

const HOUR: i64 = 3_600_000;

async fn photo(app: &TestApp) -> Photo {
    upload(app, jpeg(&two_halves(32, 32))).await.json()
}

#[tokio::test]
async fn orphans_go_after_a_day_and_what_a_case_names_stays() {
    let app = TestApp::start().await;
    let (orphan, named) = (photo(&app).await, photo(&app).await);
    raise(&app, NewCase { photos: vec![named.id], ..hazard(spot(&app, 1)) }).await;
    let hours = |hours: i64| Timestamp::from_millis(app.state().now().as_millis() + hours * HOUR);
    let day = i64::from(ORPHAN_HOURS);
    assert_eq!(sweep(app.state(), hours(day)).await.unwrap(), Swept::default(), "not before the day is over");
    assert_eq!(sweep(app.state(), hours(day + 1)).await.unwrap().orphans, 1);
    assert_eq!((app.count("photo").await, files(&app)), (1, 2));
    assert_eq!(app.anonymous().get(&orphan.full).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.anonymous().get(&named.full).await.status, StatusCode::OK);
}

#[tokio::test]
async fn objects_without_a_row_go_too() {
    let app = TestApp::start().await;
    let folder = app.folder().join("photos/full");
    std::fs::create_dir_all(&folder).unwrap();
    let stray = folder.join(format!("{}.jpg", uuid::Uuid::now_v7()));
    std::fs::write(&stray, "left by a power cut").unwrap();
    // The objects' own times are the machine's, so this sweep's are as well.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64;
    let at = |hours: i64| Timestamp::from_millis(now + hours * HOUR);
    assert_eq!(sweep(app.state(), at(1)).await.unwrap().strays, 0, "it may be a photo that is just being taken in");
    assert_eq!(sweep(app.state(), at(i64::from(ORPHAN_HOURS) + 1)).await.unwrap().strays, 1);
    assert!(!stray.exists());
}
