//! "A neighbour reported this": open cases of the same kind nearby, to join in place of making another.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    cases::{CaseKind, CaseSummary, DuplicateQuery, FindDuplicates},
    geo::Datum,
};

use super::{
    filling::Filling,
    send::{Sending, Target},
};
use crate::{
    case_card::case_card_inside,
    client,
    i18n::t,
    ui::{button::Button, icon::icon},
};

pub(super) fn duplicates(filling: Filling) -> AnyView {
    if filling.draft.kind != CaseKind::Hazard {
        return ().into_any();
    }
    let found = RwSignal::new(Vec::<CaseSummary>::new());
    // The question that the person has answered with "none of these".
    let dismissed = RwSignal::new(None);
    let question = Memo::new(move |_| {
        filling.draft.draft.with(|draft| {
            let place = draft.place.as_ref().filter(|place| !place.outside)?;
            let position = place.position?;
            let category = draft.category?;
            Some(DuplicateQuery { lat: position.lat, lon: position.lon, datum: Datum::Wgs84, category })
        })
    });
    Effect::new(move || {
        let asked = question.get();
        found.set(Vec::new());
        let Some(query) = asked else { return };
        spawn_local(async move {
            // Without an answer the report goes its ordinary way.
            let Ok(answer) = client::send(&FindDuplicates(query)).await else { return };
            if question.try_get_untracked() == Some(asked) {
                found.set(answer);
            }
        });
    });
    let shown = move || {
        let category = question.get().map(|question| question.category);
        if dismissed.get() == category || found.with(Vec::is_empty) {
            return None;
        }
        let cards: Vec<_> = found.get().into_iter().map(|case| card(filling, case)).collect();
        Some(view! {
            <section class="duplicates" aria-labelledby="duplicates-title">
                <h2 class="duplicates__title" id="duplicates-title">
                    {icon("people")}
                    {t::report_duplicates_title}
                </h2>
                <p class="duplicates__text">{t::report_duplicates_text}</p>
                <div class="case-list">{cards}</div>
                <Button
                    class="button button--plain button--block"
                    text=t::report_go_on
                    on_press=move |()| dismissed.set(category)
                />
            </section>
        })
    };
    view! { <div aria-live="polite">{shown}</div> }.into_any()
}

fn card(filling: Filling, case: CaseSummary) -> AnyView {
    let target = Target::Join(case.number);
    let busy = Signal::derive(move || match filling.sending.get() {
        Sending::Wanted(wanted) | Sending::Now(wanted) => wanted == target,
        Sending::Idle | Sending::Stuck => false,
    });
    let text = move || if busy.get() { t::report_joining() } else { t::report_join() };
    view! {
        <article class="case-card">
            {case_card_inside(case)}
            <div class="case-card__join">
                <Button class="button button--block" text=text busy=busy on_press=move |()| filling.send(target) />
            </div>
        </article>
    }
    .into_any()
}
