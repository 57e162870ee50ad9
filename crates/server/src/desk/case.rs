//! `GET /api/v1/desk/cases/{number}`: one case whole, and what the reader can do with it.

use std::collections::HashMap;

use axum::{Json, extract::State as Ext};
use pingan_api::{
    ProblemCode, Timestamp,
    account::{Permission, Role},
    cases::{CaseNumber, Category, State as CaseState, requests::DUPLICATE_RADIUS_M},
    desk::{
        ActKind, DeskCase, DeskNote, DeskPhoto, DeskPlace, DeskShare, DeskStep, GetDeskCase, NearCase, PossibleAct,
        UnitName,
    },
    geo::Position,
    id::{PhotoId, ShareId, UnitId},
};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use super::{
    entity::block,
    facts::facts,
    parts::{self, Facts},
    scope, store,
    view::unit_name,
};
use crate::{
    access::Actor,
    cases::{
        entity::case::{self, Column},
        exact_position, number, number_column, photo_view, photos_of, steps_of, whistle, word,
    },
    district::District,
    error::{Answer, AppError},
    extract::Param,
    photos::{self, entity as photo},
    state::State,
    voices, volunteer,
};

/// Earlier cases this near are the place's own history.
const SAME_PLACE_M: f64 = 60.0;
/// As many as a person looks through.
const SHOWN: usize = 10;
/// Newer ones first where a neighbourhood has more.
const LOOKED_AT: u64 = 200;
/// Characters of a neighbour's text that are shown.
const EXCERPT: usize = 80;

pub(super) async fn read(Ext(state): Ext<State>, actor: Actor, Param(asked): Param<CaseNumber>) -> Answer<GetDeskCase> {
    let district = state.district();
    let visible = scope::visible(&district, &actor, Permission::ReadCase);
    let case = store::visible(state.db.reads(), number_column(asked), visible).await?.ok_or(ProblemCode::NotFound)?;
    let reading = Reading { state: &state, district: &district, actor: &actor, now: state.now() };
    reading.whole(&case).await.map(Json)
}

struct Reading<'a> {
    state: &'a State,
    district: &'a District,
    actor: &'a Actor,
    now: Timestamp,
}

