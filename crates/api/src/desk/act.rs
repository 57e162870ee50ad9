//! What is done with a case. One body for every act: `act` says which, and [`ActKind::needs`] what goes with it.

use serde::{Deserialize, Serialize};

use crate::{
    cases::{CaseNumber, Category, Event, Ground, State},
    id::{PhotoId, ShareId, UnitId},
    photos,
    problem::{FieldError, Issue},
    slug_enum,
    timestamp::Timestamp,
    validate::{Faults, Validate},
};

/// Characters of [`NewAct::words`] at most.
pub const MAX_WORDS: usize = 500;
/// Characters of [`NewPart::text`] at most.
pub const MAX_PART_TEXT: usize = 500;
/// Cases that one is split into, besides itself.
pub const MAX_PARTS: usize = 5;
/// Units that a whistle calls besides the lead.
pub const MAX_JOINT: usize = 8;
/// Hours that a whistle gives for checking in, at most.
pub const MAX_CALL_HOURS: u32 = 72;
/// Areas that are painted over in one photo.
pub const MAX_AREAS: usize = 30;
/// Days that a block lasts at most.
pub const MAX_BLOCK_DAYS: u32 = 365;
/// Days that the unredacted photo is kept for the holder's chain.
pub const UNREDACTED_DAYS: u32 = 30;

slug_enum! {
    pub enum ActKind {
        Accept = "accept",
        Reject = "reject",
        Assign = "assign",
        Ask = "ask",
        Start = "start",
        Transfer = "transfer",
        /// Sends the case back to whoever assigned it.
        Return = "return",
        Resolve = "resolve",
        Merge = "merge",
        Unmerge = "unmerge",
        Split = "split",
        /// Calls a lead unit and joint ones to the case.
        Whistle = "whistle",
        /// A called unit came.
        CheckIn = "check_in",
        /// A called unit sends the call back. Of a lead that has the case it is a [`ActKind::Return`] as well.
        Decline = "decline",
        /// What only the desks read.
        Note = "note",
        /// Paints over parts of a photo.
        Redact = "redact",
        /// Takes the case off the public map.
        Hide = "hide",
        Show = "show",
        /// Keeps whoever sent a share from reporting for a while.
        Block = "block",
    }
}

slug_enum! {
    /// What goes with an act.
    pub enum Need {
        /// `words`, which whoever reported reads (for a note, a check-in, hiding and blocking: only the desks).
        Words = "words",
        Ground = "ground",
        To = "to",
        Photos = "photos",
        Into = "into",
        Parts = "parts",
        /// `joint`, beside `to`.
        Joint = "joint",
        Hours = "hours",
        /// `photo` with `areas`.
        Areas = "areas",
        Share = "share",
        Until = "until",
    }
}

impl ActKind {
    /// Its row in the transition table, for acts that move the case. They are refused with `changed_meanwhile` if the
    /// case moved since [`NewAct::version`]; other acts add something and take nothing away.
    pub const fn event(self) -> Option<Event> {
        Some(match self {
            ActKind::Accept => Event::Accept,
            ActKind::Reject => Event::Reject,
            ActKind::Assign => Event::Assign,
            ActKind::Ask => Event::Ask,
            ActKind::Start => Event::Start,
            ActKind::Transfer => Event::Transfer,
            ActKind::Return => Event::Return,
            ActKind::Resolve => Event::Resolve,
            ActKind::Merge => Event::Merge,
            ActKind::Unmerge => Event::Unmerge,
            ActKind::Split => Event::Split,
            ActKind::Whistle => Event::Whistle,
            ActKind::CheckIn | ActKind::Decline | ActKind::Note | ActKind::Redact => return None,
            ActKind::Hide | ActKind::Show | ActKind::Block => return None,
        })
    }

