//! The page of one thing that is being sent or waits to be: how it goes, what is wrong with it, what can be done. Leads
//! on by itself to what comes of it.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::id::IdempotencyKey;

use super::{Entry, Outbox, Refusal, mark};
use crate::{
    app::Navigate,
    i18n::{Label, moment, t},
    network::{Network, network},
    route::Route,
    ui::{
        async_view::{empty, skeleton},
        button::Button,
        dialog::Dialog,
        icon::{hazard_icon_large, icon},
        page::Page,
        toast,
    },
};

#[component]
pub fn SendingPage(
    key: IdempotencyKey,
    /// Puts it back into its form and goes there.
    #[prop(into)]
    edit: Callback<IdempotencyKey>,
) -> impl IntoView {
    let outbox = Outbox::get();
    let navigate = Navigate::get();
    let entry = Memo::new(move |_| outbox.entries.with(|all| all.iter().find(|entry| entry.key == key).cloned()));
    Effect::new(move || {
        let here = outbox.sent.with(|all| all.iter().find(|(sent, _)| *sent == key).map(|(_, sent)| sent.clone()));
        let is_gone = outbox.restored.get() && entry.with(Option::is_none);
        let Some(sent) = here.or_else(|| mark::find_sent(key).filter(|_| is_gone)) else { return };
        if sent.earlier {
            toast::warn(t::outbox_already_had);
        }
        if let Some(route) = Route::parse(&sent.path) {
            navigate.replace(route);
        }
    });
    let content = move || match (outbox.restored.get(), entry.with(Option::is_some)) {
        (false, false) => skeleton(1),
        (true, false) => gone(),
        (_, true) => view! {
            {move || entry.get().map(|entry| slip(outbox, entry))}
            <Buttons key entry edit />
        }
        .into_any(),
    };
    view! {
        <Page title=t::outbox_title up=Route::Mine.href()>
            {content}
        </Page>
    }
}

fn gone() -> AnyView {
    view! {
        {empty(t::outbox_gone, t::outbox_gone_text)}
        <p class="button-row">
            <a class="button button--block" href=Route::Mine.href()>
                {t::outbox_mine}
            </a>
        </p>
    }
    .into_any()
}

/// What it is, and how it goes.
fn slip(outbox: Outbox, entry: Entry) -> AnyView {
    let parcel = entry.parcel.clone();
    let (written_at, text) = (entry.written_at, entry.parcel.text().to_owned());
    let class = if entry.refusal.is_some() { "sending sending--refused" } else { "sending" };
    let title = move || parcel.title();
    view! {
        <section class=class>
            <div class="sending__head">
                {hazard_icon_large(entry.parcel.pictogram())}
                <div>
                    <h2 class="sending__title">{title}</h2>
                    <p class="note">{move || t::outbox_written(moment::at(written_at))}</p>
                </div>
            </div>
            {(!text.is_empty()).then(|| view! { <p class="sending__text">{text}</p> })}
            {match entry.refusal.clone() {
                Some(refusal) => refused(refusal),
                None => under_way(outbox, entry),
            }}
        </section>
    }
    .into_any()
}

fn under_way(outbox: Outbox, entry: Entry) -> AnyView {
    let (photos, sent) = (entry.photos.len(), entry.photos_sent());
    let key = entry.key;
    let percent = Memo::new(move |_| outbox.progress.get().filter(|now| now.key == key).map(|now| now.percent));
    // One part a photo, and one for what names them.
    let done = move || {
        let part = percent.get().map_or(0.0, |percent| f64::from(percent) / 100.0);
        let whole = (photos + 1) as f64;
        (((sent as f64 + part.min(0.95)) / whole * 100.0) as u8).max(3)
    };
    let sends = Memo::new(move |_| percent.get().is_some() || entry.rest.is_none() && network() != Network::Offline);
    let title = move || match (sends.get(), photos > sent) {
        (true, true) => t::outbox_photos(sent + 1, photos),
        (true, false) => t::outbox_sending().to_owned(),
        (false, _) => t::outbox_kept().to_owned(),
    };
    let text = move || match (outbox.in_memory.get(), sends.get(), network()) {
        (true, ..) => t::outbox_stay(),
        (false, true, _) => t::outbox_sending_text(),
        (false, false, Network::Offline) => t::outbox_kept_text(),
        (false, false, _) => t::outbox_kept_busy(),
    };
    let bar = move || {
        sends.get().then(|| {
            view! {
                <div
                    class="sending__bar"
                    role="progressbar"
                    aria-label=t::outbox_sending
                    aria-valuemin="0"
                    aria-valuemax="100"
                    aria-valuenow=done
                >
                    <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                        <rect width=move || done().to_string() height="4"></rect>
                    </svg>
                </div>
            }
        })
    };
    view! {
        <div class="sending__state" role="status">
            <p class="sending__what">{move || icon(if sends.get() { "busy" } else { "check" })} <b>{title}</b></p>
            <p>{text}</p>
        </div>
        {bar}
    }
    .into_any()
}

