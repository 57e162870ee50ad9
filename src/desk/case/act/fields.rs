//! The fields of an act, drawn from what it needs and takes.

use leptos::prelude::*;
use pingan_api::{
    cases::Ground,
    desk::{
        ActKind, Need, UnitName,
        act::{MAX_CALL_HOURS, MAX_JOINT, MAX_WORDS},
    },
    id::UnitId,
};

use super::{answers::answers, draft::ActDraft, parts::parts, photos::photos, redact::redact, sheet::Trouble};
use crate::{
    choices_of,
    desk::{
        case::opened::Opened,
        units::{UnitPicker, chosen_unit},
    },
    i18n::{Label, Words, t},
    ui::{
        choices::{Chips, Choice},
        field::TextField,
        icon::icon_small,
        live::live,
    },
};

pub fn fields(opened: Opened, draft: ActDraft, trouble: Trouble) -> AnyView {
    let act = draft.act;
    let needed = act.needs().iter().chain(act.takes());
    // The longest field comes last, the keyboard then hides nothing that is still to be chosen.
    let mut needs: Vec<Need> = needed.copied().collect();
    needs.sort_by_key(|need| match need {
        Need::Words => 2,
        Need::Photos => 1,
        _ => 0,
    });
    let fields = needs.into_iter().map(|need| field(opened, draft, trouble, need));
    view! { <div class="desk-act">{fields.collect_view()}</div> }.into_any()
}

fn field(opened: Opened, draft: ActDraft, trouble: Trouble, need: Need) -> AnyView {
    match need {
        Need::Words => words(opened, draft, trouble),
        Need::Ground => ground(draft, trouble),
        Need::To => to(opened, draft, trouble),
        Need::Joint => joint(draft, trouble),
        Need::Photos => photos(draft, trouble),
        Need::Into => into(opened, draft, trouble),
        Need::Parts => parts(opened, draft, trouble),
        Need::Hours => hours(draft),
        Need::Areas => redact(opened, draft, trouble),
        // It was begun from a name.
        Need::Share => ().into_any(),
        Need::Until => days(draft, trouble),
    }
}

/// What is wrong with a field that is no text field.
pub fn fault_line(trouble: Trouble, field: &'static str) -> AnyView {
    let fault = trouble.of(field);
    live(move || {
        fault.get().map(|fault| {
            view! { <p class="field__error" role="alert">{icon_small("warning")} <span>{fault}</span></p> }.into_any()
        })
    })
    .into_any()
}

/// Only desks read it.
const fn is_internal(act: ActKind) -> bool {
    matches!(act, ActKind::Note | ActKind::CheckIn | ActKind::Hide | ActKind::Block)
}

fn words(opened: Opened, draft: ActDraft, trouble: Trouble) -> AnyView {
    let act = draft.act;
    let (mark, picture, readers): (_, _, Words) = if is_internal(act) {
        ("desk-readers desk-readers--desks", "shield", t::desk_only_desks)
    } else {
        ("desk-readers", "globe", t::desk_residents_read)
    };
    let label: Words = match act {
        ActKind::Ask => t::desk_words_ask,
        ActKind::Resolve => t::desk_words_resolve,
        ActKind::Return | ActKind::Decline | ActKind::Transfer | ActKind::Block => t::desk_words_reason,
        ActKind::Note => t::desk_words_note,
        _ => t::desk_words,
    };
    let field = TextField::new("desk-words", label, draft.words).long().limit(MAX_WORDS).error(trouble.of("words"));
    let field = if act.takes().contains(&Need::Words) { field.optional() } else { field };
    view! {
        <div class="desk-words">
            {answers(opened, draft)} {field.view()} <p class=mark>{icon_small(picture)} {readers}</p>
        </div>
    }
    .into_any()
}

fn ground(draft: ActDraft, trouble: Trouble) -> AnyView {
    let choices: Vec<Choice> = choices_of!(Ground::ALL.iter().copied(), Label::label);
    let chosen = Signal::derive(move || draft.ground.get().map(Ground::as_str));
    let choose = move |word: Option<&'static str>| draft.ground.set(word.and_then(|word| word.parse().ok()));
    view! {
        <div class="field">
            <p class="field__label">{t::desk_ground}</p>
            <Chips name="desk-ground" label=t::desk_ground choices chosen on_choose=choose clearable=false />
            {fault_line(trouble, "ground")}
        </div>
    }
    .into_any()
}

/// The units that the server lets it go to.
fn only_to(opened: Opened, act: ActKind) -> Vec<UnitId> {
    opened.case.with_untracked(|case| {
        let possible = case.iter().flat_map(|case| &case.acts).find(|possible| possible.act == act);
        possible.map(|possible| possible.only_to.clone()).unwrap_or_default()
    })
}

