//! Who gets a place: pure functions of a post, a person and the moment.
//!
//! Places are given in the order of coming. Whoever comes to a full post waits in line; when places come free they are
//! offered from the head of the line to whoever fits, held for a while, and offered on.

use serde::{Deserialize, Serialize};

use super::{Qualification, ShiftState, SignUpState};
use crate::{id::ShiftId, slug_enum, timestamp::Timestamp};

/// Days that a missed shift counts.
pub const NO_SHOW_DAYS: i64 = 90;
/// Missed shifts in that time after which an organiser approves each sign-up.
pub const NO_SHOWS: u8 = 2;
/// "Last places" from here down.
const LAST: u16 = 3;

const MINUTE_MS: i64 = 60_000;
/// An offered place is held at least and at most so long, in milliseconds.
const SHORTEST_OFFER_MS: i64 = 30 * MINUTE_MS;
const LONGEST_OFFER_MS: i64 = 12 * 60 * MINUTE_MS;

slug_enum! {
    /// How one person stands with one post.
    pub enum StandingWord {
        Free = "free",
        /// `left` says how many.
        LastPlaces = "last_places",
        /// One can wait; `place` says behind how many, plus one.
        Full = "full",
        /// As `Free` and the like, but an organiser has to approve.
        ApprovalNeeded = "approval_needed",
        /// Another shift of theirs lies at the same time: `clash`.
        Clash = "clash",
        /// `needs` says what is missing.
        NotQualified = "not_qualified",
        /// `age` says from when on.
        TooYoung = "too_young",
        /// Not registered as a volunteer yet.
        NotRegistered = "not_registered",
        /// It has begun.
        TooLate = "too_late",
        Cancelled = "cancelled",
        /// Not published.
        Draft = "draft",
        /// Has a place.
        In = "in",
        /// In line, at `place`.
        Waiting = "waiting",
        /// A place is held until `until`.
        Offered = "offered",
        /// An organiser has not decided yet.
        Pending = "pending",
    }
}

/// The same with what it is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Standing {
    pub word: StandingWord,
    /// Places that are free.
    #[serde(default)]
    pub left: u16,
    /// In the line, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<Qualification>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clash: Option<Clash>,
}

/// Another shift at the same time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clash {
    pub shift: ShiftId,
    pub title: String,
    pub starts_at: Timestamp,
}

/// A post as the rules see it.
#[derive(Clone, Copy, Debug)]
pub struct PostFacts {
    pub state: ShiftState,
    pub starts_at: Timestamp,
    /// Places that there are.
    pub needed: u16,
    /// Places that somebody has or is offered.
    pub taken: u16,
    /// Sign-ups that wait.
    pub waiting: u16,
    pub qualification: Option<Qualification>,
    pub min_age: Option<u8>,
    /// An organiser approves each sign-up.
    pub approval: bool,
}

impl PostFacts {
    pub const fn left(&self) -> u16 {
        self.needed.saturating_sub(self.taken)
    }
}

/// A person as the rules see one.
#[derive(Clone, Debug, Default)]
pub struct PersonFacts<'a> {
    /// On the day of the shift; none for whoever has not registered.
    pub age: Option<u8>,
    pub qualifications: &'a [Qualification],
    /// Missed shifts in the last [`NO_SHOW_DAYS`].
    pub no_shows: u8,
    /// Another shift at that time in which they have a place or are offered one.
    pub clash: Option<Clash>,
    /// Their own sign-up for this post.
    pub mine: Option<Mine>,
}

/// A sign-up that has not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mine {
    pub state: SignUpState,
    /// In the line, from 1.
    pub place: Option<u16>,
    pub until: Option<Timestamp>,
}

impl Standing {
    pub const fn of(word: StandingWord) -> Self {
        Self { word, left: 0, place: None, until: None, needs: None, age: None, clash: None }
    }

