//! What tests send and set up.

use pingan_api::{
    cases::{CaseKey, CaseKind, CaseNumber, Category, CreateCase, Event, NewCase, NewPlace, PlaceSource, Receipt, Who},
    geo::{Datum, Position},
    id::{PhotoId, UnitId},
};
use pingan_server::{
    cases::{Move, move_case},
    photos::entity,
};
use sea_orm::{EntityTrait, IntoActiveModel};
use uuid::Uuid;

use crate::app::{TestApp, new_key};

/// A point inside the `n`-th grid.
pub(crate) fn spot(app: &TestApp, n: usize) -> Position {
    app.state().district().grids()[n].centre
}

pub(crate) fn place(position: Position) -> NewPlace {
    NewPlace {
        source: PlaceSource::Phone,
        position: Some(position),
        datum: Datum::Wgs84,
        accuracy_m: Some(12),
        grid: None,
        landmark: Some("三单元门口".into()),
    }
}

pub(crate) fn hazard(position: Position) -> NewCase {
    NewCase {
        kind: CaseKind::Hazard,
        category: Some(Category::WaterLeak),
        answers: vec![],
        about: None,
        place: Some(place(position)),
        text: "水管一直在漏。".into(),
        photos: vec![],
        voice: None,
        contact: None,
    }
}

pub(crate) fn appeal(position: Position) -> NewCase {
    NewCase {
        kind: CaseKind::Appeal,
        category: Some(Category::Parking),
        text: "请划停车位。".into(),
        ..hazard(position)
    }
}

pub(crate) fn opinion(about: &UnitId) -> NewCase {
    NewCase {
        kind: CaseKind::Opinion,
        category: None,
        about: Some(about.clone()),
        place: None,
        text: "窗口中午没有人。".into(),
        ..hazard(Position::new(0.0, 0.0))
    }
}

/// Sends a case as a resident does.
pub(crate) async fn raise(app: &TestApp, case: NewCase) -> Receipt {
    app.anonymous().send(&CreateCase { key: new_key(), case }).await.json()
}

/// A hazard that a desk has accepted: a public one.
pub(crate) async fn public_hazard(app: &TestApp, position: Position) -> Receipt {
    let receipt = raise(app, hazard(position)).await;
    step(app, receipt.number, Event::Accept, Who::Desk).await;
    receipt
}

/// Moves a case along, a second later.
pub(crate) async fn step(app: &TestApp, number: CaseNumber, event: Event, who: Who) {
    app.pass(1000);
    let step = Move::new(number, event, who);
    move_case(app.state(), step, app.state().now()).await.unwrap_or_else(|error| panic!("{event}: {error}"));
}

/// The same with words that the resident reads.
pub(crate) async fn say(app: &TestApp, number: CaseNumber, event: Event, who: Who, words: &str) {
    app.pass(1000);
    let step = Move { words: Some(words.to_owned()), ..Move::new(number, event, who) };
    move_case(app.state(), step, app.state().now()).await.unwrap_or_else(|error| panic!("{event}: {error}"));
}

pub(crate) fn key_of(receipt: &Receipt) -> CaseKey {
    CaseKey::new(receipt.number, &receipt.code)
}

/// A photo that was uploaded and is named by no case yet. Its bytes do not matter here.
pub(crate) async fn photo(app: &TestApp) -> PhotoId {
    let row = entity::Model {
        id: Uuid::now_v7(),
        idempotency_key: Uuid::new_v4(),
        sha256: String::new(),
        width: 1600,
        height: 1200,
        created_at: app.state().now().as_millis(),
        case_id: None,
        reporter_id: None,
        ordinal: 0,
        public_share: false,
        step: None,
        redacted_into: None,
        kept_until: None,
    };
    let id = PhotoId(row.id);
    let kept = app.state().db.write(move |tx| {
        Box::pin(async move { entity::Entity::insert(row.into_active_model()).exec_without_returning(tx).await })
    });
    kept.await.expect("a photo's row");
    id
}
