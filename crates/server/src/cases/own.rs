//! Cases of an account: told to it, taken into it, and left without the person who sent them.

use pingan_api::{
    Timestamp,
    account::OwnCase,
    cases::{CaseKey, CaseKind, Event, Share, TrackedCase, Who},
    district::Name,
    id::{IdempotencyKey, PhotoId, UnitId, VoiceId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use serde::Serialize;
use uuid::Uuid;

use super::{
    entity::{act, case, contact, event, reporter},
    keys,
    mine::opened,
    reach,
    store::{self, word},
    track::tracked,
    view,
};
use crate::{error::AppError, inbox, photos::entity as photo, state::State, voices::entity as voice};

/// The cases of shares with their codes, newest first.
pub(crate) async fn own_cases(state: &State, shares: Vec<Uuid>) -> Result<Vec<OwnCase>, AppError> {
    let district = state.district();
    let mut cases = Vec::new();
    for (share, case) in store::shares(state.db.reads(), &shares).await? {
        let step = store::step(state.db.reads(), case.id, share.step).await?;
        let receipt = view::receipt(&state.secret, &district, &case, &share, &step)?;
        cases.push(OwnCase { receipt, state: word(&case.state)? });
    }
    Ok(cases)
}

/// A case as it is taken out: what its holder may read of it, what they left with it, and what they did.
#[derive(Serialize)]
pub(crate) struct Told {
    #[serde(flatten)]
    case: TrackedCase,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<Reach>,
    acts: Vec<Done>,
}

/// How the holder is reached about the case, and whether by text messages.
#[derive(Serialize)]
struct Reach {
    phone: String,
    text_me: bool,
}

/// One act of the holder, with what they said.
#[derive(Serialize)]
struct Done {
    at: Timestamp,
    event: Event,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<i16>,
    /// The unit that the rating is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    rated: Option<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
}

/// Everything that is the account's of its cases.
pub(crate) async fn told(state: &State, shares: &[Uuid]) -> Result<Vec<Told>, AppError> {
    let reads = state.db.reads();
    let mut cases = Vec::new();
    for (share, case) in store::shares(reads, shares).await? {
        let contact = contact::Entity::find_by_id(share.id).one(reads).await?;
        let contact = contact
            .map(|contact| {
                Ok::<_, AppError>(Reach { phone: reach::open(&state.secret, &contact)?, text_me: contact.text_me })
            })
            .transpose()?;
        let acts = done(state, share.id).await?;
        cases.push(Told { case: tracked(state, share, case).await?, contact, acts });
    }
    Ok(cases)
}

/// What a share's holder did, in order.
async fn done(state: &State, share: Uuid) -> Result<Vec<Done>, AppError> {
    let (reads, district) = (state.db.reads(), state.district());
    let acts = act::Entity::find().filter(act::Column::ReporterId.eq(share)).order_by_asc(act::Column::Step);
    let mut done = Vec::new();
    for act in acts.all(reads).await? {
        let step = store::step(reads, act.case_id, act.step).await?;
        let event = step.event.as_deref().ok_or_else(|| AppError::broken("an act without an event"))?;
        let rated = act.unit.filter(|_| act.rating.is_some());
        done.push(Done {
            at: Timestamp::from_millis(step.at),
            event: word(event)?,
            rating: act.rating,
            rated: rated.map(|unit| district.name(&UnitId(unit))),
            words: step.words,
        });
    }
    Ok(done)
}

/// The shares that keys open; wrong ones count as one wrong try.
pub(crate) async fn shares_opened_by(state: &State, client: &str, keys: &[CaseKey]) -> Result<Vec<Uuid>, AppError> {
    Ok(opened(state, client, keys).await?.into_iter().map(|(share, _)| share.id).collect())
}

/// The share that was made with a key.
pub(crate) async fn share_of_key(state: &State, key: IdempotencyKey) -> Result<Option<Uuid>, AppError> {
    Ok(store::share_by_key(state.db.reads(), key.0).await?.map(|share| share.id))
}

/// The photos that shares sent.
pub(crate) async fn own_photos(db: &impl ConnectionTrait, shares: &[Uuid]) -> Result<Vec<PhotoId>, AppError> {
    let ids: Vec<Uuid> = photo::Entity::find()
        .select_only()
        .column(photo::Column::Id)
        .filter(photo::Column::ReporterId.is_in(shares.iter().copied()))
        .order_by_asc(photo::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(PhotoId).collect())
}

/// The voice notes that shares sent, each with its format's word.
pub(crate) async fn own_voices(db: &impl ConnectionTrait, shares: &[Uuid]) -> Result<Vec<(VoiceId, String)>, AppError> {
    let rows: Vec<(Uuid, String)> = voice::Entity::find()
        .select_only()
        .columns([voice::Column::Id, voice::Column::Format])
        .filter(voice::Column::ReporterId.is_in(shares.iter().copied()))
        .order_by_asc(voice::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, format)| (VoiceId(id), format)).collect())
}

