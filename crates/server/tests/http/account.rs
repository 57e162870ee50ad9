//! `/api/v1/account` and `/api/v1/grants`.

mod cases;
mod drafts;
mod grants;
mod leaving;
mod second_factor;
mod sessions;
mod sign_in;
mod texts;
mod wechat;

use pingan_api::account::{CodeSent, NewCode, PhoneAndCode, Purpose, SendCode, SignIn};

use crate::app::{Actor, Reply, TestApp};

const PHONE: &str = "13700000001";

/// Asks for a code and reads it as the demonstration shows it.
async fn code(actor: Actor<'_>, phone: &str, purpose: Purpose) -> String {
    let sent: CodeSent = actor.send(&SendCode(NewCode { phone: phone.into(), purpose })).await.json();
    sent.demo_code.expect("a demonstration shows its codes")
}

async fn try_code(actor: Actor<'_>, phone: &str, code: &str, consent: Option<u32>) -> Reply {
    actor.send(&SignIn(PhoneAndCode { phone: phone.into(), code: code.into(), consent })).await
}

/// Signs in by phone as a new person does, and is that person from then on.
async fn sign_in<'a>(app: &'a TestApp, phone: &str) -> Actor<'a> {
    let code = code(app.anonymous(), phone, Purpose::SignIn).await;
    let reply = try_code(app.anonymous(), phone, &code, Some(1)).await;
    let me: pingan_api::account::Me = reply.json();
    let cookie = reply.header("set-cookie");
    let token = cookie.split(['=', ';']).nth(1).expect("a token").to_owned();
    app.anonymous().with_session(me.id, token)
}

/// Another code than the right one.
fn other(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().expect("digits") + 1) % 1_000_000)
}
