//! What can be done now: the likeliest acts as buttons, on a phone at its foot, and all of them in a sheet. What needs
//! nothing more to be said is done with one tap on its button, and has its form in the sheet, for whoever wants to say
//! something all the same.

use leptos::prelude::*;
use pingan_api::desk::{ActKind, Need, NewAct};

use super::opened::{Doing, Opened};
use crate::{
    desk::keyboard::is_for_others,
    i18n::{Label, t},
    ui::{
        button::Button,
        icon::icon,
        live::live,
        sheet::{Action, Sheet},
    },
};

/// What a desk most likely does next comes first.
const LIKELY: [ActKind; 9] = [
    ActKind::CheckIn,
    ActKind::Accept,
    ActKind::Start,
    ActKind::Resolve,
    ActKind::Assign,
    ActKind::Unmerge,
    ActKind::Ask,
    ActKind::Whistle,
    ActKind::Note,
];

/// Buttons beside the one for all.
const BUTTONS: usize = 2;

fn press(opened: Opened, act: ActKind) {
    let bare = NewAct::new(opened.version(), act);
    match act {
        ActKind::Accept | ActKind::Start | ActKind::CheckIn | ActKind::Show => opened.act_now(bare),
        // Hiding says it by itself: what must be quick must be quick.
        ActKind::Hide => opened.ask_first(NewAct { words: untrack(t::desk_hide_words).to_owned(), ..bare }),
        ActKind::Unmerge => opened.ask_first(bare),
        _ => opened.begin(Doing::new(act)),
    }
}

/// The same from the list of all acts: what may come with words has its form, and in it the standard answers.
fn choose(opened: Opened, act: ActKind) {
    if act.takes().contains(&Need::Words) {
        opened.begin(Doing::new(act));
    } else {
        press(opened, act);
    }
}

pub fn bar(opened: Opened) -> AnyView {
    let acts = Memo::new(move |_| {
        opened.case.with(|case| case.iter().flat_map(|case| &case.acts).map(|act| act.act).collect::<Vec<_>>())
    });
    let more = RwSignal::new(false);
    let keys = window_event_listener(leptos::ev::keydown, move |event| {
        let act = match event.key().as_str() {
            "a" => ActKind::Accept,
            "s" => ActKind::Start,
            "r" => ActKind::Resolve,
            "n" => ActKind::Note,
            _ => return,
        };
        if !is_for_others(&event) && acts.with_untracked(|acts| acts.contains(&act)) {
            event.prevent_default();
            press(opened, act);
        }
    });
    on_cleanup(move || keys.remove());
    let inside = live(move || {
        let acts = acts.get();
        if acts.is_empty() {
            return view! { <p class="note desk-bar__none">{t::desk_no_acts}</p> }.into_any();
        }
        let likely: Vec<ActKind> = LIKELY.into_iter().filter(|act| acts.contains(act)).take(BUTTONS).collect();
        let buttons = likely.iter().enumerate().map(|(index, act)| {
            let act = *act;
            let class = if index == 0 { "button desk-bar__first" } else { "button button--soft" };
            view! { <Button class=class text=move || act.label() busy=opened.busy on_press=move |()| press(opened, act) /> }
        });
        let buttons = buttons.collect_view();
        // A photo is painted over from the photo, whoever sent it is blocked from their name.
        let listed = acts.iter().copied().filter(|act| !matches!(act, ActKind::Redact | ActKind::Block));
        let actions = listed.map(|act| Action::new(move || words(act), move || choose(opened, act))).collect();
        view! {
            {buttons}
            <button
                type="button"
                class="button button--plain desk-bar__more"
                aria-haspopup="dialog"
                on:click=move |_| more.set(true)
            >
                {icon("list")}
                {t::desk_more_acts}
            </button>
            <Sheet open=more title=t::desk_acts actions />
        }
        .into_any()
    });
    view! {
        <div class="desk-bar" role="group" aria-label=t::desk_acts>
            <div class="desk-bar__inner">{inside}</div>
        </div>
    }
    .into_any()
}

/// What an act is called and does; reactive.
fn words(act: ActKind) -> String {
    let does = match act {
        ActKind::Accept => t::desk_does_accept(),
        ActKind::Reject => t::desk_does_reject(),
        ActKind::Assign => t::desk_does_assign(),
        ActKind::Ask => t::desk_does_ask(),
        ActKind::Start => t::desk_does_start(),
        ActKind::Transfer => t::desk_does_transfer(),
        ActKind::Return => t::desk_does_return(),
        ActKind::Resolve => t::desk_does_resolve(),
        ActKind::Merge => t::desk_does_merge(),
        ActKind::Unmerge => t::desk_does_unmerge(),
        ActKind::Split => t::desk_does_split(),
        ActKind::Whistle => t::desk_does_whistle(),
        ActKind::CheckIn => t::desk_does_check_in(),
        ActKind::Decline => t::desk_does_decline(),
        ActKind::Note => t::desk_does_note(),
        ActKind::Redact => t::desk_does_redact(),
        ActKind::Hide => t::desk_does_hide(),
        ActKind::Show => t::desk_does_show(),
        ActKind::Block => t::desk_does_block(),
    };
    t::desk_act_line(act.label(), does)
}