/// Files that are to be deleted once their rows are.
#[derive(Default)]
pub(crate) struct Left {
    pub(crate) photos: Vec<PhotoId>,
    pub(crate) voices: Vec<VoiceId>,
}

/// Takes the person out of shares: contact, words, photos, voice, code. What the case is about stays: kind, category,
/// answers, the place of a hazard and the coarse place of anything else.
pub(crate) async fn forget(tx: &DatabaseTransaction, shares: &[Uuid]) -> Result<Left, AppError> {
    let photos = own_photos(tx, shares).await?;
    let voices = own_voices(tx, shares).await?.into_iter().map(|(id, _)| id).collect();
    inbox::forget(tx, shares).await?;
    let of_shares = || shares.iter().copied();
    photo::Entity::delete_many().filter(photo::Column::ReporterId.is_in(of_shares())).exec(tx).await?;
    voice::Entity::delete_many().filter(voice::Column::ReporterId.is_in(of_shares())).exec(tx).await?;
    contact::Entity::delete_many().filter(contact::Column::ReporterId.is_in(of_shares())).exec(tx).await?;
    for (share, case) in store::shares(tx, shares).await? {
        reporter::Entity::update_many()
            .col_expr(reporter::Column::Text, "".into())
            .col_expr(reporter::Column::Device, Expr::value(None::<String>))
            .col_expr(reporter::Column::CodeHash, keys::gone_hash(share.id).into())
            .filter(reporter::Column::Id.eq(share.id))
            .exec(tx)
            .await?;
        if word::<Share>(&share.share)? == Share::Reporter {
            forget_words(tx, &case, &photos).await?;
        }
        store::index_words(tx, &store::case_by_id(tx, case.id).await?).await?;
    }
    Ok(Left { photos, voices })
}

async fn forget_words(tx: &DatabaseTransaction, case: &case::Model, photos: &[PhotoId]) -> Result<(), AppError> {
    let mut changes = case::Entity::update_many()
        .col_expr(case::Column::Text, "".into())
        .col_expr(case::Column::Landmark, Expr::value(None::<String>));
    if case.thumb_photo.is_some_and(|thumb| photos.contains(&PhotoId(thumb))) {
        changes = changes.col_expr(case::Column::ThumbPhoto, Expr::value(None::<Uuid>));
    }
    if word::<CaseKind>(&case.kind)? != CaseKind::Hazard {
        // A hazard is in the street; anything else may be at home.
        for column in [case::Column::LatE7, case::Column::LonE7, case::Column::AccuracyM] {
            changes = changes.col_expr(column, Expr::value(None::<i32>));
        }
    }
    changes.filter(case::Column::Id.eq(case.id)).exec(tx).await?;
    event::Entity::update_many()
        .col_expr(event::Column::Words, Expr::value(None::<String>))
        .filter(event::Column::CaseId.eq(case.id))
        .filter(event::Column::Who.eq(Who::Reporter.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}
