//! What happens next with a case, by when and by whom, and who has it now.

use leptos::prelude::*;
use pingan_api::cases::{Next, NextStep};

use crate::{
    i18n::{Label, moment, name, t},
    ui::icon::icon,
};

/// The unit that has the case; nothing where none has.
pub fn holder_card(step: &NextStep) -> Option<AnyView> {
    let holder = step.holder.as_ref()?;
    let view = view! {
        <div class="card case-head__holder">
            {icon("building")} <div>
                <p class="note">{t::track_holder}</p>
                <p>
                    <b>{name(holder)}</b>
                </p>
            </div>
        </div>
    };
    Some(view.into_any())
}

/// Whose turn it is, and whether it is late.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    Calm,
    Yours,
    Late,
}

/// For those who did not report it: a step that the reporter owes is not theirs.
pub fn next_for_others(step: &NextStep) -> Option<AnyView> {
    if matches!(step.next, Next::YouAnswer | Next::YouCheck) { None } else { next_step(step) }
}

/// Nothing at all where nobody owes a step.
pub fn next_step(step: &NextStep) -> Option<AnyView> {
    let next = step.next;
    if next == Next::Nothing {
        return None;
    }
    let due = step.due_at;
    let late = due.is_some_and(|due| due < moment::now());
    let mood = match next {
        Next::YouAnswer | Next::YouCheck => Mood::Yours,
        _ if late => Mood::Late,
        _ => Mood::Calm,
    };
    let (class, picture, title) = match mood {
        Mood::Calm => ("next-step", "clock", t::track_next),
        Mood::Yours => ("next-step next-step--yours", "awaiting_resident", t::track_next_yours),
        Mood::Late => ("next-step next-step--late", "warning", t::track_late),
    };
    let due = due.map(|due| {
        let words = move || match mood {
            Mood::Late => t::track_was_due(moment::at(due)),
            Mood::Calm | Mood::Yours => t::track_due(moment::at(due)),
        };
        view! { <p class="next-step__due">{words}</p> }
    });
    let view = view! {
        <section class=class>
            {icon(picture)} <div>
                <h2 class="next-step__title">{title}</h2>
                <p>{move || next.label()}</p>
                {(mood == Mood::Late).then(|| view! { <p class="next-step__due">{t::track_late_text}</p> })}
                {due}
            </div>
        </section>
    };
    Some(view.into_any())
}
