//! Taking a case back, after a question: it is not handled any more.

use leptos::{prelude::*, task::spawn_local};
use pingan_api::cases::Event;

use super::{Begun, Seen};
use crate::{i18n::t, ui::dialog::Dialog};

pub(super) fn withdraw(seen: StoredValue<Seen>, begun: Begun) -> AnyView {
    let asking = RwSignal::new(false);
    let send = move |()| {
        if let Some(act) = begun.act(Event::Withdraw) {
            spawn_local(begun.send(seen.get_value(), act));
        }
    };
    view! {
        <p class="act__aside">
            <button type="button" class="button button--plain" on:click=move |_| asking.set(true)>
                {t::act_withdraw}
            </button>
        </p>
        <Dialog
            open=asking
            title=t::act_withdraw_ask
            text=t::act_withdraw_text
            confirm=t::act_withdraw
            on_confirm=send
        />
    }
    .into_any()
}
