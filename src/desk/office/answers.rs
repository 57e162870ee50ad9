//! Standard answers: what desks choose instead of typing.

use leptos::prelude::*;
use pingan_api::{
    desk::{AnswerQuery, ListAnswers, RemoveAnswer, StandardAnswer},
    id::AnswerId,
};

use super::answer_form::{AnswerForm, Editing};
use crate::{
    desk::{
        gate::ask,
        removal::{Asking, Removal},
    },
    i18n::{Label, t},
    ui::{
        async_view::{AsyncView, Fetched, empty},
        icon::icon,
        live::live,
    },
};

/// Several at hand: the list, what is being edited, what is about to be removed.
#[derive(Clone, Copy)]
struct Answers {
    list: Fetched<Vec<StandardAnswer>>,
    editing: RwSignal<Option<Editing>>,
    removing: Removal<AnswerId>,
}

pub fn answers() -> AnyView {
    let answers = Answers {
        list: Fetched::new(|| async { ask(&ListAnswers(AnswerQuery::default())).await }),
        editing: RwSignal::new(None),
        removing: Removal::none(),
    };
    let ready = move |list: Vec<StandardAnswer>| {
        if list.is_empty() {
            return empty(t::desk_answers_none, t::desk_answers_none_text);
        }
        let rows = list.into_iter().map(|answer| row(answers, answer)).collect_view();
        view! { <ul class="desk-rows">{rows}</ul> }.into_any()
    };
    let saved = move || {
        answers.editing.set(None);
        answers.list.refresh();
    };
    let asking = Asking {
        title: |_| t::desk_answer_remove().to_owned(),
        text: t::desk_answer_remove_text,
        confirm: t::desk_remove,
        done: Some(t::desk_removed),
    };
    view! {
        <p class="note">{t::desk_answers_hint}</p>
        <div class="button-row">
            <button type="button" class="button" on:click=move |_| answers.editing.set(Some(Editing::blank()))>
                {icon("plus")}
                {t::desk_answer_new}
            </button>
        </div>
        <div class="section">
            <AsyncView of=answers.list ready />
        </div>
        <AnswerForm editing=answers.editing on_saved=Callback::new(move |()| saved()) />
        {answers.removing.question(asking, RemoveAnswer, move || answers.list.refresh())}
    }
    .into_any()
}

fn row(answers: Answers, standing: StandardAnswer) -> AnyView {
    let StandardAnswer { id, answer, .. } = standing;
    let (act, kind, category) = (answer.act, answer.kind, answer.category);
    let of = move || {
        let about = match (category, kind) {
            (Some(category), _) => category.label(),
            (None, Some(kind)) => kind.label(),
            (None, None) => t::desk_any_kind(),
        };
        format!("{} · {about}", act.label())
    };
    let (title, words) = (answer.title.clone(), answer.words.clone());
    let edit = move |_| answers.editing.set(Some(Editing::of(id, answer.clone())));
    let begin = move |_| answers.removing.begin(id);
    view! {
        <li>
            <p class="desk-row__top">
                <b>{title}</b>
                <span class="note">{live(of)}</span>
            </p>
            <p>{words}</p>
            <div class="desk-row__tools">
                <button type="button" class="button button--soft button--small" on:click=edit>
                    {t::desk_edit}
                </button>
                <button type="button" class="button button--plain button--small" on:click=begin>
                    {t::desk_remove}
                </button>
            </div>
        </li>
    }
    .into_any()
}
