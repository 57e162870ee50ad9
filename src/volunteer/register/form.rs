//! The registration's form: what is typed, what is wrong with it, and sending it.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    FieldError, Issue,
    id::UnitId,
    volunteer::{Availability, Skill, person::Register},
};

use super::{
    born::{YEAR, born},
    draft::{self, Draft},
    fields::{
        GRID, GUARDIAN_AGREES, GUARDIAN_NAME, GUARDIAN_PHONE, NAME, WORK_UNIT, called, grid, guardian, offers,
        official, wishes,
    },
};
use crate::{
    app::Navigate,
    client::{self, ClientError},
    i18n::{Label, t},
    route::{Route, Volunteer},
    session::Device,
    ui::{button::Button, focus::focus_id, live::live, toast},
    volunteer::{
        reader::{note_if_nobody, trouble},
        when,
    },
};

/// The fields that may be wrong in the order of the page, each with its control.
const FIELDS: [(&str, &str); 7] = [
    ("name", NAME),
    ("born", YEAR),
    ("guardian.name", GUARDIAN_NAME),
    ("guardian.phone", GUARDIAN_PHONE),
    ("guardian.agrees", GUARDIAN_AGREES),
    ("grid", GRID),
    ("work_unit", WORK_UNIT),
];

/// What is typed; copied into every part of the form.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) name: RwSignal<String>,
    pub(super) year: RwSignal<Option<u16>>,
    pub(super) month: RwSignal<Option<u16>>,
    pub(super) day: RwSignal<Option<u16>>,
    pub(super) grid: RwSignal<Option<UnitId>>,
    pub(super) skills: RwSignal<Vec<Skill>>,
    pub(super) available: RwSignal<Vec<Availability>>,
    pub(super) guardian_name: RwSignal<String>,
    pub(super) guardian_phone: RwSignal<String>,
    pub(super) agrees: RwSignal<bool>,
    pub(super) official: RwSignal<bool>,
    pub(super) work_unit: RwSignal<String>,
    pub(super) thanks: RwSignal<bool>,
    pub(super) text_me: RwSignal<bool>,
    /// It was tried to be sent: from then on all that is wrong is marked.
    tried: RwSignal<bool>,
    /// What the server found wrong.
    refused: RwSignal<Vec<FieldError>>,
}

impl Form {
    fn of(draft: Draft) -> Self {
        Self {
            name: RwSignal::new(draft.name),
            year: RwSignal::new(draft.year),
            month: RwSignal::new(draft.month),
            day: RwSignal::new(draft.day),
            grid: RwSignal::new(draft.grid),
            skills: RwSignal::new(draft.skills),
            available: RwSignal::new(draft.available),
            guardian_name: RwSignal::new(draft.guardian_name),
            guardian_phone: RwSignal::new(draft.guardian_phone),
            agrees: RwSignal::new(draft.agrees),
            official: RwSignal::new(draft.official),
            work_unit: RwSignal::new(draft.work_unit),
            thanks: RwSignal::new(draft.thanks),
            text_me: RwSignal::new(draft.text_me),
            tried: RwSignal::new(false),
            refused: RwSignal::new(Vec::new()),
        }
    }

    /// Reactive.
    fn draft(self) -> Draft {
        Draft {
            name: self.name.get(),
            year: self.year.get(),
            month: self.month.get(),
            day: self.day.get(),
            grid: self.grid.get(),
            skills: self.skills.get(),
            available: self.available.get(),
            guardian_name: self.guardian_name.get(),
            guardian_phone: self.guardian_phone.get(),
            agrees: self.agrees.get(),
            official: self.official.get(),
            work_unit: self.work_unit.get(),
            thanks: self.thanks.get(),
            text_me: self.text_me.get(),
        }
    }

    /// What is wrong with a field, in words.
    pub(super) fn fault(self, field: &'static str) -> Signal<Option<String>> {
        let found = Memo::new(move |_| {
            if !self.tried.get() {
                return None;
            }
            let wrong = self.draft().registration(when::today()).err().unwrap_or_default();
            self.refused.with(|refused| wrong.iter().chain(refused).find(|fault| fault.field == field).map(words))
        });
        found.into()
    }