    /// How somebody stands with a post now. `person` is none for whoever is not signed in: what hangs on the person is
    /// then left out. `places` is how many they want, themselves included.
    pub fn judge(post: &PostFacts, person: Option<&PersonFacts<'_>>, places: u16, now: Timestamp) -> Standing {
        use StandingWord::*;
        let left = post.left();
        if post.state == ShiftState::Cancelled {
            return Self::of(Cancelled);
        }
        if let Some(mine) = person.and_then(|person| person.mine) {
            let word = match mine.state {
                SignUpState::Confirmed => Some(In),
                SignUpState::Waiting => Some(Waiting),
                SignUpState::Offered => Some(Offered),
                SignUpState::Pending => Some(Pending),
                _ => None,
            };
            if let Some(word) = word {
                return Self { left, place: mine.place, until: mine.until, ..Self::of(word) };
            }
        }
        if post.state == ShiftState::Draft {
            return Self::of(Draft);
        }
        if now >= post.starts_at {
            return Self::of(TooLate);
        }
        if let Some(person) = person {
            let Some(age) = person.age else { return Self { left, ..Self::of(NotRegistered) } };
            if let Some(needs) = post.qualification.filter(|needs| !person.qualifications.contains(needs)) {
                return Self { left, needs: Some(needs), ..Self::of(NotQualified) };
            }
            if let Some(min_age) = post.min_age.filter(|min_age| age < *min_age) {
                return Self { left, age: Some(min_age), ..Self::of(TooYoung) };
            }
            if let Some(clash) = &person.clash {
                return Self { left, clash: Some(clash.clone()), ..Self::of(Clash) };
            }
            if post.approval || person.no_shows >= NO_SHOWS {
                return Self { left, ..Self::of(ApprovalNeeded) };
            }
        }
        // Whoever waits already comes first.
        if left < places || post.waiting > 0 {
            return Self { left, place: Some(post.waiting + 1), ..Self::of(Full) };
        }
        Self { left, ..Self::of(if left <= LAST { LastPlaces } else { Free }) }
    }

    /// What a sign-up becomes; none where it is refused.
    pub const fn admits(&self) -> Option<SignUpState> {
        match self.word {
            StandingWord::Free | StandingWord::LastPlaces => Some(SignUpState::Confirmed),
            StandingWord::Full => Some(SignUpState::Waiting),
            StandingWord::ApprovalNeeded => Some(SignUpState::Pending),
            _ => None,
        }
    }
}

/// Who of the line is offered a place: from its head everyone who fits into what is left. `line` gives how many places
/// each wants; the answers are positions in it.
pub fn move_up(mut left: u16, line: impl IntoIterator<Item = u16>) -> Vec<usize> {
    let mut moved = Vec::new();
    for (position, places) in line.into_iter().enumerate() {
        if left == 0 {
            break;
        }
        if places <= left {
            left -= places;
            moved.push(position);
        }
    }
    moved
}

/// Until when an offered place is held: a quarter of the time that is left, between half an hour and half a day, and
/// never beyond the beginning.
pub fn offered_until(now: Timestamp, starts_at: Timestamp) -> Timestamp {
    let left = starts_at.as_millis() - now.as_millis();
    let held = (left / 4).clamp(SHORTEST_OFFER_MS, LONGEST_OFFER_MS);
    Timestamp::from_millis((now.as_millis() + held).min(starts_at.as_millis()))
}

/// Whether two spans of time share a moment; the end of one may be the beginning of the other.
pub fn overlap(a: (Timestamp, Timestamp), b: (Timestamp, Timestamp)) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// Whoever checks in this soon after the beginning was on time.
const ON_TIME_MS: i64 = 15 * MINUTE_MS;

