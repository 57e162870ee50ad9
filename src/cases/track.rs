//! A case of the device's own: its state in large words, who has it, what happens next, what has happened, what the
//! resident sent.

mod aloud;
mod call;
mod contents;
mod link;

use leptos::prelude::*;
use pingan_api::{
    cases::{CaseCode, CaseKey, CaseNumber, Share, State, TrackCase, TrackedCase, code::link_path},
    problem::ProblemCode,
};

use self::contents::contents;
use super::{
    act::{Begun, acts},
    freshness::on_return,
    key_lines::key_lines,
    next_step::{holder_card, next_for_others, next_step},
    timeline::timeline,
    volunteers::volunteers,
    whistles::whistles,
};
use crate::{
    case_card::{pictogram, public_state, title},
    client::{self, ClientError},
    i18n::{Label, Words, moment, t},
    news::News,
    route::Route,
    session::{Device, KnownCase, last_seen},
    ui::{
        async_view::{Failure, Fetched, Load, banner, empty, failed, skeleton},
        copy_button::CopyButton,
        icon::{hazard_icon_large, icon},
        page::Page,
    },
};

#[component]
pub fn Track(number: CaseNumber) -> impl IntoView {
    let device = Device::get();
    view! {
        <Page title=t::track_title up=Route::Mine.href()>
            {match (link::take_code(), untrack(|| device.case(number))) {
                (Some(code), known) if known.as_ref().is_none_or(|known| known.receipt.code != code) => {
                    by_link(device, number, code)
                }
                (_, Some(known)) => tracked(device, known),
                (_, None) => not_here(t::track_not_here, t::track_not_here_text),
            }}
        </Page>
    }
}

fn not_here(title: Words, text: Words) -> AnyView {
    view! {
        {empty(title, text)}
        <div class="button-row">
            <a class="button button--block" href=Route::LookUp.href()>
                {icon("search")}
                {t::track_look_up}
            </a>
        </div>
    }
    .into_any()
}

/// Opened by a link that somebody sent: the code that came with it is kept as if it had been typed.
fn by_link(device: Device, number: CaseNumber, code: CaseCode) -> AnyView {
    let answer = Fetched::new({
        let code = code.clone();
        move || ask(TrackCase(CaseKey::new(number, &code)))
    });
    let opened = RwSignal::new(None::<KnownCase>);
    Effect::new(move || {
        let Some(Some(case)) = answer.ready() else { return };
        if opened.with_untracked(Option::is_none) {
            let known = KnownCase::found(number, code.clone(), &case);
            device.remember(known.clone());
            opened.set(Some(known));
        }
    });
    (move || match (opened.get(), answer.load()) {
        (Some(known), _) => tracked(device, known),
        (None, Load::Ready(_)) => not_here(t::track_gone, t::track_not_here_text),
        (None, Load::Loading) => skeleton(2),
        (None, Load::Failed(failure)) => failed(failure, Callback::new(move |()| answer.refresh())),
    })
    .into_any()
}

/// The server's answer; none if number and code open nothing any more.
type Answer = Option<TrackedCase>;

async fn ask(request: TrackCase) -> Result<Answer, ClientError> {
    match client::send(&request).await {
        Ok(case) => Ok(Some(case)),
        Err(ClientError::Problem(problem)) if problem.code == ProblemCode::WrongNumberOrCode => Ok(None),
        Err(error) => Err(error),
    }
}

fn tracked(device: Device, known: KnownCase) -> AnyView {
    let key = known.key();
    let answer = Fetched::new(move || ask(TrackCase(key.clone())));
    on_return(move || answer.renew());
    News::get().on_news(move || answer.renew());
    // What was seen last stays, whatever the network does.
    let seen = RwSignal::new(last_seen_of(&known).map(Some));
    let kept = StoredValue::new(known);
    let begun = Begun::new(kept.with_value(|kept| kept.receipt.number));
    Effect::new(move || {
        let Some(case) = answer.ready() else { return };
        match &case {
            Some(case) => remember(device, kept, case),
            None => last_seen::forget(&page_of(kept.with_value(|kept| kept.receipt.number))),
        }
        // What is the same is not drawn anew, or it would take the focus away.
        if seen.with_untracked(|seen| seen.as_ref() != Some(&case)) {
            seen.set(Some(case));
        }
    });
    let old = move || match (answer.load(), seen.with(Option::is_some)) {
        (Load::Failed(Failure { offline: true, .. }), _) => Some(banner(t::track_old)),
        (Load::Failed(_), true) => Some(banner(t::mine_old_failed)),
        _ => None,
    };
    let page = move || match seen.get() {
        Some(Some(case)) => whole(case, kept, begun),
        Some(None) => not_here(t::track_gone, t::track_not_here_text),
        None => {
            let below = move || match answer.load() {
                Load::Failed(failure) if !failure.offline => failed(failure, Callback::new(move |()| answer.refresh())),
                Load::Failed(_) => ().into_any(),
                Load::Loading | Load::Ready(_) => skeleton(2),
            };
            let last = kept.get_value();
            let next = move || next_step(&kept.with_value(|kept| kept.receipt.next.clone()));
            view! {
                {head(&last)}
                {next}
                {below}
                {keys(&last)}
            }
            .into_any()
        }
    };
    view! {
        {old}
        {page}
    }
    .into_any()
}

