//! From rows to what residents read. Nothing here reads a contact.

use pingan_api::{
    Timestamp,
    cases::{
        CaseNumber, CaseSummary, CoarsePlace, Event, ExactPlace, Next, NextStep, Receipt, Share, State as CaseState,
        Step, Who,
    },
    geo::Position,
    id::{PhotoId, UnitId},
    photos::Photo,
};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{
    entity::{case, event, reporter},
    keys, place,
    store::word,
};
use crate::{district::District, error::AppError, photos, secret::Secret};

/// The columns that a list reads.
#[derive(Clone, FromQueryResult)]
pub(crate) struct SummaryRow {
    pub(super) id: Uuid,
    number: i32,
    kind: String,
    category: Option<String>,
    state: String,
    grid: Option<String>,
    coarse_lat_e4: Option<i32>,
    coarse_lon_e4: Option<i32>,
    pub(super) created_at: i64,
    changed_at: i64,
    thumb_photo: Option<Uuid>,
    joined: i32,
}

impl From<&case::Model> for SummaryRow {
    fn from(case: &case::Model) -> Self {
        Self {
            id: case.id,
            number: case.number,
            kind: case.kind.clone(),
            category: case.category.clone(),
            state: case.state.clone(),
            grid: case.grid.clone(),
            coarse_lat_e4: case.coarse_lat_e4,
            coarse_lon_e4: case.coarse_lon_e4,
            created_at: case.created_at,
            changed_at: case.changed_at,
            thumb_photo: case.thumb_photo,
            joined: case.joined,
        }
    }
}

/// Who looks at a thumbnail.
#[derive(Clone, Copy)]
pub(super) enum Eye<'a> {
    /// Anybody, at a public case.
    Public,
    /// Whoever may see the photo though the case is not public.
    Keyed(&'a Secret),
    /// Whoever may not.
    Closed,
}

impl SummaryRow {
    /// `from` is the point asked about.
    pub(super) fn summary(
        &self,
        district: &District,
        eye: Eye<'_>,
        from: Option<Position>,
    ) -> Result<CaseSummary, AppError> {
        let place = match (&self.grid, self.coarse_lat_e4, self.coarse_lon_e4) {
            (Some(grid), Some(lat), Some(lon)) => {
                let grid = UnitId(grid.clone());
                let grid_name = district.name(&grid);
                Some(CoarsePlace { position: place::from_e4(lat, lon), grid, grid_name })
            }
            _ => None,
        };
        let thumb = self.thumb_photo.map(PhotoId).and_then(|photo| match eye {
            Eye::Public => Some(photos::public_thumb(photo)),
            Eye::Keyed(secret) => Some(photos::keyed_thumb(secret, photo)),
            Eye::Closed => None,
        });
        Ok(CaseSummary {
            number: number(self.number)?,
            kind: word(&self.kind)?,
            category: self.category.as_deref().map(word).transpose()?,
            state: word(&self.state)?,
            distance_m: from.zip(place.as_ref()).map(|(from, place)| from.metres_to(place.position).round() as u32),
            place,
            created_at: Timestamp::from_millis(self.created_at),
            changed_at: Timestamp::from_millis(self.changed_at),
            thumb,
            joined: u32::try_from(self.joined).unwrap_or(0),
        })
    }
}

/// What a resident gets for a case sent or joined, as things stood at `step`.
pub(super) fn receipt(
    secret: &Secret,
    district: &District,
    case: &case::Model,
    share: &reporter::Model,
    step: &event::Model,
) -> Result<Receipt, AppError> {
    Ok(Receipt {
        number: number(case.number)?,
        code: keys::code_of(secret, share),
        share: word(&share.share)?,
        kind: word(&case.kind)?,
        category: case.category.as_deref().map(word).transpose()?,
        created_at: Timestamp::from_millis(share.created_at),
        next: next_after(district, step)?,
    })
}

/// What happens next, as a case stands now.
pub(super) fn next(district: &District, case: &case::Model) -> Result<NextStep, AppError> {
    Ok(NextStep {
        next: Next::of(word(&case.state)?),
        due_at: case.due_at.map(Timestamp::from_millis),
        holder: case.holder.as_ref().map(|holder| district.name(&UnitId(holder.clone()))),
        overdue: case.overdue_since.is_some(),
    })
}

