//! Who volunteers: what they register, what they may do.

use serde::{Deserialize, Serialize};

use super::{MAX_LINE, MAX_TITLE};
use crate::{
    account::Phone,
    date::Date,
    district::Name,
    endpoint::{Query, endpoint},
    id::{AccountId, UnitId},
    page::{Cursor, MAX_LIMIT, Page},
    problem::{FieldError, Issue},
    slug_enum,
    timestamp::Timestamp,
    validate::{Faults, Validate},
};

slug_enum! {
    /// What an organiser has seen proof of.
    pub enum Qualification {
        FirstAid = "first_aid",
        Electrician = "electrician",
        Driver = "driver",
        Counsellor = "counsellor",
        Lawyer = "lawyer",
        Mediator = "mediator",
        Teacher = "teacher",
        SignLanguage = "sign_language",
    }
}

slug_enum! {
    /// What somebody says that they can do.
    pub enum Skill {
        Visiting = "visiting",
        Cleaning = "cleaning",
        Patrol = "patrol",
        Tutoring = "tutoring",
        Repairs = "repairs",
        Computers = "computers",
        Music = "music",
        Photography = "photography",
        Driving = "driving",
        Nursing = "nursing",
        Law = "law",
        Languages = "languages",
    }
}

slug_enum! {
    /// When somebody has time.
    pub enum Availability {
        WeekdayMorning = "weekday_morning",
        WeekdayAfternoon = "weekday_afternoon",
        WeekdayEvening = "weekday_evening",
        WeekendMorning = "weekend_morning",
        WeekendAfternoon = "weekend_afternoon",
        WeekendEvening = "weekend_evening",
    }
}

/// From this age on nobody has to be asked.
pub const ADULT: u8 = 18;
/// Nobody younger registers.
pub const YOUNGEST: u8 = 8;
const OLDEST: u8 = 110;

/// Full years on a day.
pub fn age_on(born: Date, day: Date) -> u8 {
    let (year, month, of_month) = born.parts();
    let (now, now_month, now_day) = day.parts();
    let years = now - year - i64::from((now_month, now_day) < (month, of_month));
    u8::try_from(years.clamp(0, 255)).unwrap_or(0)
}

/// Whoever answers for a person under [`ADULT`] and agrees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Guardian {
    /// Up to [`MAX_TITLE`] characters.
    pub name: String,
    pub phone: String,
    /// They read what it is about and agree.
    pub agrees: bool,
}

/// What a volunteer registers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// As it stands on a certificate; up to [`MAX_TITLE`] characters.
    pub name: String,
    pub born: Date,
    /// Where they live, a grid.
    pub grid: UnitId,
    #[serde(default)]
    pub skills: Vec<Skill>,
    #[serde(default)]
    pub available: Vec<Availability>,
    /// Only, and always, for whoever is under [`ADULT`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guardian: Option<Guardian>,
    /// Officials name the unit that they work for: they "report to the community" where they live. Up to [`MAX_LINE`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_unit: Option<String>,
    /// Their name may stand on the community's wall of thanks.
    #[serde(default)]
    pub thanks: bool,
    /// Reminders and changes also by text message.
    #[serde(default)]
    pub text_me: bool,
}

impl Registration {
    /// [`Validate::validate`], with what hangs on the day.
    pub fn validate_on(&self, today: Date) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.name.trim().is_empty(), "name", Issue::Required);
        faults.text("name", &self.name, MAX_TITLE);
        let age = age_on(self.born, today);
        faults.add_if(self.born > today || !(YOUNGEST..=OLDEST).contains(&age), "born", Issue::Invalid);
        faults.add_if(!self.grid.is_well_formed(), "grid", Issue::UnknownUnit);
        faults.items("skills", &self.skills, Skill::ALL.len());
        faults.items("available", &self.available, Availability::ALL.len());
        match &self.guardian {
            None => faults.add_if(age < ADULT, "guardian", Issue::Required),
            Some(guardian) if age < ADULT => {
                faults.add_if(guardian.name.trim().is_empty(), "guardian.name", Issue::Required);
                faults.text("guardian.name", &guardian.name, MAX_TITLE);
                faults.add_if(guardian.phone.parse::<Phone>().is_err(), "guardian.phone", Issue::InvalidPhone);
                faults.add_if(!guardian.agrees, "guardian.agrees", Issue::Required);
            }
            Some(_) => faults.add("guardian", Issue::Invalid),
        }
        if let Some(unit) = &self.work_unit {
            faults.add_if(unit.trim().is_empty(), "work_unit", Issue::Required);
            faults.text("work_unit", unit, MAX_LINE);
        }
        faults.into_result()
    }
}

/// What hangs on the day is judged by [`Registration::validate_on`].
impl Validate for Registration {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        Ok(())
    }
}

/// The reader as a volunteer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// None until they register.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<Registration>,
    pub qualifications: Vec<Qualification>,
    /// Shifts missed without a word in the last [`super::rules::NO_SHOW_DAYS`] days.
    pub no_shows: u8,
    /// Leads a team, or coordinates volunteers somewhere.
    pub organises: bool,
    /// There is a private calendar already; making another one ends it.
    pub calendar: bool,
}