    /// Goes to the first of what is wrong.
    fn go_to(self, faults: &[FieldError]) {
        let is_wrong = |field: &str| faults.iter().any(|fault| fault.field == field);
        if let Some((_, id)) = FIELDS.into_iter().find(|(field, _)| is_wrong(field)) {
            // After what has just changed is drawn.
            set_timeout(move || focus_id(id), Duration::ZERO);
        }
    }
}

/// What to do about a fault.
fn words(fault: &FieldError) -> String {
    match (fault.field.as_str(), fault.code, fault.limit) {
        (_, Issue::TooLong, Some(limit)) => t::report_too_long(limit),
        ("born", Issue::Required, _) => t::volunteer_born_missing().to_owned(),
        ("born", _, _) => t::volunteer_born_wrong().to_owned(),
        ("grid", _, _) => t::volunteer_grid_missing().to_owned(),
        ("guardian.agrees", _, _) => t::volunteer_guardian_missing().to_owned(),
        (_, issue, _) => issue.label().to_owned(),
    }
}

/// `registered`: there is a registration already, to be changed.
pub(super) fn form(draft: Draft, registered: bool, back: Option<Route>) -> AnyView {
    let grid_of_device = untrack(|| Device::get().grid());
    let form = Form::of(Draft { grid: draft.grid.clone().or(grid_of_device), ..draft });
    let navigate = Navigate::get();
    let busy = RwSignal::new(false);
    let failed = RwSignal::new(None::<ClientError>);
    Effect::new(move |before: Option<()>| {
        let now = form.draft();
        if before.is_some() {
            form.refused.set(Vec::new());
            draft::keep(&now);
        }
    });
    let send = Callback::new(move |()| {
        failed.set(None);
        form.tried.set(true);
        let registration = match untrack(|| form.draft()).registration(when::today()) {
            Ok(registration) => registration,
            Err(faults) => return form.go_to(&faults),
        };
        busy.set(true);
        spawn_local(async move {
            let answer = client::send(&Register { body: registration }).await;
            // The page may be gone by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => {
                    draft::forget();
                    toast::done(if registered { t::account_saved } else { t::volunteer_registered });
                    navigate.replace(back.unwrap_or(Route::Volunteer(Volunteer::Mine)));
                }
                Err(error) => {
                    note_if_nobody(&error);
                    let faults = error.problem().map(|problem| problem.errors.clone()).unwrap_or_default();
                    form.go_to(&faults);
                    form.refused.set(faults);
                    failed.set(Some(error));
                }
            }
        });
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send.run(());
    };
    let under_age = Memo::new(move |_| form.draft().is_under_age(when::today()));
    view! {
        <p class="note">{t::volunteer_register_why}</p>
        <form class="register" novalidate on:submit=submit>
            <div class="card">{called(form)} {born(form)}</div>
            {live(move || under_age.get().then(|| guardian(form)))}
            <div class="card register__part">{grid(form)} {offers(form)}</div>
            <div class="register__part">{official(form)}</div>
            <div class="register__part">{wishes(form)}</div>
            <p class="note register__part">{t::volunteer_register_seen}</p>
            {trouble(failed, Volunteer::Register)}
            <div class="button-row">
                <Button
                    class="button button--block"
                    text=if registered { t::account_save } else { t::volunteer_register }
                    busy=busy
                    on_press=send
                />
            </div>
            <input type="submit" hidden=true />
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use pingan_api::{FieldError, Issue};

    use super::{FIELDS, words};

    #[test]
    fn each_fault_has_words_that_say_what_to_do() {
        assert_eq!(words(&FieldError::new("born", Issue::Required)), "请选出生的年、月、日");
        assert_eq!(words(&FieldError::new("born", Issue::Invalid)), "满 8 岁才能登记，请看看日期对不对");
        assert_eq!(words(&FieldError::new("grid", Issue::UnknownUnit)), "请选您住的网格");
        assert_eq!(words(&FieldError::limited("name", Issue::TooLong, 40)), "最多 40 个字，请删掉一些");
        let mut ids: Vec<&str> = FIELDS.iter().map(|(_, id)| *id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), FIELDS.len());
    }
}