/// So many of the newest cases are kept whole.
const KEPT_WHOLE: usize = 20;

/// The name of a case's page.
fn page_of(number: CaseNumber) -> String {
    format!("case.{number}")
}

fn last_seen_of(known: &KnownCase) -> Option<TrackedCase> {
    crate::json::read(&last_seen::read(&page_of(known.receipt.number), "")?).ok()
}

/// Keeps the case for when there is no network, and its new state.
fn remember(device: Device, kept: StoredValue<KnownCase>, case: &TrackedCase) {
    last_seen::keep(&page_of(case.summary.number), "", &crate::json::write(case).unwrap_or_default());
    for old in untrack(|| device.cases()).iter().skip(KEPT_WHOLE) {
        last_seen::forget(&page_of(old.receipt.number));
    }
    let mut known = kept.get_value();
    if known.state != case.summary.state || known.receipt.next != case.next {
        known.state = case.summary.state;
        known.receipt.next = case.next.clone();
        kept.set_value(known.clone());
        device.remember(known);
    }
}

fn whole(case: TrackedCase, kept: StoredValue<KnownCase>, begun: Begun) -> AnyView {
    let known = kept.get_value();
    let holder = holder_card(&case.next);
    let own = case.share == Share::Reporter;
    let next = if own { next_step(&case.next) } else { next_for_others(&case.next) };
    view! {
        {call::call_first(&case)}
        {head(&known)}
        {aloud::aloud(&case)}
        {holder}
        {next}
        {acts(&case, known.key(), begun)}
        {whistles(case.whistles.clone())}
        {goes_on(case.merged_into, case.parts.clone(), &known.receipt.code)}
        {timeline(case.steps.clone(), own)}
        {volunteers(case.shifts.clone())}
        {contents(case)}
        {keys(&known)}
    }
    .into_any()
}

/// Where it goes on: in another case, or in parts that became cases of their own and open with the same code.
fn goes_on(merged_into: Option<CaseNumber>, parts: Vec<CaseNumber>, code: &CaseCode) -> Option<AnyView> {
    let (words, links) = match (merged_into, parts.is_empty()) {
        (Some(number), _) => (t::act_merged_into(number.grouped()), None),
        (None, true) => return None,
        (None, false) => {
            let links = parts.into_iter().map(|part| {
                // A full load: only then is what stands behind the `#` in the address.
                view! {
                    <li>
                        <a class="link-button" href=link_path(part, code) rel="external">
                            {part.grouped()}
                        </a>
                    </li>
                }
            });
            (t::act_parts().to_owned(), Some(view! { <ul>{links.collect_view()}</ul> }))
        }
    };
    Some(view! { <div class="banner banner--calm">{icon("merged")} <div><p>{words}</p> {links}</div></div> }.into_any())
}

/// The state in large words, and what it is.
fn head(known: &KnownCase) -> AnyView {
    let KnownCase { receipt, state } = known;
    let (kind, category, created_at, share, state) =
        (receipt.kind, receipt.category, receipt.created_at, receipt.share, *state);
    let when = move || match share {
        Share::Reporter => t::track_sent(moment::at(created_at)),
        Share::Neighbour => t::track_joined_at(moment::at(created_at)),
    };
    let word = move || match share {
        Share::Reporter => state.label(),
        Share::Neighbour => public_state(state),
    };
    let seal = (state == State::Closed).then(|| view! { <span class="seal">{move || state.label()}</span> });
    view! {
        <section class="case-head">
            <span class="case-head__picture">{hazard_icon_large(pictogram(kind, category))}</span>
            <div class="case-head__body">
                <h2 class="case-head__state">{word}</h2>
                <p class="case-head__kind">{move || title(kind, category)} " · " {when}</p>
            </div>
            {seal}
        </section>
    }
    .into_any()
}

fn keys(known: &KnownCase) -> AnyView {
    view! {
        <section class="section">
            <h2 class="section__title">{t::track_keys}</h2>
            <div class="card">
                {key_lines(known.receipt.number, &known.receipt.code)} <p class="note">{t::track_share}</p>
                <div class="receipt-line">
                    <p class="note">{t::act_link_text}</p>
                    <CopyButton text=link::of(known.receipt.number, &known.receipt.code) label=t::act_link_label />
                </div>
            </div>
        </section>
    }
    .into_any()
}
