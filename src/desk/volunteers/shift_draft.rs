//! A shift as somebody types it.

use leptos::prelude::*;
use pingan_api::{
    Date, Timestamp,
    cases::CaseNumber,
    desk::DeskCase,
    geo::Position,
    id::TeamId,
    problem::{FieldError, Issue},
    validate::Validate,
    volunteer::{NewPost, NewShift, Shift, shift::LATE_CANCEL_MINUTES},
};
use uuid::Uuid;

use super::posts::Posts;
use crate::{
    case_card,
    i18n::{name, t},
    shift_times::{between, clock, minutes},
};

/// People that a call for a case asks for, unless said otherwise.
const CALLED: u16 = 3;

#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) team: RwSignal<Option<TeamId>>,
    pub(super) title: RwSignal<String>,
    pub(super) about: RwSignal<String>,
    pub(super) place: RwSignal<String>,
    pub(super) position: RwSignal<Option<Position>>,
    /// As typed, as are all days, times and numbers.
    pub(super) date: RwSignal<String>,
    pub(super) from: RwSignal<String>,
    pub(super) to: RwSignal<String>,
    pub(super) posts: Posts,
    pub(super) min_age: RwSignal<String>,
    pub(super) bring: RwSignal<String>,
    /// Hours before the beginning.
    pub(super) late_cancel: RwSignal<String>,
    pub(super) approval: RwSignal<bool>,
    pub(super) case: Option<CaseNumber>,
    /// When it was before, to the millisecond, which the fields of time do not show.
    before: Option<(Timestamp, Timestamp)>,
}

impl Draft {
    pub(super) fn blank() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            team: RwSignal::new(None),
            title: text(),
            about: text(),
            place: text(),
            position: RwSignal::new(None),
            date: text(),
            from: RwSignal::new("09:00".to_owned()),
            to: RwSignal::new("11:00".to_owned()),
            posts: Posts::one(String::new(), 1),
            min_age: text(),
            bring: text(),
            late_cancel: RwSignal::new(hours_of(LATE_CANCEL_MINUTES)),
            approval: RwSignal::new(false),
            case: None,
            before: None,
        }
    }

    /// What is known of a hazard that volunteers are called to.
    pub(super) fn for_case(case: &DeskCase) -> Self {
        let post = untrack(t::desk_volunteer_call_post);
        let draft = Self { case: Some(case.number), posts: Posts::one(post.to_owned(), CALLED), ..Self::blank() };
        let what = untrack(|| case_card::title(case.kind, case.category));
        draft.title.set(untrack(|| t::desk_volunteer_call_shift(what)));
        if let Some(place) = &case.place {
            let grid = untrack(|| name(&place.grid.name));
            let landmark = place.landmark.as_ref().map(|landmark| format!(" {landmark}")).unwrap_or_default();
            draft.place.set(format!("{grid}{landmark}"));
            draft.position.set(place.position);
        }
        draft
    }

    pub(super) fn of(shift: &Shift) -> Self {
        let written = as_written(shift);
        let optional = |number: Option<u8>| number.map(|number| number.to_string()).unwrap_or_default();
        Self {
            team: RwSignal::new(Some(written.team)),
            title: RwSignal::new(written.title),
            about: RwSignal::new(written.about),
            place: RwSignal::new(written.place),
            position: RwSignal::new(Some(written.position)),
            date: RwSignal::new(Date::in_shanghai(written.starts_at).to_string()),
            from: RwSignal::new(clock(written.starts_at)),
            to: RwSignal::new(clock(written.ends_at)),
            posts: Posts::of(&shift.posts),
            min_age: RwSignal::new(optional(written.min_age)),
            bring: RwSignal::new(written.bring),
            late_cancel: RwSignal::new(hours_of(shift.late_cancel_minutes)),
            approval: RwSignal::new(written.approval),
            case: written.case,
            before: Some((written.starts_at, written.ends_at)),
        }
    }

    /// The shift as it stands, and what of it is missing or cannot be read; reactive. In the place of that stands
    /// something harmless, so that all the rest can be judged as well.
    pub(super) fn written(self, now: Timestamp) -> (NewShift, Vec<FieldError>) {
        let mut faults = Vec::new();
        let mut fault = |wrong: bool, field: &str, issue: Issue| {
            if wrong {
                faults.push(FieldError::new(field, issue));
            }
        };
        let typed = |field: RwSignal<String>| field.get().trim().to_owned();
        let (team, position) = (self.team.get(), self.position.get());
        fault(team.is_none(), "team", Issue::Required);
        fault(position.is_none(), "position", Issue::Required);
        let date = typed(self.date).parse::<Date>().ok();
        let (from, to) = (minutes(&self.from.get()), minutes(&self.to.get()));
        fault(date.is_none(), "starts_at", Issue::Required);
        fault(from.is_none(), "from", Issue::Required);
        fault(to.is_none(), "ends_at", Issue::Required);
        let (starts_at, ends_at) = self.when().unwrap_or_else(|| {
            let tomorrow = Date::in_shanghai(now).plus_days(1);
            let from = from.unwrap_or_default();
            between(date.unwrap_or(tomorrow), from, from + 1)
        });
        let (min_age, late) = (typed(self.min_age), typed(self.late_cancel));
        let years = min_age.parse::<u8>().ok();
        let late_minutes = minutes_of(&late);
        fault(years.is_none() && !min_age.is_empty(), "min_age", Issue::Invalid);
        fault(late_minutes.is_none() && !late.is_empty(), "late_cancel_minutes", Issue::Invalid);
        let shift = NewShift {
            team: team.unwrap_or(TeamId(Uuid::nil())),
            title: typed(self.title),
            about: typed(self.about),
            place: typed(self.place),
            position: position.unwrap_or(Position::new(0.0, 0.0)),
            starts_at,
            ends_at,
            min_age: years,
            bring: typed(self.bring),
            late_cancel_minutes: late_minutes,
            approval: self.approval.get(),
            posts: self.posts.written(),
            case: self.case,
            publish: false,
        };
        (shift, faults)
    }

    /// When it is, once day and times can be read; reactive.
    pub(super) fn when(self) -> Option<(Timestamp, Timestamp)> {
        let date = self.date.with(|date| date.trim().parse::<Date>().ok())?;
        let (from, to) = (self.from.with(|from| minutes(from))?, self.to.with(|to| minutes(to))?);
        let is_same = |(starts_at, ends_at): &(Timestamp, Timestamp)| {
            Date::in_shanghai(*starts_at) == date
                && minutes(&clock(*starts_at)) == Some(from)
                && minutes(&clock(*ends_at)) == Some(to)
        };
        Some(self.before.filter(is_same).unwrap_or_else(|| between(date, from, to)))
    }

    /// The shift, or all that is wrong with it; reactive. `ahead`: it has to lie in the future.
    pub(super) fn checked(self, now: Timestamp, ahead: bool) -> Result<NewShift, Vec<FieldError>> {
        let (shift, mut faults) = self.written(now);
        let judged = if ahead { shift.validate_at(now) } else { shift.validate() };
        let is_read = |error: &FieldError| {
            let lacks = |field: &str| faults.iter().any(|fault| fault.field == field);
            match error.field.as_str() {
                "starts_at" => !lacks("starts_at") && !lacks("from"),
                "ends_at" => !["starts_at", "from", "ends_at"].into_iter().any(lacks),
                field => !lacks(field),
            }
        };
        let besides: Vec<FieldError> = judged.err().unwrap_or_default().into_iter().filter(is_read).collect();
        faults.extend(besides);
        if faults.is_empty() { Ok(shift) } else { Err(faults) }
    }
}

