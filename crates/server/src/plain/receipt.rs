//! `GET /plain/receipt`: number and code of what was just sent. Which case it is comes in a sealed cookie of ten minutes,
//! so that neither the address nor the browser's history opens it.

use axum::{
    extract::State as Ext,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::html;
use pingan_api::{Timestamp, id::IdempotencyKey};

use super::{CASE, HOME, HomeQuery, RECEIPT, REPORT, failed, layout::Page};
use crate::{
    access::is_loopback,
    cases,
    extract::Query,
    secret::{Secret, is_same},
    state::State,
    words::{Label, Lang, moment, t},
};

const COOKIE: &str = "plain_receipt";
const LIFE_MS: i64 = 10 * 60_000;

/// Leads to the receipt of what was sent under a key.
pub(super) fn lead_to(state: &State, lang: Lang, headers: &HeaderMap, key: IdempotencyKey) -> Response {
    let until = state.now().as_millis() + LIFE_MS;
    let secure = if is_loopback(headers) { "" } else { "; Secure" };
    let sealed = seal(&state.secret, key, until);
    let cookie =
        format!("{COOKIE}={sealed}; Path={RECEIPT}; Max-Age={}; HttpOnly; SameSite=Strict{secure}", LIFE_MS / 1000);
    let cookie = HeaderValue::from_str(&cookie).expect("a sealed key is ASCII");
    ([(header::SET_COOKIE, cookie)], Redirect::to(&lang.on(RECEIPT))).into_response()
}

pub(super) async fn show(
    Ext(state): Ext<State>,
    Query(HomeQuery { lang }): Query<HomeQuery>,
    headers: HeaderMap,
) -> Response {
    let lang = Lang::of(lang.as_deref());
    let receipt = match opened(&state.secret, &headers, state.now()) {
        Some(key) => match cases::receipt_of(&state, key).await {
            Ok(receipt) => receipt,
            Err(error) => return failed(lang, &error),
        },
        None => None,
    };
    let Some(receipt) = receipt else {
        let content = html! {
            p { (t::receipt_gone(lang)) }
            a.button href=(lang.on(HOME)) { (t::look_up(lang)) }
        };
        return Page { title: t::receipt_gone_title(lang), here: RECEIPT, up: None }.answer(
            lang,
            StatusCode::OK,
            &content,
        );
    };
    let (number, code) = (receipt.number.grouped(), receipt.code.as_str());
    let content = html! {
        section {
            p { (t::receipt_text(lang)) }
            dl.key {
                dt { (t::number(lang)) }
                dd { (number) }
                dt { (t::code(lang)) }
                dd { (code) }
            }
            p { (receipt.next.next.label(lang)) }
            @if let Some(holder) = &receipt.next.holder { p { (t::holder(lang)) " " b { (lang.name(holder)) } } }
            @if let Some(due) = receipt.next.due_at { p { (t::by(lang, moment(lang, due))) } }
            form method="post" action=(lang.on(CASE)) {
                input type="hidden" name="number" value=(number);
                input type="hidden" name="code" value=(code);
                button.button { (t::look_up(lang)) }
            }
        }
        p { a href=(lang.on(REPORT)) { (t::again(lang)) } }
    };
    Page { title: t::receipt_title(lang), here: RECEIPT, up: Some(HOME) }.answer(lang, StatusCode::OK, &content)
}

fn seal(secret: &Secret, key: IdempotencyKey, until: i64) -> String {
    let mac = secret.key("plain receipt", &[key.0.as_bytes(), &until.to_be_bytes()]);
    format!("{key}.{until}.{mac}")
}

/// The key in a cookie that this server sealed and that has not run out.
fn opened(secret: &Secret, headers: &HeaderMap, now: Timestamp) -> Option<IdempotencyKey> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let sealed = pairs.find(|(name, _)| *name == COOKIE)?.1;
    let mut parts = sealed.split('.');
    let (key, until) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    (is_same(sealed, &seal(secret, key, until)) && now.as_millis() < until).then_some(key)
}