fn to(opened: Opened, draft: ActDraft, trouble: Trouble) -> AnyView {
    let label: Words = if draft.act == ActKind::Whistle { t::desk_whistle_lead } else { t::desk_to };
    let only = StoredValue::new(only_to(opened, draft.act));
    let inside = live(move || match draft.to.get() {
        Some(unit) => chosen_unit(unit, t::action_change, Callback::new(move |()| draft.to.set(None))),
        None => {
            let choose = move |unit: UnitName| draft.to.set(Some(unit));
            view! { <UnitPicker only=only.get_value() on_choose=choose /> }.into_any()
        }
    });
    view! {
        <div class="field">
            <p class="field__label">{label}</p>
            {inside}
            {fault_line(trouble, "to")}
        </div>
    }
    .into_any()
}

fn joint(draft: ActDraft, trouble: Trouble) -> AnyView {
    let choosing = RwSignal::new(false);
    let remove = move |id: UnitId| draft.joint.update(|joint| joint.retain(|unit| unit.id != id));
    let chosen = live(move || {
        let units = draft.joint.get().into_iter().map(|unit| {
            let id = unit.id.clone();
            chosen_unit(unit, t::desk_joint_remove, Callback::new(move |()| remove(id.clone())))
        });
        units.collect_view().into_any()
    });
    let add = move |unit: UnitName| {
        choosing.set(false);
        let lead = draft.to.with_untracked(|to| to.as_ref().is_some_and(|lead| lead.id == unit.id));
        draft.joint.update(|joint| {
            if !lead && !joint.iter().any(|other| other.id == unit.id) {
                joint.push(unit);
            }
        });
    };
    let adder = live(move || {
        if choosing.get() {
            return view! { <UnitPicker only=Vec::new() on_choose=add /> }.into_any();
        }
        let room = draft.joint.with(Vec::len) < MAX_JOINT;
        let button = room.then(|| {
            view! {
                <button type="button" class="button button--soft button--small" on:click=move |_| choosing.set(true)>
                    {icon_small("plus")}
                    {t::desk_joint_add}
                </button>
            }
        });
        button.into_any()
    });
    view! {
        <div class="field">
            <p class="field__label">
                {t::desk_whistle_joint} " " <span class="field__optional">{t::action_optional}</span>
            </p>
            {chosen}
            {adder}
            {fault_line(trouble, "joint")}
        </div>
    }
    .into_any()
}

/// A number as one of a few chips. The words are the numbers themselves.
fn numbers(
    group: &'static str,
    label: Words,
    of: &'static [(&'static str, u32)],
    words: fn(u32) -> String,
    value: RwSignal<u32>,
) -> AnyView {
    let choices = of.iter().map(|(word, number)| Choice::new(word, move || words(*number))).collect();
    let chosen = Signal::derive(move || of.iter().find(|(_, number)| *number == value.get()).map(|(word, _)| *word));
    let choose = move |word: Option<&'static str>| {
        if let Some((_, number)) = of.iter().find(|(known, _)| Some(*known) == word) {
            value.set(*number);
        }
    };
    view! {
        <div class="field">
            <p class="field__label">{label}</p>
            <Chips name=group label choices chosen on_choose=choose clearable=false />
        </div>
    }
    .into_any()
}

fn hours(draft: ActDraft) -> AnyView {
    const HOURS: &[(&str, u32)] = &[("1", 1), ("2", 2), ("4", 4), ("24", 24), ("72", MAX_CALL_HOURS)];
    numbers("desk-hours", t::desk_whistle_hours, HOURS, t::desk_span_hours, draft.hours)
}

fn days(draft: ActDraft, trouble: Trouble) -> AnyView {
    const DAYS: &[(&str, u32)] = &[("1", 1), ("7", 7), ("30", 30), ("90", 90)];
    view! {
        {numbers("desk-days", t::desk_block_days, DAYS, t::desk_span_days, draft.days)}
        {fault_line(trouble, "until")}
    }
    .into_any()
}

/// One of the neighbours, or a number as it is read out.
fn into(opened: Opened, draft: ActDraft, trouble: Trouble) -> AnyView {
    let near = opened.case.with_untracked(|case| case.as_ref().map(|case| case.neighbours.clone())).unwrap_or_default();
    let chips = near.into_iter().map(|case| {
        let number = case.number;
        let words = move || {
            let what = crate::case_card::title(case.kind, case.category);
            format!("{what} · {} · {}", t::desk_metres(case.distance_m), number.grouped())
        };
        let pressed = live(move || {
            let is_this = draft.into.with(|into| into.replace(' ', "") == number.to_string());
            if is_this { "true" } else { "false" }
        });
        view! {
            <button
                type="button"
                class="desk-answers__chip"
                aria-pressed=pressed
                on:click=move |_| draft.into.set(number.grouped())
            >
                {live(words)}
            </button>
        }
    });
    let field = TextField::new("desk-into", t::desk_into, draft.into)
        .code()
        .keyboard("text", "numeric", "off")
        .error(trouble.of("into"));
    view! {
        <div class="desk-answers">{chips.collect_view()}</div>
        {field.view()}
    }
    .into_any()
}