/// A shift as somebody wrote it.
pub(super) fn as_written(shift: &Shift) -> NewShift {
    let card = &shift.card;
    let posts = shift.posts.iter().map(|post| NewPost {
        id: Some(post.id),
        name: post.name.clone(),
        needed: post.needed,
        qualification: post.qualification,
    });
    NewShift {
        team: card.team,
        title: card.title.clone(),
        about: shift.about.clone(),
        place: card.place.clone(),
        position: card.position,
        starts_at: card.starts_at,
        ends_at: card.ends_at,
        min_age: card.min_age,
        bring: shift.bring.clone(),
        late_cancel_minutes: Some(shift.late_cancel_minutes),
        approval: shift.approval,
        posts: posts.collect(),
        case: shift.case,
        publish: false,
    }
}

/// Minutes as hours: `3`, `1.5`.
fn hours_of(minutes: u16) -> String {
    let hundredths = (u32::from(minutes) * 100 + 30) / 60;
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => whole.to_string(),
        (whole, rest) if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
        (whole, rest) => format!("{whole}.{}{}", rest / 10, rest % 10),
    }
}

/// And back, from what was typed.
fn minutes_of(hours: &str) -> Option<u16> {
    let (whole, rest) = hours.split_once('.').unwrap_or((hours, ""));
    let whole = u64::from(whole.parse::<u32>().ok()?);
    let rest = match rest.len() {
        0 => 0,
        1 => rest.parse::<u64>().ok()? * 10,
        2 => rest.parse::<u64>().ok()?,
        _ => return None,
    };
    u16::try_from(((whole * 100 + rest) * 60 + 50) / 100).ok()
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;
    use pingan_api::{Timestamp, problem::Issue};

    use super::{Draft, hours_of, minutes_of};

    #[test]
    fn hours_keep_their_minutes() {
        for minutes in 0..=7 * 24 * 60 {
            assert_eq!(minutes_of(&hours_of(minutes)), Some(minutes));
        }
        assert_eq!((hours_of(180), hours_of(90)), ("3".to_owned(), "1.5".to_owned()));
        assert_eq!((minutes_of("1.5"), minutes_of("0")), (Some(90), Some(0)));
        for wrong in ["", "-1", "x", "1.234", "1.x", "99999"] {
            assert_eq!(minutes_of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn all_that_is_wrong_is_named_at_once() {
        let now = Timestamp::parse("2026-06-01T00:00:00Z").unwrap();
        let faults = Owner::new().with(|| Draft::blank().checked(now, true)).unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["team", "position", "starts_at", "title", "place", "posts[0].name"]);
        let faults = Owner::new()
            .with(|| {
                let draft = Draft::blank();
                draft.date.set("2026-05-31".to_owned());
                draft.to.set("09:00".to_owned());
                draft.min_age.set("十八".to_owned());
                draft.checked(now, true)
            })
            .unwrap_err();
        let issue = |field: &str| faults.iter().find(|fault| fault.field == field).map(|fault| fault.code);
        assert_eq!(issue("starts_at"), Some(Issue::Past));
        assert_eq!(issue("ends_at"), Some(Issue::EndsBeforeBegins));
        assert_eq!(issue("min_age"), Some(Issue::Invalid));
    }
}
