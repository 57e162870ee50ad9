//! Standard answers: what desks choose instead of typing.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    desk::{AnswerQuery, ListAnswers, RemoveAnswer, StandardAnswer},
    id::AnswerId,
};

use super::answer_form::{AnswerForm, Editing};
use crate::{
    desk::gate::ask,
    i18n::{Label, t},
    ui::{
        async_view::{AsyncView, Fetched, empty},
        dialog::Dialog,
        icon::icon,
        live::live,
        toast,
    },
};

/// Several at hand: the list, what is being edited, what is about to be removed.
#[derive(Clone, Copy)]
struct Answers {
    list: Fetched<Vec<StandardAnswer>>,
    editing: RwSignal<Option<Editing>>,
    removing: RwSignal<Option<AnswerId>>,
    asks: RwSignal<bool>,
}

pub fn answers() -> AnyView {
    let answers = Answers {
        list: Fetched::new(|| async { ask(&ListAnswers(AnswerQuery::default())).await }),
        editing: RwSignal::new(None),
        removing: RwSignal::new(None),
        asks: RwSignal::new(false),
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
        <Dialog
            open=answers.asks
            title=t::desk_answer_remove
            text=t::desk_answer_remove_text
            confirm=t::desk_remove
            on_confirm=move |()| remove(answers)
        />
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
    let begin = move |_| {
        answers.removing.set(Some(id));
        answers.asks.set(true);
    };
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

fn remove(answers: Answers) {
    let Some(id) = answers.removing.get_untracked() else { return };
    spawn_local(async move {
        match ask(&RemoveAnswer(id)).await {
            Ok(()) => toast::done(t::desk_removed),
            Err(error) => toast::warn(move || error.words()),
        }
        answers.list.refresh();
    });
}
