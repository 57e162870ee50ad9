//! The parts of the registration's form.

use leptos::prelude::*;
use pingan_api::{
    district::{GetGrid, Unit},
    volunteer::{Availability, MAX_LINE, MAX_TITLE, Skill},
};

use super::form::Form;
use crate::{
    client,
    i18n::{Words, name, t},
    place::GridChooser,
    ui::{async_view::Fetched, field::TextField, focus::focus_id, icon::icon, live::live},
    volunteer::ticks::ticks,
};

pub(super) const NAME: &str = "register-name";
pub(super) const GRID: &str = "register-grid";
pub(super) const GUARDIAN_NAME: &str = "guardian-name";
pub(super) const GUARDIAN_PHONE: &str = "guardian-phone";
pub(super) const GUARDIAN_AGREES: &str = "guardian-agrees";
pub(super) const WORK_UNIT: &str = "work-unit";

pub(super) fn called(form: Form) -> AnyView {
    TextField::new(NAME, t::volunteer_name, form.name)
        .hint(t::volunteer_name_hint)
        .keyboard("text", "text", "name")
        .limit(MAX_TITLE)
        .error(form.fault("name"))
        .view()
}

/// The grid that somebody lives in: the chosen one, and the chooser when it is opened. The button is named by
/// what it is for and by what it shows.
pub(super) fn grid(form: Form) -> AnyView {
    let choosing = RwSignal::new(false);
    let chosen = Fetched::new(move || {
        let grid = form.grid.get();
        async move {
            match grid {
                Some(grid) => client::send(&GetGrid(grid)).await.map(Some),
                None => Ok(None),
            }
        }
    });
    let said = live(move || match (form.grid.with(Option::is_some), chosen.ready().flatten()) {
        (false, _) => t::volunteer_grid_none().to_owned(),
        (true, Some(card)) => format!("{} · {}", name(&card.community.name), name(&card.grid.name)),
        (true, None) => t::volunteer_grid_known().to_owned(),
    });
    let press = live(move || if form.grid.with(Option::is_some) { t::action_change() } else { t::action_choose() });
    let choose = move |unit: Unit| {
        choosing.set(false);
        form.grid.set(Some(unit.id));
        focus_id(GRID);
    };
    let fault = form.fault("grid");
    view! {
        <div class="field">
            <p class="field__label" id="register-grid-label">
                {t::volunteer_grid}
            </p>
            <button
                type="button"
                class="unit-card"
                id=GRID
                aria-expanded=live(move || if choosing.get() { "true" } else { "false" })
                aria-labelledby="register-grid-label register-grid"
                aria-describedby="register-grid-error"
                aria-invalid=live(move || fault.with(Option::is_some).then_some("true"))
                on:click=move |_| choosing.update(|choosing| *choosing = !*choosing)
            >
                <span class="unit-card__name">{said}</span>
                <span class="note">{press}</span>
                {icon("chevron")}
            </button>
            {fault_line("register-grid-error", fault)}
            {live(move || choosing.get().then(|| view! { <GridChooser on_choose=choose /> }.into_any()))}
        </div>
    }
    .into_any()
}

/// What somebody can do, and when.
pub(super) fn offers(form: Form) -> AnyView {
    view! {
        <div class="field">
            <p class="field__label">{t::volunteer_skills}</p>
            {ticks(t::volunteer_skills, Skill::ALL, form.skills)}
        </div>
        <div class="field">
            <p class="field__label">{t::volunteer_times}</p>
            {ticks(t::volunteer_times, Availability::ALL, form.available)}
        </div>
    }
    .into_any()
}

/// Whoever answers for somebody under age.
pub(super) fn guardian(form: Form) -> AnyView {
    let disagrees = form.fault("guardian.agrees");
    view! {
        <section class="section">
            <h2 class="section__title">{t::volunteer_guardian}</h2>
            <div class="card">
                <p class="note">{t::volunteer_guardian_note}</p>
                {TextField::new(GUARDIAN_NAME, t::volunteer_guardian_name, form.guardian_name)
                    .limit(MAX_TITLE)
                    .error(form.fault("guardian.name"))
                    .view()}
                {TextField::new(GUARDIAN_PHONE, t::volunteer_guardian_phone, form.guardian_phone)
                    .keyboard("tel", "tel", "off")
                    .error(form.fault("guardian.phone"))
                    .view()}
                {switch(
                    GUARDIAN_AGREES,
                    t::volunteer_guardian_agrees,
                    None,
                    form.agrees,
                    Some(("guardian-agrees-error", disagrees)),
                )}
                {fault_line("guardian-agrees-error", disagrees)}
            </div>
        </section>
    }
    .into_any()
}

/// Officials name the unit that they work for.
pub(super) fn official(form: Form) -> AnyView {
    view! {
        <div class="cells">
            {switch("official", t::volunteer_official, Some(t::volunteer_official_hint), form.official, None)}
        </div>
        {live(move || {
            form.official
                .get()
                .then(|| {
                    TextField::new(WORK_UNIT, t::volunteer_work_unit, form.work_unit)
                        .limit(MAX_LINE)
                        .error(form.fault("work_unit"))
                        .view()
                })
        })}
    }
    .into_any()
}

/// What happens with a name and a number only if somebody wishes it.
pub(super) fn wishes(form: Form) -> AnyView {
    view! {
        <div class="cells">
            {switch("text-me", t::volunteer_text_me, Some(t::volunteer_text_me_hint), form.text_me, None)}
            {switch("thanks", t::volunteer_thanks, Some(t::volunteer_thanks_hint), form.thanks, None)}
        </div>
    }
    .into_any()
}

/// A row that is switched on or off; `fault` is the id of the line that says what is wrong with it, and what that is.
fn switch(
    id: &'static str,
    label: Words,
    hint: Option<Words>,
    on: RwSignal<bool>,
    fault: Option<(&'static str, Signal<Option<String>>)>,
) -> AnyView {
    let invalid = live(move || fault.and_then(|(_, fault)| fault.with(Option::is_some).then_some("true")));
    let hint = hint.map(|hint| view! { <span class="weui-cell__desc">{hint}</span> });
    view! {
        <label class="weui-cell weui-cell_switch">
            <span class="weui-cell__bd">{label} {hint}</span>
            <span class="weui-cell__ft">
                <input
                    class="weui-switch"
                    type="checkbox"
                    role="switch"
                    id=id
                    aria-describedby=fault.map(|(line, _)| line)
                    aria-invalid=invalid
                    prop:checked=live(move || on.get())
                    on:change=move |event| on.set(event_target_checked(&event))
                />
            </span>
        </label>
    }
    .into_any()
}

/// What is wrong with a control that is no text field, tied to it by the line's id.
pub(super) fn fault_line(id: &'static str, fault: Signal<Option<String>>) -> AnyView {
    let line = live(move || {
        fault.get().map(|fault| view! { <p class="field__error">{icon("warning")} <span>{fault}</span></p> }.into_any())
    });
    view! {
        <div id=id aria-live="polite">
            {line}
        </div>
    }
    .into_any()
}
