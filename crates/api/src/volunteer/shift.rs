//! Shifts, their posts, and series of them.

use serde::{Deserialize, Serialize};

use super::{MAX_ABOUT, MAX_LINE, MAX_TITLE, MySignUp, Qualification, ShiftCard, Standing, TeamKind, team::within};
use crate::{
    cases::CaseNumber,
    date::Date,
    endpoint::endpoint,
    geo::Position,
    id::{PostId, SeriesId, ShiftId, TeamId},
    problem::{FieldError, Issue},
    slug_enum,
    timestamp::Timestamp,
    validate::{Faults, Validate},
};

slug_enum! {
    /// Where a shift is in its life.
    pub enum ShiftState {
        /// Only its organisers see it.
        Draft = "draft",
        Published = "published",
        Cancelled = "cancelled",
    }
}

/// Posts of a shift at most.
pub const MAX_POSTS: usize = 12;
/// Places of a post at most.
pub const MAX_NEEDED: u16 = 500;
/// Hours of a shift at most.
pub const MAX_HOURS: i64 = 24;
/// Days that a shift is planned ahead at most.
pub const MAX_DAYS_AHEAD: i64 = 366;
/// Shifts that one series makes at most.
pub const MAX_SERIES: usize = 60;
/// Minutes before the beginning from which on nobody leaves by themselves, unless a shift says otherwise.
pub const LATE_CANCEL_MINUTES: u16 = 180;
const MAX_LATE_CANCEL_MINUTES: u16 = 7 * 24 * 60;
const MINUTE_MS: i64 = 60_000;

/// What one does in a shift, for so many.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPost {
    /// Of a post that is there already; none makes a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PostId>,
    /// Up to [`MAX_TITLE`] characters.
    pub name: String,
    /// 1 to [`MAX_NEEDED`].
    pub needed: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualification: Option<Qualification>,
}

/// What an organiser writes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewShift {
    pub team: TeamId,
    /// Up to [`MAX_TITLE`] characters.
    pub title: String,
    /// Up to [`MAX_ABOUT`] characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// Where people meet, in words; up to [`MAX_LINE`].
    pub place: String,
    /// WGS-84, within the district.
    pub position: Position,
    pub starts_at: Timestamp,
    /// Up to [`MAX_HOURS`] later.
    pub ends_at: Timestamp,
    /// Years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_age: Option<u8>,
    /// What to bring; up to [`MAX_LINE`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub bring: String,
    /// [`LATE_CANCEL_MINUTES`] unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_cancel_minutes: Option<u16>,
    /// An organiser approves each sign-up.
    #[serde(default)]
    pub approval: bool,
    /// In the order in which they are shown.
    pub posts: Vec<NewPost>,
    /// The hazard that it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseNumber>,
    /// To be seen by everyone at once, and not a draft.
    #[serde(default)]
    pub publish: bool,
}

/// What hangs on the moment is judged by [`NewShift::validate_at`].
impl Validate for NewShift {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.title.trim().is_empty(), "title", Issue::Required);
        faults.text("title", &self.title, MAX_TITLE);
        faults.text("about", &self.about, MAX_ABOUT);
        faults.add_if(self.place.trim().is_empty(), "place", Issue::Required);
        faults.text("place", &self.place, MAX_LINE);
        faults.add_if(!self.position.is_valid(), "position", Issue::Invalid);
        let minutes = (self.ends_at.as_millis() - self.starts_at.as_millis()) / MINUTE_MS;
        faults.add_if(minutes <= 0, "ends_at", Issue::EndsBeforeBegins);
        faults.add_if(minutes > MAX_HOURS * 60, "ends_at", Issue::TooFar);
        faults.add_if(self.min_age.is_some_and(|age| age > 99), "min_age", Issue::Invalid);
        faults.text("bring", &self.bring, MAX_LINE);
        let late = self.late_cancel_minutes;
        faults.add_if(
            late.is_some_and(|minutes| minutes > MAX_LATE_CANCEL_MINUTES),
            "late_cancel_minutes",
            Issue::TooFar,
        );
        faults.add_if(self.posts.is_empty(), "posts", Issue::Required);
        faults.items("posts", &self.posts, MAX_POSTS);
        for (at, post) in self.posts.iter().enumerate() {
            faults.add_if(post.name.trim().is_empty(), &format!("posts[{at}].name"), Issue::Required);
            faults.text(&format!("posts[{at}].name"), &post.name, MAX_TITLE);
            faults.add_if(post.needed == 0, &format!("posts[{at}].needed"), Issue::TooFew);
            faults.add_if(post.needed > MAX_NEEDED, &format!("posts[{at}].needed"), Issue::TooMany);
            let twice = post.id.is_some() && self.posts[..at].iter().any(|other| other.id == post.id);
            faults.add_if(twice, &format!("posts[{at}].id"), Issue::Repeated);
        }
        faults.into_result()
    }
}

