//! The form as it was sent: read part by part, each photo taken in as it comes, so that only one is in memory.

use axum::{
    body::Bytes,
    extract::{Multipart, multipart::Field},
};
use pingan_api::{
    ProblemCode,
    cases::{CaseKind, Category, Contact, NewCase, NewPlace, PlaceSource},
    geo::Datum,
    id::{IdempotencyKey, PhotoId, UnitId},
    photos::{MAX_BYTES, MAX_PER_CASE},
};
use uuid::Uuid;

use crate::{
    error::AppError,
    photos::{fingerprint, take_in},
    secret::{Secret, is_same},
    state::State,
};

/// Bytes of a text field at most: the longest text takes a fifth of it.
const MAX_TEXT_BYTES: usize = 16 * 1024;

/// What somebody filled in.
pub(super) struct Filled {
    /// Made with the form, so that a reload or a second tap sends nothing twice.
    pub(super) key: IdempotencyKey,
    pub(super) kind: CaseKind,
    pub(super) community: Option<UnitId>,
    pub(super) category: Option<Category>,
    pub(super) grid: Option<UnitId>,
    pub(super) about: Option<UnitId>,
    pub(super) landmark: String,
    pub(super) text: String,
    pub(super) phone: String,
    pub(super) photos: Vec<PhotoId>,
    /// Why photos were not taken in.
    pub(super) refused: Vec<ProblemCode>,
}

impl Filled {
    pub(super) fn new(key: IdempotencyKey, kind: CaseKind, community: Option<UnitId>) -> Self {
        Self {
            key,
            kind,
            community,
            category: None,
            grid: None,
            about: None,
            landmark: String::new(),
            text: String::new(),
            phone: String::new(),
            photos: Vec::new(),
            refused: Vec::new(),
        }
    }

    pub(super) fn new_case(&self) -> NewCase {
        let place = NewPlace {
            source: PlaceSource::Grid,
            position: None,
            datum: Datum::Wgs84,
            accuracy_m: None,
            grid: self.grid.clone(),
            landmark: some(&self.landmark),
        };
        NewCase {
            kind: self.kind,
            category: self.category,
            answers: Vec::new(),
            about: self.about.clone(),
            place: Some(place).filter(|_| self.kind != CaseKind::Opinion),
            text: self.text.trim().to_owned(),
            photos: self.photos.clone(),
            voice: None,
            contact: some(&self.phone).map(|phone| Contact { phone, text_me: false }),
        }
    }
}

fn some(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Fails where the body breaks off or the server does; what a person got wrong is for `validate`.
pub(super) async fn read(state: &State, mut multipart: Multipart) -> Result<Filled, AppError> {
    let mut filled = Filled::new(IdempotencyKey(Uuid::new_v4()), CaseKind::Hazard, None);
    while let Some(field) = multipart.next_field().await.map_err(broken_off)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "photo" {
            if let Some(bytes) = whole(field, MAX_BYTES).await? {
                add_photo(state, &mut filled, bytes).await?;
            } else {
                filled.refused.push(ProblemCode::PhotoTooHeavy);
            }
            continue;
        }
        let Some(bytes) = whole(field, MAX_TEXT_BYTES).await? else {
            return Err(ProblemCode::BodyTooLarge.into());
        };
        // A browser sends line ends as two characters; they are one to whoever counts.
        let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
        match name.as_str() {
            "key" => filled.key = text.parse().map_err(|_| ProblemCode::IdempotencyKeyMissing)?,
            "kind" => filled.kind = text.parse().unwrap_or(filled.kind),
            "community" => filled.community = some(&text).map(UnitId),
            "category" => filled.category = text.parse().ok(),
            "grid" => filled.grid = some(&text).map(UnitId),
            "about" => filled.about = some(&text).map(UnitId),
            "landmark" => filled.landmark = text,
            "text" => filled.text = text,
            "phone" => filled.phone = text,
            "kept" => filled.photos.extend(opened(&state.secret, filled.key, &text)),
            _ => {}
        }
    }
    Ok(filled)
}

/// Takes in one photo under a key that follows from the form and the bytes, so that a form sent again names the same.
async fn add_photo(state: &State, filled: &mut Filled, bytes: Bytes) -> Result<(), AppError> {
    // A file field that was left empty comes as an empty file.
    if bytes.is_empty() {
        return Ok(());
    }
    // One refusal says it, however many more come.
    if filled.photos.len() + filled.refused.len() >= MAX_PER_CASE {
        if filled.refused.last() != Some(&ProblemCode::BodyTooLarge) {
            filled.refused.push(ProblemCode::BodyTooLarge);
        }
        return Ok(());
    }
    let mac = state.secret.mac("plain photo", &[filled.key.0.as_bytes(), fingerprint(&bytes).as_bytes()]);
    let key = uuid::Builder::from_random_bytes(mac[..16].try_into().expect("a MAC has 32 bytes")).into_uuid();
    match take_in(state, IdempotencyKey(key), bytes, state.now()).await {
        Ok(photo) if filled.photos.contains(&photo.id) => Ok(()),
        Ok(photo) => {
            filled.photos.push(photo.id);
            Ok(())
        }
        Err(AppError::Problem(problem)) => {
            filled.refused.push(problem.code);
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// All bytes of a field; none if they are more than `limit`.
async fn whole(mut field: Field<'_>, limit: usize) -> Result<Option<Bytes>, AppError> {
    let mut bytes = Vec::new();
    let mut fits = true;
    while let Some(chunk) = field.chunk().await.map_err(broken_off)? {
        fits = fits && bytes.len() + chunk.len() <= limit;
        if fits {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(fits.then(|| bytes.into()))
}

fn broken_off(error: axum::extract::multipart::MultipartError) -> AppError {
    match error.status().as_u16() {
        413 => ProblemCode::BodyTooLarge.into(),
        _ => ProblemCode::MalformedJson.into(),
    }
}

/// A photo's id as the form carries it: good for this form alone, so that nobody puts another's photo into a case.
pub(super) fn sealed(secret: &Secret, key: IdempotencyKey, photo: PhotoId) -> String {
    format!("{photo}.{}", secret.key("plain kept", &[key.0.as_bytes(), photo.0.as_bytes()]))
}

fn opened(secret: &Secret, key: IdempotencyKey, text: &str) -> Option<PhotoId> {
    let photo = text.split_once('.')?.0.parse().ok()?;
    is_same(text, &sealed(secret, key, photo)).then_some(photo)
}
