//! Chips of which any number may be chosen, and a chip alone that is on or off. All are real checkboxes.

use leptos::{prelude::*, text_prop::TextProp};

use crate::{
    i18n::{Label, Words},
    ui::{icon::icon, live::live},
};

/// One chip.
pub(super) fn tick(
    text: impl Into<TextProp>,
    picture: Option<&'static str>,
    on: Signal<bool>,
    on_change: Callback<bool>,
) -> AnyView {
    let text = text.into();
    view! {
        <label class="choice">
            <input
                class="cover-input"
                type="checkbox"
                prop:checked=live(move || on.get())
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span class="choice__face">{picture.map(icon)} {live(move || text.get())}</span>
        </label>
    }
    .into_any()
}

/// A block of them.
pub(super) fn ticks<T: Label + PartialEq + Send + Sync + 'static>(
    label: Words,
    all: &'static [T],
    chosen: RwSignal<Vec<T>>,
) -> AnyView {
    let chips = all.iter().copied().map(|one| {
        let on = Signal::derive(move || chosen.with(|chosen| chosen.contains(&one)));
        let change = Callback::new(move |ticked: bool| {
            chosen.update(|chosen| {
                chosen.retain(|other| *other != one);
                if ticked {
                    chosen.push(one);
                }
            });
        });
        tick(move || one.label(), None, on, change)
    });
    view! {
        <div class="choices" role="group" aria-label=label>
            {chips.collect_view()}
        </div>
    }
    .into_any()
}
