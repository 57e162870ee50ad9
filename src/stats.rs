//! The district's coarse figures, for everybody.

use leptos::prelude::*;
use pingan_api::stats::{GetPublicStats, PublicStats};

use crate::{
    client,
    i18n::{Words, t},
    route::Route,
    ui::{
        async_view::{AsyncView, Fetched},
        live::live,
        page::Page,
    },
};

#[component]
pub fn Figures() -> impl IntoView {
    let figures = Fetched::new(|| client::send(&GetPublicStats));
    view! {
        <Page title=t::figures_title up=Route::Home.href()>
            <AsyncView of=figures ready=whole />
        </Page>
    }
}

fn whole(figures: PublicStats) -> AnyView {
    let PublicStats { from, to, raised, closed, in_time_percent, median_hours, demo } = figures;
    let tile = |value: String, words: Words| {
        view! {
            <li class="figures__item card">
                <b class="figures__number">{value}</b>
                <span>{words}</span>
            </li>
        }
    };
    let percent = f64::from(in_time_percent.min(100));
    let median = move || match median_hours {
        None => "–".to_owned(),
        Some(hours @ ..48) => t::figures_hours(hours),
        Some(hours) => t::figures_days(hours / 24),
    };
    // The ring's radius makes it 100 units round.
    view! {
        <p class="note">
            {live(move || t::figures_span(from, to))} " "
            {demo.then(|| view! { <span class="demo-badge">{t::home_demo}</span> })}
        </p>
        <section class="figures__ring card">
            <svg viewBox="0 0 36 36" aria-hidden="true">
                <circle class="figures__track" cx="18" cy="18" r="15.9155"></circle>
                <circle
                    class="figures__bar"
                    cx="18"
                    cy="18"
                    r="15.9155"
                    stroke-dasharray=format!("{percent} 100")
                ></circle>
            </svg>
            <p>
                <b class="figures__number">{format!("{percent}%")}</b>
                <span>{t::figures_in_time}</span>
            </p>
        </section>
        <ul class="figures">
            {tile(raised.to_string(), t::figures_raised)} {tile(closed.to_string(), t::figures_closed)}
            <li class="figures__item card">
                <b class="figures__number">{live(median)}</b>
                <span>{t::figures_median}</span>
            </li>
        </ul>
        <p class="note">{t::figures_privacy}</p>
    }
    .into_any()
}
