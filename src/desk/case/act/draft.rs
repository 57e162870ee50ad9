//! What somebody is filling in for an act. Words outlive the sheet: a tap beside it by mistake loses nothing.

use leptos::prelude::*;
use pingan_api::{
    Timestamp,
    cases::{CaseNumber, Category, Ground},
    desk::{ActKind, Area, NewAct, NewPart, UnitName},
    id::{IdempotencyKey, PhotoId, ShareId},
};

use crate::{
    app::AppOwner,
    desk::case::opened::{Doing, Opened},
    i18n::moment,
    photos::{Phase, Photos},
    random,
};

/// Hours that a whistle gives unless said otherwise.
const HOURS: u32 = 4;
/// Days that a block lasts unless said otherwise.
const DAYS: u32 = 7;
const DAY_MS: i64 = 24 * 3_600_000;

/// One part of a case that is split.
#[derive(Clone, Copy)]
pub struct Part {
    pub key: IdempotencyKey,
    pub text: RwSignal<String>,
    pub category: RwSignal<Option<Category>>,
    pub photos: RwSignal<Vec<PhotoId>>,
}

impl Part {
    fn blank() -> Self {
        Self {
            key: random::key(),
            text: RwSignal::new(String::new()),
            category: RwSignal::new(None),
            photos: RwSignal::new(Vec::new()),
        }
    }
}

#[derive(Clone, Copy)]
pub struct ActDraft {
    pub act: ActKind,
    pub words: RwSignal<String>,
    pub ground: RwSignal<Option<Ground>>,
    pub to: RwSignal<Option<UnitName>>,
    pub joint: RwSignal<Vec<UnitName>>,
    pub hours: RwSignal<u32>,
    /// As typed.
    pub into: RwSignal<String>,
    pub parts: RwSignal<Vec<Part>>,
    pub photos: Photos,
    pub share: RwSignal<Option<ShareId>>,
    pub days: RwSignal<u32>,
    pub photo: Option<PhotoId>,
    pub areas: RwSignal<Vec<Area>>,
    /// What is added to the draft later lives as long as it.
    owner: StoredValue<Owner>,
    /// Names the last try, so that the same one arrives once; another one gets another name.
    tried: StoredValue<Option<(IdempotencyKey, NewAct)>>,
}

impl ActDraft {
    /// One more part, at the end.
    pub fn add_part(self) {
        let part = self.owner.with_value(|owner| owner.with(Part::blank));
        self.parts.update(|parts| parts.push(part));
    }

    pub fn new(opened: Opened, doing: Doing) -> Self {
        let first = opened.case.with_untracked(|case| case.as_ref().and_then(|case| Some(case.shares.first()?.id)));
        let parts = if doing.act == ActKind::Split { vec![Part::blank()] } else { Vec::new() };
        Self {
            act: doing.act,
            words: kept_words(opened.number, doing.act),
            ground: RwSignal::new(None),
            to: RwSignal::new(None),
            joint: RwSignal::new(Vec::new()),
            hours: RwSignal::new(HOURS),
            into: RwSignal::new(String::new()),
            parts: RwSignal::new(parts),
            photos: Photos::new("desk"),
            share: RwSignal::new(doing.share.or(first)),
            days: RwSignal::new(DAYS),
            photo: doing.photo,
            areas: RwSignal::new(Vec::new()),
            owner: StoredValue::new(Owner::current().expect("a draft is made by a page")),
            tried: StoredValue::new(None),
        }
    }

    /// The act as it would be sent now.
    pub fn act(self, version: u32) -> NewAct {
        let bare = NewAct { words: self.words.get_untracked().trim().to_owned(), ..NewAct::new(version, self.act) };
        let to = self.to.get_untracked().map(|unit| unit.id);
        match self.act {
            ActKind::Reject => NewAct { ground: self.ground.get_untracked(), ..bare },
            ActKind::Assign | ActKind::Transfer => NewAct { to, ..bare },
            ActKind::Whistle => {
                let joint = self.joint.get_untracked().into_iter().map(|unit| unit.id).collect();
                NewAct { to, joint, hours: Some(self.hours.get_untracked()), ..bare }
            }
            ActKind::Resolve => NewAct { photos: self.sent_photos(), ..bare },
            ActKind::Merge => {
                let digits: String =
                    self.into.with_untracked(|into| into.chars().filter(char::is_ascii_digit).collect());
                NewAct { into: digits.parse().ok(), ..bare }
            }
            ActKind::Split => NewAct { parts: self.new_parts(), ..bare },
            ActKind::Block => {
                let until = moment::now().as_millis() + i64::from(self.days.get_untracked()) * DAY_MS;
                let until = Some(Timestamp::from_millis(until));
                NewAct { share: self.share.get_untracked(), until, ..bare }
            }
            ActKind::Redact => NewAct { photo: self.photo, areas: self.areas.get_untracked(), ..bare },
            _ => bare,
        }
    }

    fn new_parts(self) -> Vec<NewPart> {
        let part = |part: Part| NewPart {
            category: part.category.get_untracked(),
            text: part.text.get_untracked().trim().to_owned(),
            photos: part.photos.get_untracked(),
        };
        self.parts.get_untracked().into_iter().map(part).collect()
    }

    fn sent_photos(self) -> Vec<PhotoId> {
        let sent = |phase: Phase| if let Phase::Sent(id) = phase { Some(id) } else { None };
        self.photos.items.with_untracked(|items| items.iter().filter_map(|item| sent(item.phase)).collect())
    }

    /// Photos are still on their way; reactive.
    pub fn waits_for_photos(self) -> bool {
        let under_way = |phase: Phase| matches!(phase, Phase::Preparing | Phase::Waiting | Phase::Sending(_));
        self.photos.items.with(|items| items.iter().any(|item| under_way(item.phase)))
    }

    /// The name of this try.
    pub fn key(self, act: &NewAct) -> IdempotencyKey {
        if let Some((key, _)) = self.tried.get_value().filter(|(_, tried)| tried == act) {
            return key;
        }
        let key = random::key();
        self.tried.set_value(Some((key, act.clone())));
        key
    }

    /// Forgets the words, which have arrived.
    pub fn done(self) {
        self.words.set(String::new());
    }
}

type Texts = Vec<((CaseNumber, ActKind), RwSignal<String>)>;

/// Words by case and act, as long as the app is open.
#[derive(Clone, Copy)]
struct Kept(StoredValue<Texts>);

fn kept_words(number: CaseNumber, act: ActKind) -> RwSignal<String> {
    if use_context::<Kept>().is_none() {
        AppOwner::with(|| provide_context(Kept(StoredValue::new(Vec::new()))));
    }
    let Kept(texts) = use_context().expect("it was just provided");
    let found = texts.with_value(|texts| texts.iter().find(|(of, _)| *of == (number, act)).map(|(_, text)| *text));
    found.unwrap_or_else(|| {
        AppOwner::with(|| texts.update_value(|texts| texts.push(((number, act), RwSignal::new(String::new())))));
        texts.with_value(|texts| texts.last().expect("one was just put there").1)
    })
}
