//! Standard answers for the case's category and the act: a tap writes one.

use leptos::prelude::*;
use pingan_api::desk::{ActKind, AnswerQuery, ListAnswers, StandardAnswer};

use super::draft::ActDraft;
use crate::{
    client,
    desk::case::opened::Opened,
    i18n::{Words, t},
    ui::{async_view::Fetched, live::live},
};

/// Reasons that are always at hand, where nobody wrote better ones.
fn built_in(act: ActKind) -> &'static [Words] {
    match act {
        ActKind::Block => &[t::desk_block_adverts, t::desk_block_insults, t::desk_block_made_up],
        _ => &[],
    }
}

pub fn answers(opened: Opened, draft: ActDraft) -> AnyView {
    let act = draft.act;
    let about = opened.case.with_untracked(|case| case.as_ref().map(|case| (case.kind, case.category)));
    let query = AnswerQuery {
        act: Some(act),
        kind: about.map(|(kind, _)| kind),
        category: about.and_then(|(_, category)| category),
    };
    // Without them the words are typed.
    let list = Fetched::new(move || {
        let query = query.clone();
        async move { client::send(&ListAnswers(query)).await }
    });
    let chips = live(move || {
        let written = list.ready().unwrap_or_default();
        if written.is_empty() && built_in(act).is_empty() {
            return None;
        }
        let own = written.into_iter().map(|StandardAnswer { answer, .. }| chip(draft, answer.title, answer.words));
        let ready = built_in(act).iter().map(|words| chip(draft, words().to_owned(), words().to_owned()));
        let chips = own.chain(ready).collect_view();
        Some(
            view! {
                <div class="desk-answers" role="group" aria-label=t::desk_answers>
                    {chips}
                </div>
            }
            .into_any(),
        )
    });
    chips.into_any()
}

fn chip(draft: ActDraft, title: String, words: String) -> AnyView {
    view! {
        <button type="button" class="desk-answers__chip" on:click=move |_| draft.words.set(words.clone())>
            {title}
        </button>
    }
    .into_any()
}
