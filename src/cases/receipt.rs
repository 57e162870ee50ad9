//! What a resident gets for a case sent: its number and code, what happens next. Read from the device, so a reload
//! shows it again.

use leptos::prelude::*;
use pingan_api::cases::{CaseKind, CaseNumber, Receipt, Share};

use super::{key_lines::key_lines, next_step::next_step};
use crate::{
    i18n::t,
    route::Route,
    session::Device,
    ui::{async_view::empty, icon::icon, page::Page},
};

#[component]
pub fn ReceiptPage(number: CaseNumber) -> impl IntoView {
    let device = Device::get();
    // The list changes when the case is seen again; the receipt does not.
    let receipt = Memo::new(move |_| device.case(number).map(|case| case.receipt));
    let inside = move || match receipt.get() {
        Some(receipt) => slip(receipt),
        None => missing(),
    };
    view! {
        <Page title=t::receipt_title up=Route::Home.href()>
            {inside}
        </Page>
    }
}

fn slip(receipt: Receipt) -> AnyView {
    let (title, lead) = match (receipt.share, receipt.kind) {
        (Share::Neighbour, _) => (t::receipt_joined, t::receipt_lead_joined),
        (Share::Reporter, CaseKind::Opinion) => (t::receipt_sent, t::receipt_lead_opinion),
        (Share::Reporter, _) => (t::receipt_sent, t::receipt_lead),
    };
    view! {
        <section class="receipt-slip">
            <div class="receipt-slip__head">
                <h2 class="receipt-slip__title">{title}</h2>
                <span class="seal" aria-hidden="true">
                    {t::receipt_seal}
                </span>
            </div>
            <p class="receipt-slip__lead">{lead}</p>
            <hr class="receipt-slip__cut" />
            {key_lines(receipt.number, &receipt.code)}
        </section>
        <p class="banner banner--calm">{icon("info")} <span>{t::receipt_keep}</span></p>
        {next_step(&receipt.next)}
        <p class="button-row">
            <a class="button button--block" href=Route::Track(receipt.number).href()>
                {t::receipt_track}
            </a>
            <a class="button button--plain button--block" href=Route::Home.href()>
                {t::receipt_home}
            </a>
        </p>
    }
    .into_any()
}

fn missing() -> AnyView {
    view! {
        {empty(t::receipt_missing, t::receipt_missing_text)}
        <p class="button-row">
            <a class="button button--block" href=Route::LookUp.href()>
                {t::receipt_lookup}
            </a>
        </p>
    }
    .into_any()
}
