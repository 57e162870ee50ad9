//! The unit that an opinion is about.

use leptos::prelude::*;
use pingan_api::district::Unit;

use super::{Step, filling::Filling, slip};
use crate::{
    i18n::{self, t},
    place::UnitChooser,
    ui::icon::icon,
};

pub(super) fn about(filling: Filling) -> AnyView {
    let unit = Memo::new(move |_| filling.draft.draft.with(|draft| draft.about.clone()));
    let choosing = RwSignal::new(unit.with_untracked(Option::is_none));
    let fault = filling.fault("about");
    let choose = move |unit: Unit| {
        choosing.set(false);
        filling.mend(Step::About);
        filling.draft.edit(|draft| draft.about = Some(unit));
    };
    let card = move || {
        unit.get().map(|unit| {
            view! {
                <button
                    type="button"
                    class="unit-card"
                    aria-expanded=move || if choosing.get() { "true" } else { "false" }
                    on:click=move |_| choosing.update(|choosing| *choosing = !*choosing)
                >
                    <span class="unit-card__name">{move || i18n::name(&unit.name)}</span>
                    <span class="note">{t::report_about_change}</span>
                    {icon("chevron")}
                </button>
            }
        })
    };
    let chooser = move || choosing.get().then(|| view! { <UnitChooser on_choose=choose /> });
    let inside = view! {
        <p class="note">{t::report_opinion_note}</p>
        {card}
        {chooser}
        {slip::fault_line(Step::About, fault)}
    }
    .into_any();
    let done = Signal::derive(move || unit.with(Option::is_some));
    slip::slip(filling, Step::About, t::report_step_about, done, String::new, inside)
}
