//! `pingan-server seed-cases`: many public cases at once, to measure with. Only a demonstration takes them.

use std::error::Error;

use pingan_api::{
    Timestamp,
    cases::{CaseKind, CaseNumber, Category, Share, State as CaseState, Who, clock, number::NUMBERS},
    geo::Position,
};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use super::{dice::Dice, stories::telling};
use crate::{
    cases::{
        Rules, coarse_e4,
        entity::{case, event, reporter},
    },
    db::search,
    error::AppError,
    photos::entity as photo,
    state::State,
};

/// Cases in one transaction: their columns together stay below what SQLite takes in parameters.
const AT_ONCE: usize = 500;

/// The newest is a minute old, each other one a minute older.
const APART_MS: i64 = 60_000;

/// What a seeded case looks like to the public.
const STATES: [CaseState; 5] =
    [CaseState::Accepted, CaseState::Assigned, CaseState::InProgress, CaseState::Resolved, CaseState::Closed];

/// Puts `count` public cases into a demonstration district. Their numbers follow from how many cases there are, so
/// that a second call adds others.
pub async fn run(state: &State, count: u32) -> Result<(), Box<dyn Error + Send + Sync>> {
    let rules = state.rules();
    if !rules.district.demo() {
        return Err("cases are seeded into a demonstration district only".into());
    }
    let before = case::Entity::find().count(state.db.reads()).await?;
    let thumbs = thumbs(state).await?;
    let mut dice = Dice::new(before);
    let now = state.now().as_millis();
    let seeds: Vec<Seed> = (0..count)
        .map(|i| {
            let number = number(before + u64::from(i));
            Seed::new(&mut dice, &rules, &thumbs, number, now - APART_MS * i64::from(i + 1))
        })
        .collect();
    for seeds in seeds.chunks(AT_ONCE) {
        let seeds = seeds.to_vec();
        let stored: Result<(), AppError> = state.db.write(move |tx| Box::pin(insert(tx, seeds))).await;
        stored?;
    }
    println!("seeded: {count} cases");
    Ok(())
}

/// The demonstration's photos, so that a list of seeded cases is as long as a real one.
async fn thumbs(state: &State) -> Result<Vec<Uuid>, AppError> {
    let photos = photo::Entity::find().filter(photo::Column::PublicShare.eq(true)).all(state.db.reads()).await?;
    Ok(photos.into_iter().map(|photo| photo.id).collect())
}

/// Spread over all numbers without meeting one twice: the stride shares no factor with their count.
fn number(nth: u64) -> CaseNumber {
    CaseNumber::from_index((nth * 7_654_321 % u64::from(NUMBERS)) as u32)
}

#[derive(Clone)]
struct Seed {
    case: case::Model,
    share: reporter::Model,
    step: event::Model,
}

impl Seed {
    fn new(
        dice: &mut Dice,
        Rules { district, calendar, .. }: &Rules,
        thumbs: &[Uuid],
        number: CaseNumber,
        at: i64,
    ) -> Self {
        let grid = dice.pick(district.grids());
        let hazards: Vec<Category> = Category::of(CaseKind::Hazard).collect();
        let (category, state) = (*dice.pick(&hazards), *dice.pick(&STATES));
        let place =
            Position::new(grid.centre.lat + dice.between(-0.001, 0.001), grid.centre.lon + dice.between(-0.001, 0.001));
        let (lat, lon) = coarse_e4(place.coarse());
        let id = Uuid::from_u64_pair(dice.throw(), dice.throw());
        let holder = (!state.is_final()).then(|| grid.community.0.clone());
        let created_at = Timestamp::from_millis(at);
        let due_at =
            clock::due(calendar, CaseKind::Hazard, Some(category), state, created_at).map(Timestamp::as_millis);
        let case = case::Model {
            id,
            number: number.as_u32() as i32,
            kind: CaseKind::Hazard.to_string(),
            category: Some(category.to_string()),
            state: state.to_string(),
            is_public: true,
            holder: holder.clone(),
            about: None,
            grid: Some(grid.id.0.clone()),
            community: Some(grid.community.0.clone()),
            street: Some(grid.street.0.clone()),
            source: Some("phone".to_owned()),
            datum: Some("wgs84".to_owned()),
            lat_e7: Some((place.lat * 1e7) as i32),
            lon_e7: Some((place.lon * 1e7) as i32),
            accuracy_m: Some(20),
            landmark: Some(telling(category).landmark.to_owned()),
            coarse_lat_e4: Some(lat),
            coarse_lon_e4: Some(lon),
            text: telling(category).text.to_owned(),
            answers: "[]".to_owned(),
            thumb_photo: (!thumbs.is_empty()).then(|| *dice.pick(thumbs)),
            joined: dice.below(4) as i32,
            asked_from: None,
            reopened: false,
            disputed: false,
            rejection_appealed: false,
            created_at: at,
            changed_at: at,
            due_at,
            version: 0,
            hidden: false,
            climbed_from: None,
            last_holder: grid.community.0.clone(),
            overdue_since: None,
            merged_into: None,
            split_from: None,
            accepted_at: Some(at),
            resolved_at: None,
            closed_at: state.is_final().then_some(at),
        };
        let share = reporter::Model {
            id: Uuid::from_u64_pair(dice.throw(), dice.throw()),
            case_id: id,
            share: Share::Reporter.to_string(),
            idempotency_key: Uuid::from_u64_pair(dice.throw(), dice.throw()),
            body_hash: String::new(),
            // No code opens a seeded case: no hash looks like this.
            code_hash: format!("seeded-{id}"),
            code_from: None,
            text: String::new(),
            step: 0,
            created_at: at,
            device: None,
        };
        let step = event::Model {
            case_id: id,
            seq: 0,
            at,
            event: None,
            from_state: None,
            to_state: state.to_string(),
            who: Who::Reporter.to_string(),
            holder,
            words: None,
            note: None,
            account_id: None,
            unit: None,
            ground: None,
            due_at,
        };
        Self { case, share, step }
    }
}

async fn insert(transaction: &DatabaseTransaction, seeds: Vec<Seed>) -> Result<(), AppError> {
    let rows = || seeds.iter().cloned();
    let cases = rows().map(|seed| case::ActiveModel::from(seed.case));
    case::Entity::insert_many(cases).exec_without_returning(transaction).await?;
    let shares = rows().map(|seed| reporter::ActiveModel::from(seed.share));
    reporter::Entity::insert_many(shares).exec_without_returning(transaction).await?;
    let steps = rows().map(|seed| event::ActiveModel::from(seed.step));
    event::Entity::insert_many(steps).exec_without_returning(transaction).await?;
    for seed in &seeds {
        let landmark = seed.case.landmark.as_deref().unwrap_or_default();
        search::index(transaction, seed.case.number, &[&seed.case.text, landmark]).await?;
    }
    Ok(())
}
