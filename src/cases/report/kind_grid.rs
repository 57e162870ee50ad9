//! What it is about: a dozen pictures, one tap; the chosen one folds the others away.

use leptos::prelude::*;
use pingan_api::cases::{CaseKind, Category};

use super::{Step, filling::Filling, slip};
use crate::{
    case_card::pictogram,
    i18n::{Label, t},
    ui::icon::hazard_icon,
};

pub(super) fn kind_grid(filling: Filling) -> AnyView {
    let kind = filling.draft.kind;
    if kind == CaseKind::Hazard { pictures(filling) } else { chips(filling) }
}

fn chosen(filling: Filling) -> Memo<Option<Category>> {
    Memo::new(move |_| filling.draft.draft.with(|draft| draft.category))
}

fn choose(filling: Filling, category: Category) {
    filling.mend(Step::Category);
    filling.mend(Step::Details);
    filling.draft.edit(|draft| draft.choose(category));
}

fn pictures(filling: Filling) -> AnyView {
    let chosen = chosen(filling);
    // Folding under the fingers of somebody who walks through the radio buttons with the arrow keys would take the
    // focus away, so only a pointer's choice folds.
    let by_pointer = RwSignal::new(true);
    let folded = Memo::new(move |_| by_pointer.get() && chosen.get().is_some());
    let fault = filling.fault("category");
    let invalid = move || fault.with(Option::is_some).then_some("true");
    let tiles: Vec<_> = Category::of(CaseKind::Hazard)
        .map(|category| {
            view! {
                <label class="kind-tile">
                    <input
                        class="cover-input"
                        type="radio"
                        name="category"
                        value=category.as_str()
                        prop:checked=move || chosen.get() == Some(category)
                        on:change=move |_| choose(filling, category)
                    />
                    <span class="kind-tile__face">
                        {hazard_icon(pictogram(CaseKind::Hazard, Some(category)))}
                        <span class="kind-tile__name">{move || category.label()}</span>
                    </span>
                </label>
            }
        })
        .collect();
    let row = move || {
        let category = chosen.get().filter(|_| folded.get())?;
        Some(view! {
            <div class="kind-row">
                {hazard_icon(pictogram(CaseKind::Hazard, Some(category)))}
                <span class="kind-row__name">{move || category.label()}</span>
                <button type="button" class="button button--soft button--small" on:click=move |_| by_pointer.set(false)>
                    {t::report_category_change}
                </button>
            </div>
        })
    };
    let inside = view! {
        {row}
        <div
            class="kind-grid"
            role="radiogroup"
            aria-labelledby=format!("{}-title", Step::Category.id())
            aria-describedby=slip::fault_id(Step::Category)
            aria-invalid=invalid
            hidden=move || folded.get()
            on:pointerdown=move |_| by_pointer.set(true)
            on:keydown=move |_| by_pointer.set(false)
        >
            {tiles}
        </div>
        {slip::fault_line(Step::Category, fault)}
    }
    .into_any();
    let done = Signal::derive(move || chosen.get().is_some());
    slip::slip(filling, Step::Category, t::report_step_kind, done, String::new, inside)
}

fn chips(filling: Filling) -> AnyView {
    let chosen = chosen(filling);
    let kind = filling.draft.kind;
    let choices = Category::of(kind)
        .map(|category| {
            view! {
                <label class="choice">
                    <input
                        class="cover-input"
                        type="radio"
                        name="category"
                        value=category.as_str()
                        prop:checked=move || chosen.get() == Some(category)
                        on:click=move |_| {
                            if chosen.get_untracked() == Some(category) {
                                filling.draft.edit(|draft| draft.category = None);
                            }
                        }
                        on:change=move |_| choose(filling, category)
                    />
                    <span class="choice__face">{move || category.label()}</span>
                </label>
            }
        })
        .collect_view();
    let inside = view! {
        <div class="choices" role="radiogroup" aria-labelledby=format!("{}-title", Step::Category.id())>
            {choices}
        </div>
        {slip::fault_line(Step::Category, filling.fault("category"))}
    }
    .into_any();
    let done = Signal::derive(move || chosen.get().is_some());
    let optional = || t::action_optional().to_owned();
    slip::slip(filling, Step::Category, t::report_step_kind_appeal, done, optional, inside)
}