fn refused(refusal: Refusal) -> AnyView {
    let reasons = move || {
        let lines = match &refusal {
            Refusal::Parcel(problem) => {
                let mut lines: Vec<String> = problem.errors.iter().map(|error| error.code.label().to_owned()).collect();
                lines.dedup();
                if lines.is_empty() {
                    lines.push(problem.code.label().to_owned());
                }
                lines
            }
            Refusal::Photo(_, code) => vec![t::outbox_photo_refused().to_owned(), code.label().to_owned()],
            Refusal::Voice(code) => vec![code.label().to_owned()],
            Refusal::PhotoLost(_) => vec![t::outbox_photo_lost().to_owned()],
            Refusal::VoiceLost => vec![t::outbox_voice_lost().to_owned()],
        };
        lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()
    };
    view! {
        <div class="sending__state" role="alert">
            <p class="sending__what">{icon("warning")} <b>{t::outbox_refused}</b></p>
            {reasons}
        </div>
    }
    .into_any()
}

#[component]
fn Buttons(key: IdempotencyKey, entry: Memo<Option<Entry>>, edit: Callback<IdempotencyKey>) -> impl IntoView {
    let outbox = Outbox::get();
    let asking = RwSignal::new(false);
    let is_refused = Memo::new(move |_| entry.with(|e| e.as_ref().is_some_and(|e| e.refusal.is_some())));
    let has_form = Memo::new(move |_| entry.with(|e| e.as_ref().is_some_and(|e| e.form.is_some())));
    let rests = Memo::new(move |_| entry.with(|e| e.as_ref().is_some_and(|e| e.rest.is_some())));
    let may_have_arrived = move || entry.with(|e| e.as_ref().is_some_and(Entry::may_have_arrived));
    let again = move |()| {
        spawn_local(async move {
            outbox.retry(key).await;
        });
    };
    let change = move || {
        has_form.get().then(|| {
            let class = if is_refused.get() { "button button--block" } else { "button button--plain button--block" };
            let text = move || if is_refused.get() { t::outbox_mend() } else { t::outbox_edit() };
            view! { <Button class=class text=text busy=outbox.taking_back on_press=move |()| edit.run(key) /> }
        })
    };
    let retry = move || {
        (rests.get() || is_refused.get()).then(|| {
            view! { <Button class="button button--plain button--block" picture="retry" text=t::outbox_again on_press=again /> }
        })
    };
    let look = move || {
        let about = entry.with(|entry| entry.as_ref().and_then(|entry| entry.parcel.about()));
        about.filter(|_| is_refused.get()).map(|about| {
            view! {
                <a class="button button--block" href=about.href()>
                    {t::act_look}
                </a>
            }
        })
    };
    // Nobody has to stand by.
    let home = move || {
        (!is_refused.get() && !outbox.in_memory.get()).then(|| {
            view! {
                <a class="button button--block" href=Route::Home.href()>
                    {t::receipt_home}
                </a>
            }
        })
    };
    let text = move || if may_have_arrived() { t::outbox_delete_tried() } else { t::outbox_delete_text() };
    view! {
        <div class="button-row">
            {home}
            {change}
            {look}
            {retry}
            <button type="button" class="button button--plain button--block" on:click=move |_| asking.set(true)>
                {t::outbox_delete}
            </button>
        </div>
        <Dialog
            open=asking
            title=t::outbox_delete_ask
            text=text
            confirm=t::outbox_delete
            on_confirm=move |()| spawn_local(outbox.discard(key))
        />
    }
}
