//! What somebody is filling in for an act. It outlives the sheet and, on the device, the page: neither a tap beside it by
//! mistake nor a reload loses it.

use leptos::prelude::*;
use pingan_api::{
    Timestamp,
    cases::{CaseNumber, Category, Ground},
    desk::{ActKind, Area, NewAct, NewPart, UnitName},
    id::{AccountId, IdempotencyKey, PhotoId, ShareId},
};
use serde::{Deserialize, Serialize};

use crate::{
    desk::{
        case::opened::{Doing, Opened},
        gate,
    },
    i18n::moment,
    json,
    outbox::PhotoToSend,
    photos::{Phase, Photos},
    random,
    session::act_drafts,
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
    fn of(NewPart { category, text, photos }: NewPart) -> Self {
        Self {
            key: random::key(),
            text: RwSignal::new(text),
            category: RwSignal::new(category),
            photos: RwSignal::new(photos),
        }
    }
}

/// As it begins.
const BLANK: NewPart = NewPart { category: None, text: String::new(), photos: Vec::new() };

/// What was filled in, as the device keeps it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    words: String,
    ground: Option<Ground>,
    to: Option<UnitName>,
    joint: Vec<UnitName>,
    hours: u32,
    into: String,
    parts: Vec<NewPart>,
    /// Those that the server has.
    photos: Vec<PhotoToSend>,
    days: u32,
    areas: Vec<Area>,
    tried: Option<Tried>,
}

/// The name of the last try, and what was tried, as JSON.
type Tried = (IdempotencyKey, String);

impl Default for Content {
    fn default() -> Self {
        Self {
            words: String::new(),
            ground: None,
            to: None,
            joint: Vec::new(),
            hours: HOURS,
            into: String::new(),
            parts: Vec::new(),
            photos: Vec::new(),
            days: DAYS,
            areas: Vec::new(),
            tried: None,
        }
    }
}

impl Content {
    /// Nothing that anybody would miss.
    pub fn is_blank(&self) -> bool {
        Self { tried: None, ..self.clone() } == Self::default()
    }
}

/// Where the device keeps a draft.
#[derive(Clone, Copy)]
pub struct Place {
    account: AccountId,
    number: CaseNumber,
    doing: Doing,
}

impl Place {
    fn name(self) -> String {
        let Self { number, doing: Doing { act, share, photo }, .. } = self;
        // Whoever is blocked, and each photo that is painted over, has a draft apart.
        let of = share.map(|share| share.to_string()).or_else(|| photo.map(|photo| photo.to_string()));
        format!("{number}/{}/{}", act.as_str(), of.unwrap_or_default())
    }

    fn read(self) -> Option<Content> {
        json::read(&act_drafts::read(self.account, &self.name())?).ok()
    }

    fn keep(self, content: &Content) {
        if content.is_blank() {
            self.forget();
        } else {
            act_drafts::keep(self.account, &self.name(), &json::write(content).unwrap_or_default());
        }
    }

    /// It was sent or dropped.
    pub fn forget(self) {
        act_drafts::remove(self.account, &self.name());
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
    /// None if nobody knows whose it is.
    pub place: Option<Place>,
    /// Of the page, as what is added to the draft later.
    owner: StoredValue<Owner>,
    /// So that the same try arrives once; another one gets another name.
    tried: StoredValue<Option<Tried>>,
}

impl ActDraft {
    /// The draft of this page, or else of the device, or a blank one.
    pub fn of(opened: Opened, doing: Doing) -> Self {
        let begun = opened.drafts.with_value(|drafts| drafts.iter().find(|(of, _)| *of == doing).map(|begun| begun.1));
        begun.unwrap_or_else(|| {
            let draft = opened.owner.with_value(|owner| owner.with(|| Self::new(opened, doing)));
            opened.drafts.update_value(|drafts| drafts.push((doing, draft)));
            draft
        })
    }

    fn new(opened: Opened, doing: Doing) -> Self {
        let first = opened.case.with_untracked(|case| case.as_ref().and_then(|case| Some(case.shares.first()?.id)));
        let place = gate::account().map(|account| Place { account, number: opened.number, doing });
        let draft = Self {
            act: doing.act,
            words: RwSignal::new(String::new()),
            ground: RwSignal::new(None),
            to: RwSignal::new(None),
            joint: RwSignal::new(Vec::new()),
            hours: RwSignal::new(HOURS),
            into: RwSignal::new(String::new()),
            parts: RwSignal::new(Vec::new()),
            photos: Photos::new("desk"),
            share: RwSignal::new(doing.share.or(first)),
            days: RwSignal::new(DAYS),
            photo: doing.photo,
            areas: RwSignal::new(Vec::new()),
            place,
            owner: opened.owner,
            tried: StoredValue::new(None),
        };
        draft.fill(place.and_then(Place::read).unwrap_or_default());
        Effect::new(move |before: Option<()>| {
            let content = draft.content();
            if before.is_some() {
                place.into_iter().for_each(|place| place.keep(&content));
            }
        });
        draft
    }

    /// What is filled in now; reactive.
    pub fn content(self) -> Content {
        self.photos.items.track();
        Content {
            words: self.words.get(),
            ground: self.ground.get(),
            to: self.to.get(),
            joint: self.joint.get(),
            hours: self.hours.get(),
            into: self.into.get(),
            parts: self.written_parts().into_iter().filter(|part| *part != BLANK).collect(),
            photos: self.photos.to_send().into_iter().filter(|photo| photo.sent.is_some()).collect(),
            days: self.days.get(),
            areas: self.areas.get(),
            tried: self.tried.get_value(),
        }
    }

    /// Puts other content in the place of what is filled in.
    pub fn fill(self, content: Content) {
        let Content { words, ground, to, joint, hours, into, mut parts, photos, days, areas, tried } = content;
        if self.act == ActKind::Split && parts.is_empty() {
            parts.push(BLANK);
        }
        self.words.set(words);
        self.ground.set(ground);
        self.to.set(to);
        self.joint.set(joint);
        self.hours.set(hours);
        self.into.set(into);
        self.parts.set(parts.into_iter().map(|part| self.part(part)).collect());
        self.photos.retain(|_| false);
        self.photos.take_back(&photos, Vec::new());
        self.days.set(days);
        self.areas.set(areas);
        self.tried.set_value(tried);
    }

    /// One more part, at the end.
    pub fn add_part(self) {
        let part = self.part(BLANK);
        self.parts.update(|parts| parts.push(part));
    }

    fn part(self, part: NewPart) -> Part {
        self.owner.with_value(|owner| owner.with(|| Part::of(part)))
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

    /// As typed; reactive.
    fn written_parts(self) -> Vec<NewPart> {
        let part =
            |part: Part| NewPart { category: part.category.get(), text: part.text.get(), photos: part.photos.get() };
        self.parts.get().into_iter().map(part).collect()
    }

    fn new_parts(self) -> Vec<NewPart> {
        let trimmed = |part: NewPart| NewPart { text: part.text.trim().to_owned(), ..part };
        untrack(|| self.written_parts()).into_iter().map(trimmed).collect()
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

    /// The name of this try, which the device knows before it is sent.
    pub fn key(self, act: &NewAct) -> IdempotencyKey {
        let act = json::write(act).unwrap_or_default();
        if let Some((key, _)) = self.tried.get_value().filter(|(_, tried)| *tried == act) {
            return key;
        }
        let key = random::key();
        self.tried.set_value(Some((key, act)));
        self.place.into_iter().for_each(|place| place.keep(&untrack(|| self.content())));
        key
    }
}
