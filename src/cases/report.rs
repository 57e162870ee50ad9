//! The form for a new case: one page of slips, the same for every kind, with other slips in another order.

mod about;
mod contact;
mod details;
mod duplicates;
mod filling;
mod kind_grid;
mod photo_strip;
mod place_step;
mod send;
mod send_bar;
mod slip;
pub mod voice_note;

use leptos::{either::Either, prelude::*};
use pingan_api::cases::CaseKind;

use self::filling::Filling;
use super::draft::{Drafts, OpenDraft, camera_done};
use crate::{
    i18n::t,
    route::Route,
    ui::{async_view::skeleton, dialog::Dialog, icon::icon, page::Page},
};

/// One slip of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Photos,
    /// What it is about, from the categories of the kind.
    Category,
    Place,
    /// The unit that an opinion is about.
    About,
    /// Text that must be there.
    Text,
    /// Questions, optional text and the exact spot.
    Details,
    Contact,
}

impl Step {
    /// The order of the slips. A hazard begins with what is seen, the others with what is to be said.
    const fn of(kind: CaseKind) -> &'static [Step] {
        match kind {
            CaseKind::Hazard => &[Step::Photos, Step::Category, Step::Place, Step::Details, Step::Contact],
            CaseKind::Opinion => &[Step::About, Step::Text, Step::Photos, Step::Contact],
            CaseKind::Appeal | CaseKind::Mediation | CaseKind::Consultation => {
                &[Step::Text, Step::Category, Step::Photos, Step::Place, Step::Contact]
            }
        }
    }

    /// The slip on which a field of the contract is filled in.
    fn of_field(kind: CaseKind, field: &str) -> Step {
        match field.split(['.', '[']).next().unwrap_or(field) {
            "photos" => Step::Photos,
            "category" => Step::Category,
            "place" if field == "place.landmark" && kind == CaseKind::Hazard => Step::Details,
            "place" => Step::Place,
            "about" => Step::About,
            "text" | "voice" if kind == CaseKind::Hazard => Step::Details,
            "text" | "voice" => Step::Text,
            "contact" => Step::Contact,
            _ => Step::Details,
        }
    }

    /// The slip's id in the page.
    const fn id(self) -> &'static str {
        match self {
            Step::Photos => "step-photos",
            Step::Category => "step-category",
            Step::Place => "step-place",
            Step::About => "step-about",
            Step::Text => "step-text",
            Step::Details => "step-details",
            Step::Contact => "step-contact",
        }
    }

    fn view(self, filling: Filling) -> AnyView {
        match self {
            Step::Photos => photo_strip::photo_strip(filling),
            Step::Category => kind_grid::kind_grid(filling),
            Step::Place => place_step::place_step(filling),
            Step::About => about::about(filling),
            Step::Text => details::text(filling),
            Step::Details => details::details(filling),
            Step::Contact => contact::contact(filling),
        }
    }
}

#[component]
pub fn Report(kind: CaseKind) -> impl IntoView {
    let drafts = Drafts::get();
    let draft = drafts.open(kind);
    let title = match kind {
        CaseKind::Hazard => t::report_hazard_title,
        CaseKind::Opinion => t::report_opinion_title,
        CaseKind::Appeal | CaseKind::Mediation | CaseKind::Consultation => t::report_appeal_title,
    };
    // A draft that was cleared is another form, with none of the old one's open folds and errors.
    let key = Memo::new(move |_| draft.restored.get().then(|| draft.draft.with(|draft| draft.key)));
    let odd = StoredValue::new(false);
    let anew = move || {
        key.get().map(|_| {
            odd.update_value(|odd| *odd = !*odd);
            let form = form(Filling::new(draft));
            if odd.get_value() { Either::Left(form) } else { Either::Right(form) }
        })
    };
    let waiting = move || key.get().is_none().then(|| skeleton(3));
    let camera_lost = drafts.camera_lost.get_untracked() && kind == CaseKind::Hazard;
    if camera_lost {
        camera_done();
    }
    let camera_note = move || {
        (camera_lost && drafts.camera_lost.get()).then(|| {
            view! { <p class="banner" role="status">{icon("camera")} <span>{t::draft_camera_lost}</span></p> }
        })
    };
    view! {
        <Page title=title up=Route::Home.href() class="page page--send">
            {camera_note}
            <CameBack draft=draft />
            {waiting}
            {anew}
        </Page>
    }
}

/// Says that there is something from another time, and offers to begin anew.
#[component]
fn CameBack(draft: OpenDraft) -> impl IntoView {
    let asking = RwSignal::new(false);
    let note = move || {
        draft.came_back.get().then(|| {
            view! {
                <div class="banner banner--calm">
                    {icon("info")}
                    <p>
                        {t::draft_came_back} " "
                        <button type="button" class="link-button" on:click=move |_| asking.set(true)>
                            {t::draft_start_over}
                        </button>
                    </p>
                </div>
            }
        })
    };
    view! {
        {note}
        <Dialog
            open=asking
            title=t::draft_start_over_ask
            text=t::draft_start_over_text
            confirm=t::draft_start_over
            on_confirm=move |()| draft.start_over()
        />
    }
}

fn form(filling: Filling) -> AnyView {
    filling.begin();
    let kind = filling.draft.kind;
    let slips: Vec<_> = Step::of(kind)
        .iter()
        .map(|step| {
            let after = (*step == Step::Category).then(|| duplicates::duplicates(filling));
            (step.view(filling), after)
        })
        .collect();
    view! {
        {slips}
        {send_bar::send_bar(filling)}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use pingan_api::{
        Validate,
        cases::{CaseKind, NewCase},
    };

    use super::Step;

    #[test]
    fn every_field_that_can_be_wrong_has_its_slip() {
        for kind in [CaseKind::Hazard, CaseKind::Appeal, CaseKind::Opinion] {
            let empty = NewCase {
                kind,
                category: None,
                answers: vec![],
                about: None,
                place: None,
                text: String::new(),
                photos: vec![],
                voice: None,
                contact: None,
            };
            for fault in empty.validate().unwrap_err() {
                let step = Step::of_field(kind, &fault.field);
                assert!(Step::of(kind).contains(&step), "{kind}: {} is on no slip", fault.field);
            }
        }
        assert_eq!(Step::of_field(CaseKind::Hazard, "photos[2]"), Step::Photos);
        assert_eq!(Step::of_field(CaseKind::Hazard, "contact.phone"), Step::Contact);
        assert_eq!(Step::of_field(CaseKind::Appeal, "place.landmark"), Step::Place);
    }
}