impl NewShift {
    /// [`Validate::validate`], and that it lies ahead but not too far.
    pub fn validate_at(&self, now: Timestamp) -> Result<(), Vec<FieldError>> {
        let mut errors = self.validate().err().unwrap_or_default();
        if self.starts_at <= now {
            errors.push(FieldError::new("starts_at", Issue::Past));
        }
        if self.starts_at.as_millis() - now.as_millis() > MAX_DAYS_AHEAD * 86_400_000 {
            errors.push(FieldError::new("starts_at", Issue::TooFar));
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

/// The same shift on several days: the first as written, the others at the same time of day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSeries {
    pub shift: NewShift,
    /// 1 for Monday to 7 for Sunday (ISO 8601).
    pub weekdays: Vec<u8>,
    /// Every so many weeks, 1 to 4.
    pub every_weeks: u8,
    /// The last day that one may begin on.
    pub until: Date,
}

impl NewSeries {
    /// When each of the series begins, the first included, [`MAX_SERIES`] and one more at most.
    pub fn starts(&self) -> Vec<Timestamp> {
        let first = Date::in_shanghai(self.shift.starts_at);
        let of_day = self.shift.starts_at.as_millis() - first.begins().as_millis();
        let monday = first.plus_days(1 - i64::from(first.weekday()));
        let step = i64::from(self.every_weeks.max(1));
        let mut starts = vec![self.shift.starts_at];
        for day in 1..=MAX_DAYS_AHEAD {
            let date = first.plus_days(day);
            if date > self.until || starts.len() > MAX_SERIES {
                break;
            }
            let week = (date.begins().as_millis() - monday.begins().as_millis()) / (7 * 86_400_000);
            if week % step == 0 && self.weekdays.contains(&date.weekday()) {
                starts.push(Timestamp::from_millis(date.begins().as_millis() + of_day));
            }
        }
        starts
    }
}

impl Validate for NewSeries {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut errors = self.shift.validate().map_err(|errors| within("shift", errors)).err().unwrap_or_default();
        let mut add = |wrong: bool, field: &str, issue| {
            if wrong {
                errors.push(FieldError::new(field, issue));
            }
        };
        add(self.weekdays.is_empty(), "weekdays", Issue::Required);
        add(self.weekdays.iter().any(|day| !(1..=7).contains(day)), "weekdays", Issue::Invalid);
        add(!(1..=4).contains(&self.every_weeks), "every_weeks", Issue::Invalid);
        let first = Date::in_shanghai(self.shift.starts_at);
        add(self.until < first, "until", Issue::EndsBeforeBegins);
        add(self.until > first.plus_days(MAX_DAYS_AHEAD), "until", Issue::TooFar);
        if errors.is_empty() && self.starts().len() > MAX_SERIES {
            errors.push(FieldError::limited("until", Issue::TooMany, MAX_SERIES as u32));
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

/// A change of a shift, made from one version of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ShiftChange {
    pub version: u32,
    pub shift: NewShift,
}

impl Validate for ShiftChange {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        self.shift.validate().map_err(|errors| within("shift", errors))
    }
}

/// Why a shift is called off, or what its organiser writes to those who have a place or wait for one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ShiftWords {
    /// Up to [`MAX_LINE`] characters.
    pub words: String,
    /// Also for those of the series that come later.
    #[serde(default)]
    pub series: bool,
}

impl Validate for ShiftWords {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.words.trim().is_empty(), "words", Issue::Required);
        faults.text("words", &self.words, MAX_LINE);
        faults.into_result()
    }
}

/// Whether a draft alone is published, or its series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Publish {
    #[serde(default)]
    pub series: bool,
}

impl Validate for Publish {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        Ok(())
    }
}

/// A post with how the reader stands with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Post {
    pub id: PostId,
    pub name: String,
    pub needed: u16,
    /// Places that somebody has or is offered.
    pub taken: u16,
    /// Sign-ups that wait.
    pub waiting: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualification: Option<Qualification>,
    pub standing: Standing,
}

/// A shift's page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Shift {
    pub card: ShiftCard,
    pub about: String,
    pub bring: String,
    pub late_cancel_minutes: u16,
    pub approval: bool,
    pub posts: Vec<Post>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<SeriesId>,
    /// The hazard that it is for, where the reader may see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseNumber>,
    /// Why it was called off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cancelled_because: Option<String>,
    /// The reader's own place, or place in line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<MySignUp>,
    /// The reader may change it and keep its roster.
    pub organises: bool,
    pub version: u32,
}

/// What a call for volunteers shows of itself on its case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CaseShift {
    pub shift: ShiftId,
    pub title: String,
    pub kind: TeamKind,
    pub starts_at: Timestamp,
    pub state: ShiftState,
    /// Places that are needed and those that somebody has.
    pub needed: u16,
    pub taken: u16,
    /// Who came, friends included, once it has begun.
    pub came: u16,
}

