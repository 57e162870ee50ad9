//! Somebody was quicker: what happened meanwhile, and what can be done now.

use leptos::prelude::*;
use pingan_api::{cases::Event, problem::Changed};

use crate::{
    desk::steps::step,
    i18n::{moment, name, t},
    place::tree,
    ui::{
        async_view::Fetched,
        icon::icon,
        live::{Live, live},
    },
};

/// `next` says how to go on.
pub fn changed(steps: Vec<Changed>, next: Live<&'static str>) -> AnyView {
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
    view! {
        <div class="desk-changed" role="alert">
            <p class="desk-changed__title">{icon("warning")} {t::desk_changed}</p>
            <ul class="desk-changed__steps">{items}</ul>
            <p>{next}</p>
        </div>
    }
    .into_any()
}
