//! What is typed into the registration, kept until it is sent: in this tab alone, since it tells more of a person than
//! a phone should remember.

use leptos::prelude::window;
use pingan_api::{
    Date, FieldError, Issue,
    id::UnitId,
    volunteer::{
        Availability, Guardian, Registration, Skill,
        person::{ADULT, age_on},
    },
};
use serde::{Deserialize, Serialize};

use crate::json;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Draft {
    pub(super) name: String,
    /// Year, month and day of the birth, as far as they are chosen.
    pub(super) year: Option<u16>,
    pub(super) month: Option<u16>,
    pub(super) day: Option<u16>,
    pub(super) grid: Option<UnitId>,
    pub(super) skills: Vec<Skill>,
    pub(super) available: Vec<Availability>,
    pub(super) guardian_name: String,
    pub(super) guardian_phone: String,
    pub(super) agrees: bool,
    /// Works for a unit, and reports to the community.
    pub(super) official: bool,
    pub(super) work_unit: String,
    pub(super) thanks: bool,
    pub(super) text_me: bool,
}

impl Draft {
    /// An empty one of somebody whose name is known.
    pub(super) fn named(name: String) -> Self {
        Self { name, ..Self::default() }
    }

    pub(super) fn of(registration: Registration) -> Self {
        let Registration { name, born, grid, skills, available, guardian, work_unit, thanks, text_me } = registration;
        let (year, month, day) = born.parts();
        let number = |part: i64| u16::try_from(part).ok();
        let guardian = guardian.unwrap_or(Guardian { name: String::new(), phone: String::new(), agrees: false });
        Self {
            name,
            year: number(year),
            month: number(month),
            day: number(day),
            grid: Some(grid),
            skills,
            available,
            guardian_name: guardian.name,
            guardian_phone: guardian.phone,
            agrees: guardian.agrees,
            official: work_unit.is_some(),
            work_unit: work_unit.unwrap_or_default(),
            thanks,
            text_me,
        }
    }

    /// None while a part is missing, and for a day that there is not.
    fn born(&self) -> Option<Date> {
        format!("{:04}-{:02}-{:02}", self.year?, self.month?, self.day?).parse().ok()
    }

    /// Somebody has to agree for them.
    pub(super) fn is_under_age(&self, today: Date) -> bool {
        self.born().is_some_and(|born| born <= today && age_on(born, today) < ADULT)
    }

    /// What is sent, or everything that is wrong with it.
    pub(super) fn registration(&self, today: Date) -> Result<Registration, Vec<FieldError>> {
        let born = self.born();
        let guardian = self.is_under_age(today).then(|| Guardian {
            name: trimmed(&self.guardian_name),
            phone: trimmed(&self.guardian_phone),
            agrees: self.agrees,
        });
        let registration = Registration {
            name: trimmed(&self.name),
            // Whoever has not said when they were born is taken for grown up, to find what else is wrong.
            born: born.unwrap_or(today.plus_days(-40 * 366)),
            grid: self.grid.clone().unwrap_or(UnitId(String::new())),
            skills: self.skills.clone(),
            available: self.available.clone(),
            guardian,
            work_unit: self.official.then(|| trimmed(&self.work_unit)),
            thanks: self.thanks,
            text_me: self.text_me,
        };
        let mut faults = registration.validate_on(today).err().unwrap_or_default();
        if born.is_none() {
            faults.push(FieldError::new("born", Issue::Required));
        }
        if faults.is_empty() { Ok(registration) } else { Err(faults) }
    }
}

fn trimmed(text: &str) -> String {
    text.trim().to_owned()
}

const SHELF: &str = "pa.volunteer";

/// Refused or missing in some webviews: then nothing is kept, and nothing breaks.
fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok()?
}

pub(super) fn kept() -> Option<Draft> {
    json::read(&storage()?.get_item(SHELF).ok()??).ok()
}

pub(super) fn keep(draft: &Draft) {
    if let (Some(storage), Ok(text)) = (storage(), json::write(draft)) {
        let _ = storage.set_item(SHELF, &text);
    }
}

pub(super) fn forget() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(SHELF);
    }
}

#[cfg(test)]
mod tests {
    use pingan_api::{Date, FieldError};

    use super::Draft;

    fn today() -> Date {
        "2026-06-01".parse().unwrap()
    }

    fn whole() -> Draft {
        Draft {
            name: " 王芳 ".into(),
            year: Some(1958),
            month: Some(2),
            day: Some(3),
            grid: Some("420204001001".into()),
            ..Draft::default()
        }
    }

    fn wrong(draft: &Draft) -> Vec<String> {
        let faults = draft.registration(today()).unwrap_err();
        faults.into_iter().map(|FieldError { field, .. }| field).collect()
    }

    #[test]
    fn what_is_registered_is_typed_again() {
        let registration = whole().registration(today()).unwrap();
        assert_eq!((registration.name.as_str(), registration.born.to_string().as_str()), ("王芳", "1958-02-03"));
        assert_eq!(registration.guardian, None);
        assert_eq!(Draft::of(registration.clone()).registration(today()).unwrap(), registration);
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        assert_eq!(wrong(&Draft::default()), ["name", "grid", "born"]);
        assert_eq!(wrong(&Draft { day: Some(30), ..whole() }), ["born"], "no such day");
        assert_eq!(wrong(&Draft { official: true, ..whole() }), ["work_unit"]);
    }

    #[test]
    fn a_guardian_is_asked_for_under_age_alone() {
        let young = Draft { year: Some(2012), ..whole() };
        assert!(young.is_under_age(today()) && !whole().is_under_age(today()));
        assert_eq!(wrong(&young), ["guardian.name", "guardian.phone", "guardian.agrees"]);
        let agreed = Draft {
            guardian_name: "王强".into(),
            guardian_phone: "139 1234 5678".into(),
            agrees: true,
            ..young.clone()
        };
        assert!(agreed.registration(today()).is_ok());
        let grown = Draft { year: Some(1990), ..agreed };
        assert_eq!(grown.registration(today()).unwrap().guardian, None);
        assert!(!Draft { day: None, ..young }.is_under_age(today()));
    }
}