endpoint! {
    GetShift { shift: ShiftId } Get "/api/v1/volunteer/shifts/{shift}", "A shift, its posts, and how the reader stands with them"
        => Shift
}
endpoint! {
    CreateShift {} Create "/api/v1/volunteer/shifts" NewShift, "Plan a shift, for organisers of its team" => Shift
}
endpoint! {
    /// All or none; answers the first.
    CreateSeries {} Create "/api/v1/volunteer/series" NewSeries, "Plan the same shift on several days" => Shift
}
endpoint! {
    /// `publish` of the body is not looked at. Posts that are left out go, unless somebody has a place in them. Whoever has
    /// a place is told if time or place is another.
    ChangeShift { shift: ShiftId } Post "/api/v1/volunteer/shifts/{shift}" ShiftChange, "Change a shift" => Shift
}
endpoint! {
    PublishShift { shift: ShiftId } Post "/api/v1/volunteer/shifts/{shift}/publish" Publish, "Publish a draft, or a series of them" => Shift
}
endpoint! {
    /// Everyone who has a place or waits is told why.
    CancelShift { shift: ShiftId } Post "/api/v1/volunteer/shifts/{shift}/cancel" ShiftWords, "Call a shift off" => Shift
}
endpoint! {
    /// Once per key: a repeat tells nobody again.
    TellShift { shift: ShiftId } Create "/api/v1/volunteer/shifts/{shift}/messages" ShiftWords, "Write to everyone who has a place or waits" => ()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn shift(starts: &str, ends: &str) -> NewShift {
        NewShift {
            team: "01900000-0000-7000-8000-000000000000".parse().unwrap(),
            title: "清扫楼道".into(),
            about: String::new(),
            place: "铜花社区门口".into(),
            position: Position::new(30.2, 115.0),
            starts_at: at(starts),
            ends_at: at(ends),
            min_age: None,
            bring: String::new(),
            late_cancel_minutes: None,
            approval: false,
            posts: vec![NewPost { id: None, name: "清扫".into(), needed: 5, qualification: None }],
            case: None,
            publish: true,
        }
    }

    fn issue(shift: &NewShift) -> (String, Issue) {
        let errors = shift.validate().unwrap_err();
        (errors[0].field.clone(), errors[0].code)
    }

    #[test]
    fn impossible_times_and_numbers_are_named() {
        let good = shift("2026-12-31T14:00:00Z", "2026-12-31T18:00:00Z");
        assert!(good.validate().is_ok(), "from 22:00 over midnight into the next year");
        let backwards = shift("2026-06-02T10:00:00Z", "2026-06-02T09:00:00Z");
        assert_eq!(issue(&backwards), ("ends_at".into(), Issue::EndsBeforeBegins));
        let endless = shift("2026-06-02T10:00:00Z", "2026-06-04T10:00:00Z");
        assert_eq!(issue(&endless), ("ends_at".into(), Issue::TooFar));
        let mut nobody = good.clone();
        nobody.posts[0].needed = 0;
        assert_eq!(issue(&nobody), ("posts[0].needed".into(), Issue::TooFew));
        let negative = serde_json::to_string(&good).unwrap().replace("\"needed\":5", "\"needed\":-1");
        assert!(serde_json::from_str::<NewShift>(&negative).is_err());
        assert!(good.validate_at(good.starts_at).is_err_and(|errors| errors[0].code == Issue::Past));
        assert!(good.validate_at(at("2025-12-01T00:00:00Z")).is_err_and(|errors| errors[0].code == Issue::TooFar));
        assert!(good.validate_at(at("2026-06-01T00:00:00Z")).is_ok());
    }

    #[test]
    fn a_series_keeps_its_time_of_day() {
        // Saturday, 20:00 in Shanghai.
        let first = shift("2026-12-19T12:00:00Z", "2026-12-19T14:00:00Z");
        let series =
            NewSeries { shift: first, weekdays: vec![6], every_weeks: 1, until: "2027-01-09".parse().unwrap() };
        let starts: Vec<String> = series.starts().iter().map(Timestamp::to_string).collect();
        let days = ["2026-12-19", "2026-12-26", "2027-01-02", "2027-01-09"];
        assert_eq!(starts, days.map(|day| format!("{day}T12:00:00.000Z")));
        assert!(series.validate().is_ok());
        let fortnightly = NewSeries { every_weeks: 2, ..series.clone() };
        assert_eq!(fortnightly.starts().len(), 2);
        let endless = NewSeries { until: "2028-12-31".parse().unwrap(), ..series.clone() };
        assert_eq!(endless.validate().unwrap_err()[0].code, Issue::TooFar);
        let daily =
            NewSeries { weekdays: vec![1, 2, 3, 4, 5, 6, 7], until: "2027-06-01".parse().unwrap(), ..series.clone() };
        assert_eq!(daily.validate().unwrap_err()[0].code, Issue::TooMany);
        let backwards = NewSeries { until: "2026-12-18".parse().unwrap(), ..series };
        assert_eq!(backwards.validate().unwrap_err()[0].code, Issue::EndsBeforeBegins);
    }
}
