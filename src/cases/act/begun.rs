//! What the reporter has begun to say about a case and not sent: kept on the device, because a camera can end the page.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::cases::{Act, CaseNumber, Event, OwnAct};
use serde::{Deserialize, Serialize};

use super::Seen;
use crate::{
    app::{AppOwner, Navigate},
    database::Database,
    json,
    outbox::{Entry, Outbox, Parcel},
    photos::Photos,
    route::Route,
    session::storage,
};

#[derive(Clone, Copy)]
pub struct Begun {
    number: CaseNumber,
    navigate: Navigate,
    outbox: Outbox,
    /// Which of the forms is open.
    pub event: RwSignal<Option<Event>>,
    pub words: RwSignal<String>,
    pub rating: RwSignal<Option<u8>>,
    pub photos: Photos,
    pub sending: RwSignal<bool>,
    /// It was tried to be sent with something missing.
    pub tried: RwSignal<bool>,
}

/// Photos outlive the page: one that is under way when the person leaves it still arrives somewhere.
#[derive(Clone, Copy)]
struct ActPhotos(Photos, StoredValue<Option<CaseNumber>>);

/// Whose photos lie on the phone.
const PHOTOS_OF: &str = "pa.act-photos";

/// The photos begun for a case, from before a reload too; those of another are forgotten.
fn photos_of(number: CaseNumber) -> Photos {
    let is_first = use_context::<ActPhotos>().is_none();
    if is_first {
        AppOwner::with(|| provide_context(ActPhotos(Photos::new("act"), StoredValue::new(None))));
    }
    let ActPhotos(photos, of) = use_context().expect("provided above");
    let was = storage::read(PHOTOS_OF).and_then(|kept| kept.parse().ok());
    if was != Some(number) {
        storage::write(PHOTOS_OF, &number.to_string());
    }
    if is_first {
        spawn_local(async move {
            let Some(database) = Database::open().await else { return };
            photos.restore(database).await;
            if was != Some(number) {
                photos.retain(|photo| photo.fresh);
            }
        });
    } else if of.get_value() != Some(number) {
        photos.retain(|_| false);
    }
    of.set_value(Some(number));
    photos
}

#[derive(Default, Serialize, Deserialize)]
struct Kept {
    #[serde(default)]
    event: Option<Event>,
    #[serde(default)]
    words: String,
    #[serde(default)]
    rating: Option<u8>,
}

fn shelf(number: CaseNumber) -> String {
    format!("pa.act.{number}")
}

impl Begun {
    pub fn new(number: CaseNumber) -> Self {
        let kept = storage::read(&shelf(number)).and_then(|kept| json::read::<Kept>(&kept).ok());
        let Kept { event, words, rating } = kept.unwrap_or_default();
        let begun = Self {
            number,
            navigate: Navigate::get(),
            outbox: Outbox::get(),
            event: RwSignal::new(event),
            words: RwSignal::new(words),
            rating: RwSignal::new(rating),
            photos: photos_of(number),
            sending: RwSignal::new(false),
            tried: RwSignal::new(false),
        };
        Effect::new(move |before: Option<()>| {
            let kept = Kept { event: begun.event.get(), words: begun.words.get(), rating: begun.rating.get() };
            if before.is_some() {
                storage::write(&shelf(number), &json::write(&kept).unwrap_or_default());
            }
        });
        begun
    }

    pub fn open(self, event: Option<Event>) {
        self.tried.set(false);
        self.event.set(event);
    }

    /// The act with what was said; photos are filled in when it is sent.
    pub fn act(self, event: Event) -> Option<Act> {
        let words = self.words.get_untracked().trim().to_owned();
        let photos = Vec::new();
        Some(match event {
            Event::Confirm => Act::Confirm { rating: self.rating.get_untracked()?, words },
            Event::Dispute => Act::Dispute { words, photos },
            Event::Answer => Act::Answer { words, photos },
            Event::Reopen => Act::Reopen { words, photos },
            Event::AppealRejection => Act::AppealRejection { words },
            Event::Withdraw => Act::Withdraw { words: String::new() },
            _ => return None,
        })
    }

    /// Hands it to the outbox, which shows how it goes and leads back to the case.
    pub async fn send(self, seen: Seen, act: Act) {
        self.sending.set(true);
        let with_photos = matches!(act, Act::Dispute { .. } | Act::Answer { .. } | Act::Reopen { .. });
        let act = OwnAct { key: seen.key, version: seen.version, act };
        let parcel = Parcel::Act { number: self.number, act };
        let (photos, bytes) =
            if with_photos { (self.photos.to_send(), self.photos.all_bytes()) } else { (Vec::new(), Vec::new()) };
        let entry = Entry { photos, ..Entry::new(parcel) };
        let key = entry.key;
        self.outbox.take_in(entry, bytes, Vec::new()).await;
        storage::remove(&shelf(self.number));
        self.photos.let_go();
        // Back from the page that it leads to is the page before this one.
        self.navigate.replace(Route::Sending(key));
    }
}
