//! What waits to be sent, as a section of the resident's own page.

use leptos::prelude::*;

use super::{Entry, Outbox};
use crate::{
    i18n::{moment, t},
    network::{Network, network},
    route::{Route, Volunteer},
    ui::icon::hazard_icon,
};

/// Nothing where nothing waits.
pub fn waiting_list() -> AnyView {
    let outbox = Outbox::get();
    let any = Memo::new(move |_| outbox.something_waits());
    let cards = move || {
        let entries = together(outbox.entries.get()).into_iter();
        entries.map(|entry| view! { <li>{card(outbox, entry)}</li> }).collect_view()
    };
    (move || {
        any.get().then(|| {
            view! {
                <section class="section section--first" aria-labelledby="waiting-title">
                    <div class="section__head">
                        <h2 class="section__title" id="waiting-title">
                            {t::outbox_list}
                        </h2>
                    </div>
                    <ul class="case-list">{cards}</ul>
                </section>
            }
        })
    })
    .into_any()
}

/// Ticks of one roster stand there as one: the first that was refused, or else the first.
fn together(entries: Vec<Entry>) -> Vec<Entry> {
    let mut shown: Vec<Entry> = Vec::new();
    for entry in entries {
        let shift = entry.parcel.shift();
        match shown.iter_mut().find(|other| shift.is_some() && other.parcel.shift() == shift) {
            Some(other) if other.refusal.is_none() && entry.refusal.is_some() => *other = entry,
            Some(_) => {}
            None => shown.push(entry),
        }
    }
    shown
}

fn card(outbox: Outbox, entry: Entry) -> AnyView {
    let (key, written_at, refused) = (entry.key, entry.written_at, entry.refusal.is_some());
    let shift = entry.parcel.shift();
    let to = shift.map_or(Route::Sending(key), |shift| Route::Volunteer(Volunteer::Roster(shift)));
    let which = shift.map(|_| entry.parcel.text().to_owned());
    let (photos, sent) = (entry.photos.len(), entry.photos_sent());
    let class = if refused { "case-card case-card--yours" } else { "case-card" };
    let picture = hazard_icon(entry.parcel.pictogram());
    let sends = move || outbox.progress.with(|progress| progress.is_some_and(|now| now.key == key));
    let state = move || match (refused, sends(), network()) {
        (true, ..) => t::outbox_card_refused().to_owned(),
        (false, true, _) if sent < photos => t::outbox_photos(sent + 1, photos),
        (false, true, _) => t::outbox_sending().to_owned(),
        (false, false, Network::Offline) => t::outbox_card_offline().to_owned(),
        (false, false, _) => t::outbox_card_waiting().to_owned(),
    };
    let parcel = entry.parcel;
    view! {
        <a class=class href=to.href()>
            <span class="case-card__picture">{picture}</span>
            <span class="case-card__body">
                <span class="case-card__top">
                    <span class="case-card__title">{move || parcel.title()}</span>
                </span>
                <span class="case-card__text">{state}</span>
                <span class="case-card__meta">
                    {which.map(|which| view! { <span>{which}</span> })}
                    <span>{move || t::outbox_written(moment::at(written_at))}</span>
                </span>
            </span>
        </a>
    }
    .into_any()
}
