//! What stands between a tap and its act: a question, where one would not like to have done it by mistake; and, where
//! somebody was quicker, what they did.

use leptos::prelude::*;
use pingan_api::desk::{ActKind, NewAct};

use super::{
    act::changed::changed,
    opened::{Missed, Opened},
};
use crate::{
    i18n::{Label, t},
    ui::{
        button::Button,
        dialog::{Dialog, Overlay},
        live::live,
    },
};

/// Asks, in words that say what follows, and does it after a yes.
pub fn question(opened: Opened) -> AnyView {
    let asked = move || opened.asked.with(|act| act.as_ref().map(|act| (act.act, act.into)));
    let title = move || match asked() {
        Some((ActKind::Hide, _)) => t::desk_ask_hide().to_owned(),
        Some((ActKind::Unmerge, _)) => t::desk_ask_unmerge().to_owned(),
        Some((_, Some(into))) => t::desk_ask_merge(into.grouped()),
        _ => String::new(),
    };
    let text = move || match asked() {
        Some((ActKind::Hide, _)) => t::desk_hide_follows().to_owned(),
        Some((ActKind::Unmerge, _)) => t::desk_unmerge_follows().to_owned(),
        Some((_, Some(into))) => t::desk_merge_follows(into.grouped()),
        _ => String::new(),
    };
    let confirm = move || asked().map_or("", |(act, _)| act.label());
    let go = move |()| opened.asked.get_untracked().into_iter().for_each(|act| opened.act_now(act));
    view! { <Dialog open=opened.asks title text confirm on_confirm=go /> }.into_any()
}

/// Tells whoever acted with one tap what others did meanwhile.
pub fn told(opened: Opened) -> AnyView {
    let label = move || opened.missed.with(|missed| missed.as_ref().map_or("", |missed| missed.act.act.label()));
    let content = move || untrack(|| opened.missed.get()).map(|missed| meanwhile(opened, missed)).into_any();
    view! { <Overlay open=opened.tells class="desk-sheet" label content /> }.into_any()
}

fn meanwhile(opened: Opened, Missed { act, steps }: Missed) -> AnyView {
    let kind = act.act;
    // What was told is known now.
    let again = NewAct { version: steps.last().map_or(act.version, |step| step.version), ..act };
    let next = live(move || if opened.can(kind) { t::desk_missed_again() } else { t::desk_missed_over() });
    let button = live(move || {
        let again = again.clone();
        let press = move |()| {
            opened.tells.set(false);
            opened.act_now(again.clone());
        };
        let text = move || t::desk_act_anyway(kind.label());
        opened.can(kind).then(|| view! { <Button text busy=opened.busy on_press=press /> }.into_any())
    });
    view! {
        <h2 class="desk-sheet__title">{live(move || kind.label())}</h2>
        {changed(steps, next)}
        <div class="button-row button-row--two desk-sheet__foot">
            <button type="button" class="button button--plain" on:click=move |_| opened.tells.set(false)>
                {t::action_close}
            </button>
            {button}
        </div>
    }
    .into_any()
}
