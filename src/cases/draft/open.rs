//! The drafts as the pages hold them: signals over the store, written at every change, restored when the app starts.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use pingan_api::{FieldError, cases::CaseKind};
use web_sys::File;

use super::{Draft, away, camera, voice::Voice};
use crate::{
    app::AppOwner,
    database::{Database, Shelf},
    json,
    outbox::Outbox,
    photos::Photos,
    random,
};

/// Typing is written when it pauses, or when the page goes away.
const PAUSE: Duration = Duration::from_millis(200);

/// The draft of one kind of case.
#[derive(Clone, Copy)]
pub struct OpenDraft {
    pub kind: CaseKind,
    pub draft: RwSignal<Draft>,
    pub photos: Photos,
    pub voice: Voice,
    /// What was kept has been read; before that a form must not be shown.
    pub restored: RwSignal<bool>,
    /// Something was kept from another time.
    pub came_back: RwSignal<bool>,
    /// What the server found wrong with it before it was taken back.
    pub faults: RwSignal<Vec<FieldError>>,
    pub(super) outbox: Outbox,
    hands: StoredValue<Hands, LocalStorage>,
}

#[derive(Default)]
struct Hands {
    database: Option<Database>,
    pause: Option<TimeoutHandle>,
    away: Away,
}

/// The copy on the server.
#[derive(Default)]
pub(super) struct Away {
    pub(super) pause: Option<TimeoutHandle>,
    /// As it was last sent, or came.
    pub(super) content: String,
}

/// All drafts, by context.
#[derive(Clone, Copy)]
pub struct Drafts {
    hazard: OpenDraft,
    appeal: OpenDraft,
    opinion: OpenDraft,
    /// The page was ended while the camera was open.
    pub camera_lost: RwSignal<bool>,
}

/// Provides [`Drafts`] to the whole app and begins to restore them, when they are first needed.
pub fn provide_once() {
    if use_context::<Drafts>().is_none() {
        AppOwner::with(provide);
    }
}

fn provide() {
    let outbox = Outbox::get();
    let drafts = Drafts {
        hazard: OpenDraft::new(CaseKind::Hazard, "hazard.photos", outbox),
        appeal: OpenDraft::new(CaseKind::Appeal, "appeal.photos", outbox),
        opinion: OpenDraft::new(CaseKind::Opinion, "opinion.photos", outbox),
        camera_lost: RwSignal::new(camera::camera_lost()),
    };
    provide_context(drafts);
    spawn_local(async move {
        let database = Database::open().await;
        for draft in drafts.all() {
            draft.restore(database.clone()).await;
            draft.follow_away();
        }
        away::bring_back(drafts.all()).await;
    });
    let save_all = move || drafts.all().into_iter().for_each(OpenDraft::save_now);
    window_event_listener_untyped("pagehide", move |_| save_all());
    window_event_listener_untyped("visibilitychange", move |_| save_all());
    window_event_listener_untyped("online", move |_| {
        drafts.all().into_iter().for_each(|draft| draft.photos.retry_all())
    });
}

impl Drafts {
    /// The drafts of this app.
    pub fn get() -> Drafts {
        use_context().expect("the app provides the drafts before any page")
    }

    fn all(self) -> [OpenDraft; 3] {
        [self.hazard, self.appeal, self.opinion]
    }

    /// The draft of a kind that residents can fill in; of any other, that of an appeal.
    pub fn open(self, kind: CaseKind) -> OpenDraft {
        self.all().into_iter().find(|draft| draft.kind == kind).unwrap_or(self.appeal)
    }

    /// Takes photos that were chosen, from wherever.
    pub fn take_photos(self, kind: CaseKind, files: Vec<File>) {
        camera::camera_done();
        self.camera_lost.set(false);
        self.open(kind).photos.add(files);
    }
}

impl OpenDraft {
    fn new(kind: CaseKind, photos: &'static str, outbox: Outbox) -> Self {
        Self {
            kind,
            draft: RwSignal::new(Draft::new(random::key())),
            photos: Photos::new(photos),
            voice: Voice::none(),
            restored: RwSignal::new(false),
            came_back: RwSignal::new(false),
            faults: RwSignal::new(Vec::new()),
            outbox,
            hands: StoredValue::new_local(Hands::default()),
        }
    }

    async fn restore(self, database: Option<Database>) {
        if let Some(database) = database {
            if let Some(json) = database.text(Shelf::Drafts, self.kind.as_str()).await
                && let Ok(draft) = json::read::<Draft>(&json)
            {
                self.came_back.set(!draft.is_empty());
                self.draft.set(draft);
            }
            self.hands.update_value(|hands| hands.database = Some(database.clone()));
            self.restore_said().await;
            self.photos.restore(database).await;
            if self.photos.items.read_untracked().iter().any(|item| !item.fresh) {
                self.came_back.set(true);
            }
        }
        self.restored.set(true);
    }

    pub(super) fn database(self) -> Option<Database> {
        self.hands.with_value(|hands| hands.database.clone())
    }

    pub(super) fn away(self, change: impl FnOnce(&mut Away)) {
        self.hands.update_value(|hands| change(&mut hands.away));
    }

    /// Changes the draft and sees to it that it is kept.
    pub fn edit(self, change: impl FnOnce(&mut Draft)) {
        self.draft.update(change);
        let pause = set_timeout_with_handle(move || self.save_now(), PAUSE).ok();
        self.hands.update_value(|hands| {
            if let Some(earlier) = std::mem::replace(&mut hands.pause, pause) {
                earlier.clear();
            }
        });
    }

    /// Writes the draft if there is anything unwritten.
    pub fn save_now(self) {
        let unwritten = self.hands.try_update_value(|hands| hands.pause.take()).flatten();
        if let Some(pause) = unwritten {
            pause.clear();
            self.write();
        }
    }

    pub(super) fn write(self) {
        let json = json::write(&*self.draft.read_untracked()).unwrap_or_default();
        self.hands.with_value(|hands| {
            if let Some(database) = &hands.database {
                database.put_text(Shelf::Drafts, self.kind.as_str(), &json);
            }
        });
    }

    /// Forgets what was kept from another time; photos just taken stay.
    pub fn start_over(self) {
        self.forget();
        self.photos.retain(|photo| photo.fresh);
    }

    fn forget(self) {
        self.remove_said();
        self.show(Draft::new(random::key()), false);
        self.write();
    }

    /// Shows what the store has already.
    pub(super) fn show(self, draft: Draft, came_back: bool) {
        self.hands.update_value(|hands| {
            if let Some(pause) = hands.pause.take() {
                pause.clear();
            }
        });
        self.voice.forget();
        self.draft.set(draft);
        self.came_back.set(came_back);
    }
}
