//! One public case as everyone sees it: no reporter, a place that is only roughly told, and "I see it too".

use leptos::{prelude::*, task::spawn_local};
use pingan_api::cases::{CaseNumber, CasePage, GetCase, NewJoin};

use super::{
    next_step::{holder_card, next_for_others},
    photo_row::PhotoRow,
    timeline::timeline,
    volunteers::volunteers,
};
use crate::{
    app::Navigate,
    case_card::{pictogram, public_state, title},
    client,
    i18n::{moment, name, t},
    outbox::{Outbox, Parcel},
    place::{PlaceMap, Precision},
    route::Route,
    session::Device,
    ui::{
        async_view::{AsyncView, Fetched},
        button::Button,
        icon::hazard_icon_large,
        page::Page,
    },
};

#[component]
pub fn PublicCase(number: CaseNumber) -> impl IntoView {
    let case = Fetched::new(move || async move { client::send(&GetCase(number)).await });
    view! {
        <Page title=t::near_public up=Route::Near.href()>
            <AsyncView of=case ready=public_case />
        </Page>
    }
}

fn public_case(case: CasePage) -> AnyView {
    let CasePage { summary, photos, steps, next, joinable, shifts, .. } = case;
    let (number, kind, category, state, created_at, joined) =
        (summary.number, summary.kind, summary.category, summary.state, summary.created_at, summary.joined);
    let holder = holder_card(&next);
    let place = summary.place.map(|place| {
        let grid_name = name(&place.grid_name);
        view! {
            <section class="section">
                <h2 class="section__title">{t::near_place}</h2>
                <PlaceMap grid=place.grid at=Some(place.position) precision=Precision::Coarse />
                <p class="note">
                    <b>{grid_name}</b>
                    " · "
                    {t::near_place_text}
                </p>
            </section>
        }
    });
    view! {
        <section class="case-head">
            <span class="case-head__picture">{hazard_icon_large(pictogram(kind, category))}</span>
            <div class="case-head__body">
                <h2 class="case-head__state">{public_state(state)}</h2>
                <p class="case-head__kind">
                    {title(kind, category)} " · " {moment::ago(created_at)}
                    {(joined > 0).then(|| format!(" · {}", t::near_joined(joined)))}
                </p>
            </div>
        </section>
        <PhotoRow photos />
        {holder}
        {next_for_others(&next)}
        {timeline(steps, false)}
        {volunteers(shifts)}
        {place}
        <JoinIn number joinable />
    }
    .into_any()
}

/// The button that joins, or what there is instead.
#[component]
fn JoinIn(number: CaseNumber, joinable: bool) -> impl IntoView {
    let device = Device::get();
    let navigate = Navigate::get();
    let outbox = Outbox::get();
    let joining = RwSignal::new(false);
    let press = move |()| {
        joining.set(true);
        spawn_local(async move {
            let key = outbox.send(Parcel::Join { number, join: NewJoin::default() }).await;
            navigate.to(Route::Sending(key));
        });
    };
    move || {
        if device.case(number).is_some() {
            view! {
                <div class="button-row">
                    <p class="note">{t::near_joined_already}</p>
                    <a class="button button--block" href=Route::Track(number).href()>
                        {t::near_see}
                    </a>
                </div>
            }
            .into_any()
        } else if joinable {
            view! {
                <div class="button-row">
                    <Button
                        class="button button--block"
                        text=move || if joining.get() { t::near_joining() } else { t::near_join() }
                        busy=joining
                        on_press=press
                    />
                    <p class="note">{t::near_join_text}</p>
                </div>
            }
            .into_any()
        } else {
            view! { <p class="note section">{t::near_closed_to_joins}</p> }.into_any()
        }
    }
}
