//! Somebody was quicker: what happened meanwhile, while what was typed stays.

use leptos::prelude::*;
use pingan_api::{cases::Event, problem::Changed};

use crate::{
    desk::steps::step,
    i18n::{moment, name, t},
    place::tree,
    ui::{async_view::Fetched, icon::icon, live::live},
};

pub fn changed(steps: Vec<Changed>, still_possible: bool) -> AnyView {
    let names = Fetched::new(tree);
    let items = steps.into_iter().map(|Changed { event, at, by, .. }| {
        let event: Option<Event> = event.parse().ok();
        let line = move || {
            let unit = by.as_ref().and_then(|id| names.ready()?.unit(id).map(|unit| name(&unit.name)));
            let unit = unit.map(|unit| format!(" · {unit}")).unwrap_or_default();
            format!("{} · {}{unit}", step(event), moment::at(at))
        };
        view! { <li>{live(line)}</li> }
    });
    let items = items.collect_view();
    let next = if still_possible { t::desk_changed_again } else { t::desk_changed_over };
    view! {
        <div class="desk-changed" role="alert">
            <p class="desk-changed__title">{icon("warning")} {t::desk_changed}</p>
            <ul class="desk-changed__steps">{items}</ul>
            <p>{next}</p>
        </div>
    }
    .into_any()
}