    /// What has to go with it.
    pub const fn needs(self) -> &'static [Need] {
        match self {
            ActKind::Accept | ActKind::Start | ActKind::CheckIn | ActKind::Show | ActKind::Unmerge => &[],
            ActKind::Reject => &[Need::Ground],
            ActKind::Assign => &[Need::To],
            ActKind::Transfer => &[Need::To, Need::Words],
            ActKind::Ask | ActKind::Return | ActKind::Decline | ActKind::Note | ActKind::Hide => &[Need::Words],
            ActKind::Resolve => &[Need::Words],
            ActKind::Merge => &[Need::Into],
            ActKind::Split => &[Need::Parts],
            ActKind::Whistle => &[Need::To, Need::Hours],
            ActKind::Redact => &[Need::Areas],
            ActKind::Block => &[Need::Share, Need::Words, Need::Until],
        }
    }

    /// What may go with it besides.
    pub const fn takes(self) -> &'static [Need] {
        match self {
            ActKind::Accept | ActKind::Reject | ActKind::Assign | ActKind::Start => &[Need::Words],
            ActKind::CheckIn | ActKind::Unmerge | ActKind::Merge | ActKind::Split => &[Need::Words],
            ActKind::Resolve => &[Need::Photos],
            ActKind::Whistle => &[Need::Joint, Need::Words],
            _ => &[],
        }
    }
}

/// A rectangle of a photo, in thousandths of its width and height from the upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Area {
    pub left: u16,
    pub top: u16,
    pub width: u16,
    pub height: u16,
}

impl Area {
    /// Not empty, and inside the photo.
    pub fn is_sound(self) -> bool {
        let inside = |from: u16, length: u16| length > 0 && u32::from(from) + u32::from(length) <= 1000;
        inside(self.left, self.width) && inside(self.top, self.height)
    }
}

/// A part that becomes a case of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPart {
    /// Of the same kind of case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// What it is about, up to [`MAX_PART_TEXT`] characters; whoever reported reads it.
    pub text: String,
    /// Photos of the case that go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<PhotoId>,
}

/// One act. Fields that the act neither needs nor takes are refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAct {
    /// [`DeskCase::version`](super::DeskCase::version) that the act was drawn from.
    pub version: u32,
    pub act: ActKind,
    /// Up to [`MAX_WORDS`] characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    /// The unit that has the case from here on; of a whistle, the lead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<UnitId>,
    /// What it looks like now: uploaded before, up to [`photos::MAX_PER_CASE`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<PhotoId>,
    /// The case that goes on in the place of this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<CaseNumber>,
    /// Up to [`MAX_PARTS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<NewPart>,
    /// Up to [`MAX_JOINT`] units called beside the lead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joint: Vec<UnitId>,
    /// Hours for checking in, day and night, 1 to [`MAX_CALL_HOURS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<PhotoId>,
    /// Up to [`MAX_AREAS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<Area>,
    /// Whose device and account is blocked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<ShareId>,
    /// When a block ends, [`MAX_BLOCK_DAYS`] days from now at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl NewAct {
    /// An act with nothing that goes with it yet.
    pub fn new(version: u32, act: ActKind) -> Self {
        Self {
            version,
            act,
            words: String::new(),
            ground: None,
            to: None,
            photos: Vec::new(),
            into: None,
            parts: Vec::new(),
            joint: Vec::new(),
            hours: None,
            photo: None,
            areas: Vec::new(),
            share: None,
            until: None,
        }
    }

    /// The field of a need, and whether it is filled in.
    fn has(&self, need: Need) -> (&'static str, bool) {
        match need {
            Need::Words => ("words", !self.words.trim().is_empty()),
            Need::Ground => ("ground", self.ground.is_some()),
            Need::To => ("to", self.to.is_some()),
            Need::Photos => ("photos", !self.photos.is_empty()),
            Need::Into => ("into", self.into.is_some()),
            Need::Parts => ("parts", !self.parts.is_empty()),
            Need::Joint => ("joint", !self.joint.is_empty()),
            Need::Hours => ("hours", self.hours.is_some()),
            Need::Areas => ("areas", self.photo.is_some() && !self.areas.is_empty()),
            Need::Share => ("share", self.share.is_some()),
            Need::Until => ("until", self.until.is_some()),
        }
    }
}