impl Reading<'_> {
    async fn whole(&self, case: &case::Model) -> Result<DeskCase, AppError> {
        let db = self.state.db.reads();
        let known = facts(db, case).await?;
        let photos = photos_of(db, case.id).await?;
        let behind: HashMap<Uuid, photo::Model> = store::unredacted(db, case.id, self.now)
            .await?
            .into_iter()
            .filter_map(|photo| Some((photo.redacted_into?, photo)))
            .collect();
        let number_of = async |id: Option<Uuid>| -> Result<Option<CaseNumber>, AppError> {
            let Some(id) = id else { return Ok(None) };
            let numbers = store::numbers(db, Condition::all().add(Column::Id.eq(id))).await?;
            numbers.first().copied().map(number).transpose()
        };
        let numbers = async |column: Column| -> Result<Vec<CaseNumber>, AppError> {
            let numbers = store::numbers(db, Condition::all().add(column.eq(case.id))).await?;
            numbers.into_iter().map(number).collect()
        };
        let (neighbours, place_history) = self.around(case).await?;
        Ok(DeskCase {
            number: number(case.number)?,
            version: u32::try_from(case.version).map_err(AppError::broken)?,
            kind: word(&case.kind)?,
            category: self.category(case)?,
            state: known.state,
            is_public: case.is_public,
            hidden: case.hidden,
            created_at: Timestamp::from_millis(case.created_at),
            changed_at: Timestamp::from_millis(case.changed_at),
            due_at: case.due_at.map(Timestamp::from_millis),
            overdue_since: case.overdue_since.map(Timestamp::from_millis),
            holder: self.unit(&case.holder),
            climbed_from: self.unit(&case.climbed_from),
            about: self.unit(&case.about),
            place: self.place(case)?,
            text: case.text.clone(),
            answers: serde_json::from_str(&case.answers).map_err(AppError::broken)?,
            shares: self.shares(case, &photos, &behind).await?,
            steps: self.steps(case, &photos, &behind).await?,
            notes: self.notes(case).await?,
            whistles: whistle::of_case(db, self.district, case.id).await?,
            shifts: volunteer::of_case(db, case.id).await?,
            neighbours,
            place_history,
            merged_into: number_of(case.merged_into).await?,
            merged: numbers(Column::MergedInto).await?,
            split_from: number_of(case.split_from).await?,
            parts: numbers(Column::SplitFrom).await?,
            acts: acts(self.district, self.actor, &known),
            may_read_contact: !scope::held(self.actor, Permission::ReadContact).is_empty(),
        })
    }

    fn category(&self, case: &case::Model) -> Result<Option<Category>, AppError> {
        case.category.as_deref().map(word).transpose()
    }

    fn unit(&self, id: &Option<String>) -> Option<UnitName> {
        id.as_ref().map(|id| unit_name(self.district, UnitId(id.clone())))
    }

    fn place(&self, case: &case::Model) -> Result<Option<DeskPlace>, AppError> {
        let (Some(grid), Some(community), Some(street), Some(source)) =
            (self.unit(&case.grid), self.unit(&case.community), self.unit(&case.street), &case.source)
        else {
            return Ok(None);
        };
        Ok(Some(DeskPlace {
            position: exact_position(case),
            accuracy_m: case.accuracy_m.and_then(|metres| u32::try_from(metres).ok()),
            source: word(source)?,
            grid,
            community,
            street,
            landmark: case.landmark.clone(),
        }))
    }

    async fn shares(
        &self,
        case: &case::Model,
        photos: &[photo::Model],
        behind: &HashMap<Uuid, photo::Model>,
    ) -> Result<Vec<DeskShare>, AppError> {
        let db = self.state.db.reads();
        let rows = store::shares(db, case.id).await?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let with_contact = store::with_contact(db, &ids).await?;
        let of_shares = Condition::all().add(block::Column::ReporterId.is_in(ids));
        let blocks = store::blocks(db, of_shares, self.now).await?;
        let voices = voices::of_case(db, case.id).await?;
        let mut shares = Vec::new();
        for row in rows {
            let own = photos.iter().filter(|photo| photo.reporter_id == Some(row.id));
            let voice = voices.iter().find(|voice| voice.reporter_id == Some(row.id));
            shares.push(DeskShare {
                id: ShareId(row.id),
                share: word(&row.share)?,
                at: Timestamp::from_millis(row.created_at),
                photos: own.map(|photo| self.photo(photo, behind.get(&photo.id))).collect(),
                voice: voice.map(|voice| voices::describe(&self.state.secret, voice)).transpose()?,
                has_contact: with_contact.contains(&row.id),
                blocked_until: blocks
                    .iter()
                    .filter(|block| block.reporter_id == row.id)
                    .map(|block| Timestamp::from_millis(block.until))
                    .max(),
                text: row.text,
            });
        }
        Ok(shares)
    }

    fn photo(&self, photo: &photo::Model, behind: Option<&photo::Model>) -> DeskPhoto {
        DeskPhoto {
            photo: photo_view(&self.state.secret, photo, false),
            is_public: photo.public_share,
            unredacted: behind.map(|behind| photo_view(&self.state.secret, behind, false)),
            unredacted_until: behind.and_then(|behind| behind.kept_until).map(Timestamp::from_millis),
        }
    }

    async fn steps(
        &self,
        case: &case::Model,
        photos: &[photo::Model],
        behind: &HashMap<Uuid, photo::Model>,
    ) -> Result<Vec<DeskStep>, AppError> {
        let db = self.state.db.reads();
        let rows = steps_of(db, case.id).await?;
        let names = store::names(db, rows.iter().filter_map(|row| row.account_id)).await?;
        let step = |row: crate::cases::entity::event::Model| {
            let own = photos.iter().filter(|photo| photo.step == Some(row.seq));
            Ok(DeskStep {
                seq: u32::try_from(row.seq).map_err(AppError::broken)?,
                at: Timestamp::from_millis(row.at),
                event: row.event.as_deref().map(word).transpose()?,
                state: word(&row.to_state)?,
                who: word(&row.who)?,
                by: self.unit(&row.unit),
                by_name: row.account_id.and_then(|id| names.get(&id)).filter(|name| !name.is_empty()).cloned(),
                holder: self.unit(&row.holder),
                photos: own.map(|photo| self.photo(photo, behind.get(&photo.id))).collect(),
                words: row.words,
                ground: row.ground.as_deref().map(word).transpose()?,
            })
        };
        rows.into_iter().map(step).collect()
    }

    async fn notes(&self, case: &case::Model) -> Result<Vec<DeskNote>, AppError> {
        let db = self.state.db.reads();
        let rows = store::notes(db, case.id).await?;
        let names = store::names(db, rows.iter().map(|row| row.account_id)).await?;
        let note = |row: super::entity::note::Model| DeskNote {
            at: Timestamp::from_millis(row.at),
            by: unit_name(self.district, UnitId(row.unit)),
            by_name: names.get(&row.account_id).cloned().unwrap_or_default(),
            text: row.text,
        };
        Ok(rows.into_iter().map(note).collect())
    }

    /// Open cases of the same category nearby, and what was reported at the place before, of those that the reader sees.
    async fn around(&self, case: &case::Model) -> Result<(Vec<NearCase>, Vec<NearCase>), AppError> {
        let (Some(lat), Some(lon)) = (case.coarse_lat_e4, case.coarse_lon_e4) else {
            return Ok(Default::default());
        };
        // Cells of a thousandth of a degree: three of them reach further than the radius everywhere in China.
        let near = (-3..=3).map(|step| lat + step * 10);
        let condition = scope::visible(self.district, self.actor, Permission::ReadCase)
            .add(Column::CoarseLatE4.is_in(near))
            .add(Column::CoarseLonE4.between(lon - 40, lon + 40))
            .add(Column::Id.ne(case.id));
        let rows = store::newest(self.state.db.reads(), condition, LOOKED_AT).await?;
        let here = spot(case);
        let (mut neighbours, mut history) = (Vec::new(), Vec::new());
        for row in &rows {
            let metres = here.metres_to(spot(row));
            let open = word::<CaseState>(&row.state)?.is_open();
            if open && row.category == case.category && row.kind == case.kind && metres <= f64::from(DUPLICATE_RADIUS_M)
            {
                neighbours.push(self.near(row, metres)?);
            }
            if row.created_at < case.created_at && metres <= SAME_PLACE_M && history.len() < SHOWN {
                history.push(self.near(row, metres)?);
            }
        }
        neighbours.sort_by_key(|near| near.distance_m);
        neighbours.truncate(SHOWN);
        Ok((neighbours, history))
    }

    fn near(&self, row: &case::Model, metres: f64) -> Result<NearCase, AppError> {
        Ok(NearCase {
            number: number(row.number)?,
            kind: word(&row.kind)?,
            category: self.category(row)?,
            state: word(&row.state)?,
            created_at: Timestamp::from_millis(row.created_at),
            distance_m: metres.round() as u32,
            landmark: row.landmark.clone(),
            text: row.text.chars().take(EXCERPT).collect(),
            thumb: row.thumb_photo.map(|photo| photos::keyed_thumb(&self.state.secret, PhotoId(photo))),
            joined: u32::try_from(row.joined).unwrap_or(0),
        })
    }
}

/// Where a case is, as exactly as is known.
fn spot(case: &case::Model) -> Position {
    let coarse = |e4: Option<i32>| f64::from(e4.unwrap_or(0)) / 1e4;
    exact_position(case).unwrap_or_else(|| Position::new(coarse(case.coarse_lat_e4), coarse(case.coarse_lon_e4)))
}

/// The buttons.
fn acts(district: &District, actor: &Actor, known: &Facts) -> Vec<PossibleAct> {
    let possible = |act: &ActKind| {
        let held = scope::held(actor, parts::permission(*act));
        let part = parts::part_for(district, &held, known, *act)?;
        let own_grid = *act == ActKind::Assign && part.role == Role::GridMember;
        Some(PossibleAct { act: *act, only_to: if own_grid { vec![part.unit] } else { Vec::new() } })
    };
    ActKind::ALL.iter().filter_map(possible).collect()
}
