//! Words: the questions of the category as chips, free text with its counter, the exact spot.

use leptos::prelude::*;
use pingan_api::cases::{
    CaseKind, Category, Question,
    new_case::{MAX_LANDMARK, MAX_TEXT},
};

use super::{Step, filling::Filling, slip, voice_note::with_voice};
use crate::{
    cases::draft::Draft,
    i18n::{Label, t},
    ui::{
        choices::{Chips, Choice},
        field::TextField,
    },
};

/// Questions, optional text and the exact spot, of a hazard.
pub(super) fn details(filling: Filling) -> AnyView {
    let category = Memo::new(move |_| filling.draft.draft.with(|draft| draft.category));
    let questions = move || {
        let questions = category.get().map_or(&[][..], Category::questions);
        questions.iter().map(|asked| question(filling, *asked)).collect_view()
    };
    let text = TextField::new("report-text", t::report_text, bound(filling, Step::Details, |draft| &mut draft.text))
        .placeholder(t::report_text_placeholder_hazard)
        .hint(t::report_text_hint)
        .error(filling.fault("text"))
        .limit(MAX_TEXT)
        .optional()
        .long()
        .view();
    let inside = view! {
        {questions}
        {with_voice(filling, Step::Details, text)}
        {landmark(filling, Step::Details)}
    }
    .into_any();
    let done = Signal::derive(move || filling.draft.draft.with(|draft| draft.says_more()));
    slip::slip(filling, Step::Details, t::report_step_more, done, optional, inside)
}

/// The text of an appeal or an opinion, which must be there.
pub(super) fn text(filling: Filling) -> AnyView {
    let (title, placeholder) = match filling.draft.kind {
        CaseKind::Opinion => (t::report_step_text_opinion, t::report_text_placeholder_opinion),
        _ => (t::report_step_text_appeal, t::report_text_placeholder_appeal),
    };
    let field = TextField::new("report-text", t::report_text, bound(filling, Step::Text, |draft| &mut draft.text))
        .placeholder(placeholder)
        .error(filling.fault("text"))
        .limit(MAX_TEXT)
        .long()
        .view();
    let inside = with_voice(filling, Step::Text, field);
    let done = Signal::derive(move || filling.draft.draft.with(|draft| draft.says_something()));
    slip::slip(filling, Step::Text, title, done, String::new, inside)
}

pub(super) fn landmark(filling: Filling, step: Step) -> AnyView {
    TextField::new("report-landmark", t::report_landmark, bound(filling, step, |draft| &mut draft.landmark))
        .placeholder(t::report_landmark_placeholder)
        .error(filling.fault("place.landmark"))
        .limit(MAX_LANDMARK)
        .optional()
        .view()
}

fn optional() -> String {
    t::action_optional().to_owned()
}

/// A field's own signal, tied to the draft.
pub(super) fn bound(filling: Filling, step: Step, field: fn(&mut Draft) -> &mut String) -> RwSignal<String> {
    let kept = filling.draft.draft.with_untracked(|draft| std::mem::take(field(&mut draft.clone())));
    let typed = RwSignal::new(kept);
    Effect::new(move |before: Option<()>| {
        let text = typed.get();
        if before.is_some() {
            filling.mend(step);
            filling.draft.edit(|draft| *field(draft) = text);
        }
    });
    typed
}

fn question(filling: Filling, question: Question) -> AnyView {
    let chosen = Signal::derive(move || {
        filling.draft.draft.with(|draft| {
            draft.answers.iter().find(|answer| answer.question == question).map(|answer| answer.choice.as_str())
        })
    });
    let choices = question.choices().iter().map(|choice| {
        let choice = *choice;
        Choice::new(choice.as_str(), move || choice.label())
    });
    let choose = move |word: Option<&'static str>| {
        filling.mend(Step::Details);
        let choice = question.choices().iter().copied().find(|choice| Some(choice.as_str()) == word);
        filling.draft.edit(|draft| draft.answer(question, choice));
    };
    view! {
        <div class="question">
            <p class="question__label">{move || question.label()}</p>
            <Chips
                name=question.as_str()
                label=move || question.label()
                choices=choices.collect()
                chosen=chosen
                on_choose=choose
            />
        </div>
    }
    .into_any()
}