impl Validate for NewAct {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        for need in Need::ALL {
            let (field, there) = self.has(*need);
            let (needed, taken) = (self.act.needs().contains(need), self.act.takes().contains(need));
            faults.add_if(needed && !there, field, Issue::Required);
            faults.add_if(there && !needed && !taken, field, Issue::NotForThisKind);
        }
        faults.text("words", &self.words, MAX_WORDS);
        faults.items("photos", &self.photos, photos::MAX_PER_CASE);
        faults.items("joint", &self.joint, MAX_JOINT);
        faults.items("areas", &self.areas, MAX_AREAS);
        faults.items("parts", &self.parts, MAX_PARTS);
        faults.add_if(self.hours.is_some_and(|hours| hours == 0 || hours > MAX_CALL_HOURS), "hours", Issue::Invalid);
        faults.add_if(!self.areas.iter().all(|area| area.is_sound()), "areas", Issue::Invalid);
        if self.to.as_ref().is_some_and(|unit| !unit.is_well_formed()) {
            faults.add("to", Issue::UnknownUnit);
        }
        for (i, unit) in self.joint.iter().enumerate() {
            let field = format!("joint[{i}]");
            faults.add_if(!unit.is_well_formed(), &field, Issue::UnknownUnit);
            faults.add_if(self.joint[..i].contains(unit) || self.to.as_ref() == Some(unit), &field, Issue::Repeated);
        }
        for (i, photo) in self.photos.iter().enumerate() {
            faults.add_if(self.photos[..i].contains(photo), &format!("photos[{i}]"), Issue::Repeated);
        }
        for (i, part) in self.parts.iter().enumerate() {
            let field = format!("parts[{i}].text");
            faults.add_if(part.text.trim().is_empty(), &field, Issue::Required);
            faults.text(&field, &part.text, MAX_PART_TEXT);
        }
        faults.into_result()
    }
}

/// Where the case is after an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Acted {
    pub number: CaseNumber,
    pub version: u32,
    pub state: State,
    /// None once the case is final.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<UnitId>,
    /// Cases that a split made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made: Vec<CaseNumber>,
}

/// Something that the reader can do with the case now; [`ActKind::needs`] tells what goes with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PossibleAct {
    pub act: ActKind,
    /// The only units that it may hand the case to; empty for any but the one that an opinion is about, with those
    /// below it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only_to: Vec<UnitId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(act: &NewAct, field: &str) -> Option<Issue> {
        let faults = act.validate().err().unwrap_or_default();
        faults.iter().find(|error| error.field == field).map(|error| error.code)
    }

    #[test]
    fn an_act_comes_with_what_it_needs_and_nothing_else() {
        for kind in ActKind::ALL {
            let bare = NewAct::new(0, *kind);
            assert_eq!(bare.validate().is_ok(), kind.needs().is_empty(), "{kind}");
            for need in Need::ALL {
                assert!(!(kind.needs().contains(need) && kind.takes().contains(need)), "{kind} {need}");
            }
        }
        let strange = NewAct { ground: Some(Ground::Abuse), ..NewAct::new(0, ActKind::Accept) };
        assert_eq!(fault(&strange, "ground"), Some(Issue::NotForThisKind));
        let blank = NewAct { words: "  ".into(), ..NewAct::new(0, ActKind::Ask) };
        assert_eq!(fault(&blank, "words"), Some(Issue::Required));
    }

    #[test]
    fn limits_have_two_sides() {
        let whistle = |hours, joint: &[&str]| NewAct {
            to: Some("420204-urban".into()),
            hours: Some(hours),
            joint: joint.iter().map(|unit| UnitId::from(*unit)).collect(),
            ..NewAct::new(0, ActKind::Whistle)
        };
        assert_eq!(fault(&whistle(MAX_CALL_HOURS, &["420204-fire"]), "hours"), None);
        assert_eq!(fault(&whistle(MAX_CALL_HOURS + 1, &[]), "hours"), Some(Issue::Invalid));
        assert_eq!(fault(&whistle(0, &[]), "hours"), Some(Issue::Invalid));
        assert_eq!(fault(&whistle(1, &["420204-urban"]), "joint[0]"), Some(Issue::Repeated));
        let words = |n| NewAct { words: "字".repeat(n), ..NewAct::new(0, ActKind::Note) };
        assert_eq!(fault(&words(MAX_WORDS), "words"), None);
        assert_eq!(fault(&words(MAX_WORDS + 1), "words"), Some(Issue::TooLong));
        let area = |left, width| Area { left, top: 0, width, height: 1000 };
        assert!(area(0, 1000).is_sound() && area(999, 1).is_sound());
        assert!(!area(1, 1000).is_sound() && !area(10, 0).is_sound() && !area(u16::MAX, u16::MAX).is_sound());
    }
}
