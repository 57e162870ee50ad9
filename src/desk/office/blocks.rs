//! Who is kept from reporting, why and until when.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    desk::{Block, LiftBlock, ListBlocks},
    id::BlockId,
};

use crate::{
    client,
    i18n::{moment, name, t},
    route::{Desk, Route},
    ui::{
        async_view::{AsyncView, Fetched, empty},
        live::live,
        toast,
    },
};

pub fn blocks() -> AnyView {
    let list = Fetched::new(|| client::send(&ListBlocks));
    let ready = move |blocks: Vec<Block>| {
        if blocks.is_empty() {
            return empty(t::desk_blocks_none, t::desk_blocks_none_text);
        }
        let rows = blocks.into_iter().map(|block| row(list, block)).collect_view();
        view! { <ul class="desk-rows">{rows}</ul> }.into_any()
    };
    view! {
        <p class="note">{t::desk_blocks_hint}</p>
        <div class="section">
            <AsyncView of=list ready />
        </div>
    }
    .into_any()
}

fn row(list: Fetched<Vec<Block>>, block: Block) -> AnyView {
    let Block { id, number, reason, by, at, until } = block;
    let who = move || format!("{} · {}", name(&by.name), moment::at(at));
    view! {
        <li>
            <p class="desk-row__top">
                <b>{live(move || t::desk_blocked_until(moment::at(until)))}</b>
                <a href=Route::Desk(Desk::Case(number)).href()>{number.grouped()}</a>
            </p>
            <p>{reason}</p>
            <p class="note">{live(who)}</p>
            <div class="desk-row__tools">
                <button type="button" class="button button--plain button--small" on:click=move |_| lift(list, id)>
                    {t::desk_block_lift}
                </button>
            </div>
        </li>
    }
    .into_any()
}

fn lift(list: Fetched<Vec<Block>>, id: BlockId) {
    spawn_local(async move {
        match client::send(&LiftBlock(id)).await {
            Ok(()) => toast::done(t::desk_block_lifted),
            Err(error) => toast::warn(move || error.words()),
        }
        list.refresh();
    });
}