/// Minutes that attendance is credited with: from the beginning, or the check-in of whoever came late, to the check-out or
/// the end.
pub fn credited_minutes(shift: (Timestamp, Timestamp), came: Timestamp, left: Option<Timestamp>) -> u32 {
    let (starts_at, ends_at) = shift;
    let late = came.as_millis() > starts_at.as_millis() + ON_TIME_MS;
    let from = if late { came } else { starts_at };
    let to = left.map_or(ends_at, |left| left.min(ends_at));
    u32::try_from((to.as_millis() - from.as_millis()).max(0) / MINUTE_MS).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_780_272_000_000);

    fn post(needed: u16, taken: u16, waiting: u16) -> PostFacts {
        PostFacts {
            state: ShiftState::Published,
            starts_at: Timestamp::from_millis(NOW.as_millis() + 86_400_000),
            needed,
            taken,
            waiting,
            qualification: None,
            min_age: None,
            approval: false,
        }
    }

    fn word(post: &PostFacts, person: &PersonFacts<'_>) -> StandingWord {
        Standing::judge(post, Some(person), 1, NOW).word
    }

    #[test]
    fn each_reason_has_its_word() {
        let adult = PersonFacts { age: Some(40), ..PersonFacts::default() };
        assert_eq!(word(&post(9, 0, 0), &adult), StandingWord::Free);
        assert_eq!(word(&post(9, 7, 0), &adult), StandingWord::LastPlaces);
        assert_eq!(word(&post(9, 9, 0), &adult), StandingWord::Full);
        assert_eq!(word(&post(9, 8, 2), &adult), StandingWord::Full, "whoever waits comes first");
        assert_eq!(word(&post(9, 0, 0), &PersonFacts::default()), StandingWord::NotRegistered);
        let electric = PostFacts { qualification: Some(Qualification::Electrician), ..post(9, 0, 0) };
        assert_eq!(word(&electric, &adult), StandingWord::NotQualified);
        let skilled = PersonFacts { qualifications: &[Qualification::Electrician], ..adult.clone() };
        assert_eq!(word(&electric, &skilled), StandingWord::Free);
        assert_eq!(word(&PostFacts { min_age: Some(60), ..post(9, 0, 0) }, &adult), StandingWord::TooYoung);
        assert_eq!(word(&PostFacts { starts_at: NOW, ..post(9, 0, 0) }, &adult), StandingWord::TooLate);
        assert_eq!(word(&PostFacts { state: ShiftState::Draft, ..post(9, 0, 0) }, &adult), StandingWord::Draft);
        assert_eq!(word(&PostFacts { approval: true, ..post(9, 0, 0) }, &adult), StandingWord::ApprovalNeeded);
        assert_eq!(word(&post(9, 0, 0), &PersonFacts { no_shows: 2, ..adult.clone() }), StandingWord::ApprovalNeeded);
        let with_friend = Standing::judge(&post(9, 8, 0), Some(&adult), 2, NOW);
        assert_eq!((with_friend.word, with_friend.place), (StandingWord::Full, Some(1)));
    }

    #[test]
    fn whoever_comes_late_or_leaves_early_is_credited_less() {
        let at = |minutes: i64| Timestamp::from_millis(NOW.as_millis() + minutes * MINUTE_MS);
        let credited = |came, left: Option<i64>| credited_minutes((NOW, at(120)), at(came), left.map(at));
        assert_eq!(credited(-20, None), 120);
        assert_eq!(credited(15, None), 120);
        assert_eq!(credited(16, None), 104);
        assert_eq!(credited(0, Some(90)), 90);
        assert_eq!(credited(0, Some(500)), 120);
        assert_eq!(credited(130, None), 0);
    }

    proptest! {
        #[test]
        fn nobody_is_let_in_beyond_what_is_needed(
            needed in 0u16..20, taken in 0u16..25, waiting in 0u16..5, places in 1u16..3,
        ) {
            let adult = PersonFacts { age: Some(40), ..PersonFacts::default() };
            let post = post(needed, taken, waiting);
            let standing = Standing::judge(&post, Some(&adult), places, NOW);
            if standing.admits() == Some(SignUpState::Confirmed) {
                prop_assert!(taken + places <= needed && waiting == 0);
            }
        }

        #[test]
        fn the_line_moves_in_order_and_never_beyond(left in 0u16..10, line in prop::collection::vec(1u16..3, 0..12)) {
            let moved = move_up(left, line.iter().copied());
            let given: u16 = moved.iter().map(|position| line[*position]).sum();
            prop_assert!(given <= left);
            prop_assert!(moved.is_sorted());
            // Whoever was passed over did not fit, and nobody who would fit still waits.
            let rest = left - given;
            for (position, places) in line.iter().enumerate() {
                prop_assert!(moved.contains(&position) || *places > rest);
            }
        }

        #[test]
        fn an_offer_ends_before_the_shift_begins(minutes in 1i64..20_000) {
            let starts_at = Timestamp::from_millis(NOW.as_millis() + minutes * MINUTE_MS);
            let until = offered_until(NOW, starts_at);
            prop_assert!(NOW < until && until <= starts_at);
        }
    }
}
