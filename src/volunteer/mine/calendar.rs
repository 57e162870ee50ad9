//! A private address from which a calendar program reads the reader's shifts.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::volunteer::person::NewCalendar;

use crate::{
    client,
    i18n::t,
    ui::{button::Button, copy_button::CopyButton, dialog::Dialog, icon::icon, live::live, toast},
};

/// `is_there`: one was made before, and is told to nobody again. `address` holds one that was made now.
pub(super) fn calendar(is_there: bool, address: RwSignal<Option<String>>) -> AnyView {
    let busy = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let make = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            let answer = client::send(&NewCalendar { body: () }).await;
            // The page may be gone by now.
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(made) => {
                    let origin = window().location().origin().unwrap_or_default();
                    address.set(Some(format!("{origin}{}", made.path)));
                }
                Err(error) => toast::warn(move || error.words()),
            }
        });
    });
    let any = move || is_there || address.with(Option::is_some);
    // Whoever has one already loses it.
    let press = move |()| if untrack(any) { asking.set(true) } else { make.run(()) };
    let made = live(move || {
        address.get().map(|address| {
            view! {
                <p class="calendar-address">
                    <code>{address.clone()}</code>
                </p>
                <CopyButton text=address label=t::volunteer_calendar_label />
                <p class="banner">{icon("shield")} <span>{t::volunteer_calendar_secret}</span></p>
            }
            .into_any()
        })
    });
    view! {
        <section class="section">
            <h2 class="section__title">{t::volunteer_my_calendar}</h2>
            <div class="card">
                <p class="note">{t::volunteer_my_calendar_text}</p>
                <div role="status">{made}</div>
                <div class="button-row">
                    <Button
                        class="button button--plain button--block"
                        text=move || if any() { t::volunteer_calendar_replace() } else { t::volunteer_calendar_make() }
                        busy=busy
                        on_press=press
                    />
                </div>
            </div>
            <Dialog
                open=asking
                title=t::volunteer_calendar_replace
                text=t::volunteer_calendar_replace_text
                confirm=t::volunteer_calendar_replace_yes
                on_confirm=make
            />
        </section>
    }
    .into_any()
}
