//! Writing a standard answer, or writing it anew.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    cases::{CaseKind, Category},
    desk::{ActKind, CreateAnswer, Need, NewAnswer, UpdateAnswer, act::MAX_WORDS, settings::MAX_TITLE},
    id::{AnswerId, IdempotencyKey},
    problem::FieldError,
    validate::Validate,
};

use crate::{
    choices_of,
    desk::gate::ask,
    i18n::{Label, t},
    random,
    ui::{button::Button, choices::Choice, dialog::Overlay, field::TextField, live::live, select::select, toast},
};

/// What is being written; `id` is none for a new one.
#[derive(Clone, PartialEq)]
pub struct Editing {
    id: Option<AnswerId>,
    key: IdempotencyKey,
    answer: NewAnswer,
}

impl Editing {
    pub fn blank() -> Self {
        let answer =
            NewAnswer { act: ActKind::Resolve, kind: None, category: None, title: String::new(), words: String::new() };
        Self { id: None, key: random::key(), answer }
    }

    pub fn of(id: AnswerId, answer: NewAnswer) -> Self {
        Self { id: Some(id), key: random::key(), answer }
    }
}

#[component]
pub fn AnswerForm(editing: RwSignal<Option<Editing>>, on_saved: Callback<()>) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move || {
        let wanted = editing.with(Option::is_some);
        if open.get_untracked() != wanted {
            open.set(wanted);
        }
    });
    Effect::new(move || {
        if !open.get() && editing.with_untracked(Option::is_some) {
            editing.set(None);
        }
    });
    let content = move || untrack(|| editing.get()).map(|now| form(now, open, on_saved)).into_any();
    view! { <Overlay open class="desk-sheet" label=t::desk_answer content /> }
}

fn form(editing: Editing, open: RwSignal<bool>, on_saved: Callback<()>) -> AnyView {
    let Editing { id, key, answer } = editing;
    let (title, words) = (RwSignal::new(answer.title), RwSignal::new(answer.words));
    let (act, kind, category) = (RwSignal::new(answer.act), RwSignal::new(answer.kind), RwSignal::new(answer.category));
    let faults = RwSignal::new(Vec::<FieldError>::new());
    let busy = RwSignal::new(false);
    let fault = move |field: &'static str| {
        Signal::derive(move || {
            let found =
                |faults: &Vec<FieldError>| faults.iter().find(|fault| fault.field == field).map(|fault| fault.code);
            faults.with(found).map(|issue| issue.label().to_owned())
        })
    };
    let save = move |()| {
        let answer = NewAnswer {
            act: act.get_untracked(),
            kind: kind.get_untracked(),
            category: category.get_untracked(),
            title: title.get_untracked().trim().to_owned(),
            words: words.get_untracked().trim().to_owned(),
        };
        if let Err(wrong) = answer.validate() {
            faults.set(wrong);
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let saved = match id {
                Some(id) => ask(&UpdateAnswer { id, answer }).await,
                None => ask(&CreateAnswer { key, answer }).await,
            };
            // The page may have been left meanwhile.
            if busy.try_set(false).is_some() {
                return;
            }
            match saved {
                Ok(_) => {
                    toast::done(t::desk_saved_done);
                    open.set(false);
                    on_saved.run(());
                }
                Err(error) => {
                    faults.set(error.problem().map(|problem| problem.errors.clone()).unwrap_or_default());
                    toast::warn(move || error.words());
                }
            }
        });
    };
    view! {
        <h2 class="desk-sheet__title">{t::desk_answer}</h2>
        {TextField::new("answer-title", t::desk_answer_title, title).limit(MAX_TITLE).error(fault("title")).view()}
        {TextField::new("answer-words", t::desk_answer_words, words).long().limit(MAX_WORDS).error(fault("words")).view()}
        <div class="desk-fields desk-answer__of">{choosers(act, kind, category)}</div>
        <div class="button-row button-row--two desk-sheet__foot">
            <button type="button" class="button button--plain" on:click=move |_| open.set(false)>
                {t::action_cancel}
            </button>
            <Button text=t::desk_save busy on_press=save />
        </div>
    }
    .into_any()
}

/// Which act, kind and category it is for.
fn choosers(act: RwSignal<ActKind>, kind: RwSignal<Option<CaseKind>>, category: RwSignal<Option<Category>>) -> AnyView {
    let with_words = |act: &ActKind| act.needs().iter().chain(act.takes()).any(|need| *need == Need::Words);
    let acts: Vec<Choice> = choices_of!(ActKind::ALL.iter().copied().filter(with_words), Label::label);
    let kinds: Vec<Choice> = choices_of!(CaseKind::ALL.iter().copied(), Label::label);
    let act_now = Signal::derive(move || Some(act.get().as_str()));
    let choose_act =
        move |word: Option<&'static str>| word.and_then(|w| w.parse().ok()).into_iter().for_each(|a| act.set(a));
    let kind_now = Signal::derive(move || kind.get().map(CaseKind::as_str));
    let choose_kind = move |word: Option<&'static str>| {
        category.set(None);
        kind.set(word.and_then(|word| word.parse().ok()));
    };
    let category_now = Signal::derive(move || category.get().map(Category::as_str));
    let choose_category = move |word: Option<&'static str>| category.set(word.and_then(|word| word.parse().ok()));
    let any = || Some(t::desk_any.into());
    let categories = live(move || {
        let only = kind.get();
        let some = Category::ALL.iter().copied().filter(|category| only.is_none_or(|kind| category.kind() == kind));
        let choices: Vec<Choice> = choices_of!(some, Label::label);
        select("answer-category", t::desk_category, any(), choices, category_now, Callback::new(choose_category))
    });
    view! {
        {select("answer-act", t::desk_answer_act, None, acts, act_now, Callback::new(choose_act))}
        {select("answer-kind", t::desk_kind, any(), kinds, kind_now, Callback::new(choose_kind))}
        {categories}
    }
    .into_any()
}
