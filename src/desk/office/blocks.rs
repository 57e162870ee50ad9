//! Who is kept from reporting, why and until when.

use leptos::prelude::*;
use pingan_api::{
    desk::{Block, LiftBlock, ListBlocks},
    id::BlockId,
};

use crate::{
    desk::{
        gate::ask,
        removal::{Asking, Removal},
    },
    i18n::{moment, name, t},
    route::{Desk, Route},
    ui::{
        async_view::{AsyncView, Fetched, empty},
        button::Button,
        live::live,
    },
};

/// The list, and the block that is about to be lifted.
#[derive(Clone, Copy)]
struct Blocks {
    list: Fetched<Vec<Block>>,
    lifting: Removal<BlockId>,
}

pub fn blocks() -> AnyView {
    let blocks = Blocks { list: Fetched::new(|| ask(&ListBlocks)), lifting: Removal::none() };
    let ready = move |list: Vec<Block>| {
        if list.is_empty() {
            return empty(t::desk_blocks_none, t::desk_blocks_none_text);
        }
        let rows = list.into_iter().map(|block| row(blocks, block)).collect_view();
        view! { <ul class="desk-rows">{rows}</ul> }.into_any()
    };
    let asking = Asking {
        title: |_| t::desk_block_lift_ask().to_owned(),
        text: t::desk_block_lift_text,
        confirm: t::desk_block_lift,
        done: Some(t::desk_block_lifted),
    };
    view! {
        <p class="note">{t::desk_blocks_hint}</p>
        <div class="section">
            <AsyncView of=blocks.list ready />
        </div>
        {blocks.lifting.question(asking, LiftBlock, move || blocks.list.refresh())}
    }
    .into_any()
}

fn row(blocks: Blocks, block: Block) -> AnyView {
    let Block { id, number, reason, by, at, until } = block;
    let who = move || format!("{} · {}", name(&by.name), moment::at(at));
    let busy = Signal::derive(move || blocks.lifting.is_under_way(&id));
    let disabled = Signal::derive(move || blocks.lifting.is_busy());
    view! {
        <li>
            <p class="desk-row__top">
                <b>{live(move || t::desk_blocked_until(moment::at(until)))}</b>
                <a href=Route::Desk(Desk::Case(number)).href()>{number.grouped()}</a>
            </p>
            <p>{reason}</p>
            <p class="note">{live(who)}</p>
            <div class="desk-row__tools">
                <Button
                    class="button button--plain button--small"
                    text=t::desk_block_lift
                    busy
                    disabled
                    on_press=move |()| blocks.lifting.begin(id)
                />
            </div>
        </li>
    }
    .into_any()
}
