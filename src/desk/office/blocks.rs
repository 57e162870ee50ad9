//! Who is kept from reporting, why and until when.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::{
    desk::{Block, LiftBlock, ListBlocks},
    id::BlockId,
};

use crate::{
    desk::gate::ask,
    i18n::{moment, name, t},
    route::{Desk, Route},
    ui::{
        async_view::{AsyncView, Fetched, empty},
        button::Button,
        dialog::Dialog,
        live::live,
        toast,
    },
};

/// The list, and the block that is about to be lifted.
#[derive(Clone, Copy)]
struct Blocks {
    list: Fetched<Vec<Block>>,
    lifting: RwSignal<Option<BlockId>>,
    asks: RwSignal<bool>,
    busy: RwSignal<bool>,
}

pub fn blocks() -> AnyView {
    let blocks = Blocks {
        list: Fetched::new(|| ask(&ListBlocks)),
        lifting: RwSignal::new(None),
        asks: RwSignal::new(false),
        busy: RwSignal::new(false),
    };
    let ready = move |list: Vec<Block>| {
        if list.is_empty() {
            return empty(t::desk_blocks_none, t::desk_blocks_none_text);
        }
        let rows = list.into_iter().map(|block| row(blocks, block)).collect_view();
        view! { <ul class="desk-rows">{rows}</ul> }.into_any()
    };
    view! {
        <p class="note">{t::desk_blocks_hint}</p>
        <div class="section">
            <AsyncView of=blocks.list ready />
        </div>
        <Dialog
            open=blocks.asks
            title=t::desk_block_lift_ask
            text=t::desk_block_lift_text
            confirm=t::desk_block_lift
            on_confirm=move |()| lift(blocks)
        />
    }
    .into_any()
}

fn row(blocks: Blocks, block: Block) -> AnyView {
    let Block { id, number, reason, by, at, until } = block;
    let who = move || format!("{} · {}", name(&by.name), moment::at(at));
    let begin = move |()| {
        blocks.lifting.set(Some(id));
        blocks.asks.set(true);
    };
    let busy = Signal::derive(move || blocks.busy.get() && blocks.lifting.get() == Some(id));
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
                    disabled=blocks.busy
                    on_press=begin
                />
            </div>
        </li>
    }
    .into_any()
}

fn lift(blocks: Blocks) {
    let Some(id) = blocks.lifting.get_untracked() else { return };
    blocks.busy.set(true);
    spawn_local(async move {
        let lifted = ask(&LiftBlock(id)).await;
        // The page may have been left meanwhile.
        if blocks.busy.try_set(false).is_some() {
            return;
        }
        match lifted {
            Ok(()) => toast::done(t::desk_block_lifted),
            Err(error) => toast::warn(move || error.words()),
        }
        blocks.list.refresh();
    });
}
