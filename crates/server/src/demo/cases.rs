//! The demonstration's cases: raised, joined and moved by the same functions as real ones, at moments before now.

use std::collections::HashMap;

use pingan_api::{
    Timestamp,
    cases::{
        Answer, CaseKind, CaseNumber, Category, Event, NewCase, NewJoin, NewPlace, PlaceSource, State as CaseState,
        Who, clock,
    },
    geo::{Datum, Position},
    id::{IdempotencyKey, PhotoId, UnitId},
};
use uuid::Uuid;

use super::{
    desk,
    dice::Dice,
    scenes,
    stories::{NEIGHBOURS, STORIES, Story, Telling, Turn, Words, telling},
};
use crate::{
    cases::{By, Move, create_case, join_case, move_case},
    district::District,
    error::AppError,
    photos::{self, Kept},
    state::State,
};

const HOUR_MS: f64 = 3_600_000.0;

/// Puts them into the demonstration district.
pub(super) async fn load(state: &State) -> Result<(), AppError> {
    let pictures = Pictures::draw(state).await?;
    let mut dice = Dice::new(60);
    let mut hazards: Vec<Category> = Vec::new();
    for story in &STORIES {
        for _ in 0..story.cases {
            if hazards.is_empty() {
                hazards.extend(Category::of(CaseKind::Hazard));
            }
            let category = hazards.swap_remove(dice.below(hazards.len()));
            tell(state, &mut dice, story, category, &pictures).await?;
        }
    }
    Ok(())
}

/// One case from its first moment to its last turn.
async fn tell(
    state: &State,
    dice: &mut Dice,
    story: &Story,
    category: Category,
    pictures: &Pictures,
) -> Result<(), AppError> {
    let paces: Vec<f64> = story.turns.iter().map(|turn| turn.after * dice.between(0.5, 1.5)).collect();
    let hours = hours_since(dice, story.state, category) + paces.iter().sum::<f64>();
    let mut at = Timestamp::from_millis(state.now().as_millis() - (hours * HOUR_MS) as i64);
    let telling = telling(category);
    let photos = if dice.unit() < 0.85 { vec![pictures.hang(state, category, at).await?] } else { Vec::new() };
    let text = if photos.is_empty() || dice.unit() < 0.6 { telling.text } else { "" };
    let new = NewCase {
        kind: CaseKind::Hazard,
        category: Some(category),
        answers: answers(dice, category),
        about: None,
        place: Some(place(dice, &state.district(), telling.landmark)?),
        text: text.to_owned(),
        photos,
        voice: None,
        contact: None,
    };
    let number = create_case(state, new, new_key(), at).await?.number;
    for (turn, pace) in story.turns.iter().zip(paces) {
        at = Timestamp::from_millis(at.as_millis() + (pace * HOUR_MS) as i64);
        happen(state, number, turn, &telling, at).await?;
        if turn.event == Event::Accept {
            join(state, dice, number, at).await?;
            desk::note(state, dice, number, at).await?;
        }
        if turn.event == Event::Whistle {
            desk::blow(state, number, at).await?;
        }
    }
    Ok(())
}

/// Hours since the last turn: within the promise where one runs, else up to a fortnight.
fn hours_since(dice: &mut Dice, state: CaseState, category: Category) -> f64 {
    let promised = clock::budget(CaseKind::Hazard, Some(category), state);
    match promised {
        // Working hours last longer than hours: nothing is overdue by this.
        Some(budget) => f64::from(budget.minutes.min(60 * 60)) / 60.0 * dice.between(0.05, 0.8),
        None => dice.between(2.0, 340.0),
    }
}

async fn happen(
    state: &State,
    number: CaseNumber,
    turn: &Turn,
    telling: &Telling,
    at: Timestamp,
) -> Result<(), AppError> {
    let words = match turn.words {
        Words::None => None,
        Words::Said(words) => Some(words.to_owned()),
        Words::Done => Some(telling.done.to_owned()),
        Words::Refused(_, words) => Some(words.to_owned()),
    };
    let ground = match turn.words {
        Words::Refused(ground, _) => Some(ground),
        _ => None,
    };
    let case = desk::row(state, number).await?;
    let unit = match turn.who {
        Who::Desk | Who::Handler => case.holder,
        Who::Dispatcher => case.street,
        Who::Reporter | Who::System => None,
    };
    let by = By { account: None, unit: unit.map(UnitId) };
    let into = if turn.event == Event::Merge { desk::open_case(state).await? } else { None };
    let district = state.district();
    let department = district.root().map(|root| UnitId(format!("{}-{}", root.id, telling.department)));
    let to = department.filter(|_| turn.event.hands_over());
    move_case(state, Move { words, to, ground, into, by, ..Move::new(number, turn.event, turn.who) }, at).await?;
    Ok(())
}

/// Some cases touch several households.
async fn join(state: &State, dice: &mut Dice, number: CaseNumber, at: Timestamp) -> Result<(), AppError> {
    if dice.unit() > 0.45 {
        return Ok(());
    }
    for minute in 0..=dice.below(4) as i64 {
        let text = (*dice.pick(&NEIGHBOURS)).to_owned();
        let at = Timestamp::from_millis(at.as_millis() + (minute + 1) * 60_000);
        join_case(state, number, NewJoin { text, ..NewJoin::default() }, new_key(), at).await?;
    }
    Ok(())
}

fn place(dice: &mut Dice, district: &District, landmark: &str) -> Result<NewPlace, AppError> {
    let grids = district.grids();
    let grid = grids.get(dice.below(grids.len().max(1))).ok_or_else(|| AppError::broken("a district without grids"))?;
    let around = |middle: f64, dice: &mut Dice| ((middle + dice.between(-0.002, 0.002)) * 1e6).round() / 1e6;
    let near = Position::new(around(grid.centre.lat, dice), around(grid.centre.lon, dice));
    // The district's edge may cut the spot off.
    let position = if district.grid_at(near).is_some() { near } else { grid.centre };
    Ok(NewPlace {
        source: PlaceSource::Phone,
        position: Some(position),
        datum: Datum::Wgs84,
        accuracy_m: Some(5 + dice.below(30) as u32),
        grid: None,
        landmark: Some(landmark.to_owned()),
    })
}

fn answers(dice: &mut Dice, category: Category) -> Vec<Answer> {
    let questions = category.questions().iter();
    questions.map(|question| Answer { question: *question, choice: *dice.pick(question.choices()) }).collect()
}

fn new_key() -> IdempotencyKey {
    IdempotencyKey(Uuid::new_v4())
}

/// One picture for each kind, decoded once and kept anew for each case.
struct Pictures(HashMap<Category, (String, Kept)>);

impl Pictures {
    async fn draw(state: &State) -> Result<Self, AppError> {
        let drawing = Category::of(CaseKind::Hazard).map(|category| async move {
            let drawn = tokio::task::spawn_blocking(move || scenes::draw(category)).await;
            let bytes = drawn.map_err(AppError::broken)??;
            let fingerprint = photos::fingerprint(&bytes);
            Ok((category, (fingerprint, photos::decode(state, bytes.into()).await?)))
        });
        let drawn: Vec<Result<_, AppError>> = futures_util::future::join_all(drawing).await;
        drawn.into_iter().collect::<Result<_, _>>().map(Self)
    }

    async fn hang(&self, state: &State, category: Category, at: Timestamp) -> Result<PhotoId, AppError> {
        let (fingerprint, kept) =
            self.0.get(&category).ok_or_else(|| AppError::broken("a hazard without a picture"))?;
        Ok(photos::keep(state, new_key(), fingerprint.clone(), kept.clone(), at).await?.id)
    }
}