/// What happens next, as a case stood after one of its steps.
pub(super) fn next_after(district: &District, step: &event::Model) -> Result<NextStep, AppError> {
    let state: CaseState = word(&step.to_state)?;
    Ok(NextStep {
        next: Next::of(state),
        due_at: step.due_at.map(Timestamp::from_millis),
        holder: step.holder.as_ref().map(|holder| district.name(&UnitId(holder.clone()))),
        overdue: false,
    })
}

/// What was said with a step. What a reporter says, and what they are asked, is between them and the desk.
pub(crate) fn told_words(step: &event::Model, to_reporter: bool) -> Result<Option<String>, AppError> {
    let event: Option<Event> = step.event.as_deref().map(word).transpose()?;
    let to_all = step.who != Who::Reporter.as_str() && event != Some(Event::Ask);
    Ok(step.words.clone().filter(|_| to_all || to_reporter))
}

/// One step as `reader` may know it.
pub(super) fn step(
    reader: &Reader<'_>,
    step: event::Model,
    photos: &[crate::photos::entity::Model],
) -> Result<Step, AppError> {
    let photos = photos.iter().filter(|photo| photo.step == Some(step.seq) && reader.sees(photo));
    Ok(Step {
        at: Timestamp::from_millis(step.at),
        event: step.event.as_deref().map(word).transpose()?,
        state: word(&step.to_state)?,
        ground: step.ground.as_deref().map(word).transpose()?,
        words: told_words(&step, reader.is_reporter)?,
        holder: step.holder.map(|holder| reader.district.name(&UnitId(holder))),
        photos: photos.map(|photo| reader.photo(photo)).collect(),
    })
}

/// Whoever reads a case: the public, a neighbour who joined, or its reporter.
pub(super) struct Reader<'a> {
    pub(super) secret: &'a Secret,
    pub(super) district: &'a District,
    pub(super) case_is_public: bool,
    pub(super) is_reporter: bool,
    /// The share that they hold the code of.
    pub(super) share: Option<Uuid>,
}

impl Reader<'_> {
    /// Their own photos, what everybody sees, and to the reporter what the desk shows.
    pub(super) fn sees(&self, photo: &crate::photos::entity::Model) -> bool {
        let own = self.share.is_some() && photo.reporter_id == self.share;
        let shown = photo.public_share && (self.case_is_public || self.is_reporter && photo.reporter_id.is_none());
        own || shown
    }

    pub(super) fn photo(&self, photo: &crate::photos::entity::Model) -> Photo {
        self::photo(self.secret, photo, photo.public_share && self.case_is_public)
    }
}

/// The reporter's own place.
pub(super) fn exact_place(district: &District, case: &case::Model) -> Option<ExactPlace> {
    let grid = UnitId(case.grid.clone()?);
    Some(ExactPlace {
        position: place::exact_position(case),
        accuracy_m: case.accuracy_m.and_then(|metres| u32::try_from(metres).ok()),
        grid_name: district.name(&grid),
        grid,
        landmark: case.landmark.clone(),
    })
}

/// A photo for whoever may see it; without a key where everybody may.
pub(crate) fn photo(secret: &Secret, photo: &crate::photos::entity::Model, is_public: bool) -> Photo {
    let side = |pixels: i32| u32::try_from(pixels).unwrap_or(0);
    photos::describe(secret, PhotoId(photo.id), side(photo.width), side(photo.height), is_public)
}

/// The eye of a share's holder.
pub(super) fn eye<'a>(secret: &'a Secret, case: &case::Model, share: Share) -> Eye<'a> {
    match share {
        _ if case.is_public => Eye::Public,
        Share::Reporter => Eye::Keyed(secret),
        Share::Neighbour => Eye::Closed,
    }
}

pub(crate) fn number(column: i32) -> Result<CaseNumber, AppError> {
    let number = u32::try_from(column).ok().and_then(|number| CaseNumber::from_u32(number).ok());
    number.ok_or_else(|| AppError::Broken(format!("case number {column} in the database")))
}