/// Where a calendar program reads the reader's shifts; whoever knows it sees them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarAddress {
    /// A path of this server, iCalendar (RFC 5545).
    pub path: String,
}

impl std::fmt::Debug for CalendarAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CalendarAddress(……)")
    }
}

/// Which volunteers a coordinator lists.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema, utoipa::IntoParams))]
#[serde(deny_unknown_fields)]
pub struct VolunteerQuery {
    /// Who lives in this unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// Only officials who reported to their community.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub officials: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skill: Option<Skill>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl VolunteerQuery {
    pub(crate) fn to_query(&self) -> Query {
        Query::new()
            .with_some("unit", self.unit.as_ref())
            .with_some("officials", self.officials)
            .with_some("skill", self.skill)
            .with_some("cursor", self.cursor.as_ref())
            .with_some("limit", self.limit)
    }
}

impl Validate for VolunteerQuery {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut faults = Faults::new();
        faults.add_if(self.unit.as_ref().is_some_and(|unit| !unit.is_well_formed()), "unit", Issue::UnknownUnit);
        faults.add_if(self.limit.is_some_and(|limit| limit == 0 || limit > MAX_LIMIT), "limit", Issue::Invalid);
        faults.into_result()
    }
}

/// A volunteer as a coordinator of where they live sees one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Volunteer {
    pub account: AccountId,
    pub name: String,
    pub grid: UnitId,
    pub grid_name: Name,
    pub under_age: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work_unit: Option<String>,
    pub skills: Vec<Skill>,
    pub available: Vec<Availability>,
    pub qualifications: Vec<Qualification>,
    pub registered_at: Timestamp,
    /// Of attendance, in minutes, since ever.
    pub minutes: u32,
    pub no_shows: u8,
}

/// How to reach a volunteer, and whoever answers for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VolunteerContact {
    pub phone: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guardian: Option<GuardianContact>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GuardianContact {
    pub name: String,
    pub phone: String,
}

endpoint! {
    GetVolunteer {} Get "/api/v1/volunteer/me", "The reader as a volunteer" => Me
}
endpoint! {
    /// The first time, and again for changes.
    Register {} Post "/api/v1/volunteer/me" Registration, "Register as a volunteer, or change it" => Me
}
endpoint! {
    /// No more sign-ups; what was done stays.
    Unregister {} Post "/api/v1/volunteer/me/end" (), "End the registration; places that are still to come are given up" => Me
}
endpoint! {
    NewCalendar {} Post "/api/v1/volunteer/me/calendar" (), "A new private calendar address; the one before ends" => CalendarAddress
}
endpoint! {
    ListVolunteers {} Get "/api/v1/desk/volunteers" ? VolunteerQuery, "Volunteers who live in a coordinator's units" => Page<Volunteer>
}
endpoint! {
    /// Each time is in the audit log.
    ReachVolunteer { account: AccountId } Post "/api/v1/desk/volunteers/{account}/contact" (), "How to reach a volunteer; audited"
        => VolunteerContact
}

/// `GET`: iCalendar of one person's shifts; the token opens it.
pub const CALENDAR_PATH: &str = "/api/v1/volunteer/calendars/{token}";
/// `GET`: iCalendar of one shift, for everyone.
pub const SHIFT_CALENDAR_PATH: &str = "/api/v1/volunteer/shifts/{shift}/calendar";

#[cfg(test)]
mod tests {
    use super::*;

    fn registration(born: &str) -> Registration {
        Registration {
            name: "王芳".into(),
            born: born.parse().unwrap(),
            grid: "420204001001".into(),
            skills: vec![Skill::Visiting],
            available: vec![],
            guardian: None,
            work_unit: None,
            thanks: false,
            text_me: false,
        }
    }

    #[test]
    fn age_grows_on_the_birthday() {
        let born: Date = "2008-06-02".parse().unwrap();
        assert_eq!(age_on(born, "2026-06-01".parse().unwrap()), 17);
        assert_eq!(age_on(born, "2026-06-02".parse().unwrap()), 18);
        assert_eq!(age_on("2004-02-29".parse().unwrap(), "2022-02-28".parse().unwrap()), 17);
    }

    #[test]
    fn under_age_a_guardian_agrees() {
        let today: Date = "2026-06-01".parse().unwrap();
        assert!(registration("1958-01-01").validate_on(today).is_ok());
        let young = registration("2012-01-01");
        assert_eq!(young.validate_on(today).unwrap_err()[0].field, "guardian");
        let guardian = Guardian { name: "王强".into(), phone: "13912345678".into(), agrees: true };
        assert!(Registration { guardian: Some(guardian.clone()), ..young.clone() }.validate_on(today).is_ok());
        let silent = Guardian { agrees: false, ..guardian.clone() };
        assert!(Registration { guardian: Some(silent), ..young }.validate_on(today).is_err());
        assert!(Registration { guardian: Some(guardian), ..registration("1958-01-01") }.validate_on(today).is_err());
        assert!(registration("2027-01-01").validate_on(today).is_err(), "not born yet");
        assert!(registration("2022-01-01").validate_on(today).is_err(), "too young for any of it");
    }
}
