//! `/api/v1/account` and `/api/v1/grants`.

mod cases;
mod drafts;
mod first_admin;
mod grants;
mod leaving;
mod second_factor;
mod sessions;
mod sign_in;
mod texts;
mod wechat;

use pingan_api::account::{CodeSent, NewCode, PhoneAndCode, Purpose, SendCode, SignIn, sign_in::CONSENT_VERSION};
use pingan_server::account::entity::account;
use sea_orm::{EntityTrait, IntoActiveModel, Set};

use crate::app::{Actor, Reply, TestApp};

const PHONE: &str = "13700000001";
const AGREED: Option<u32> = Some(CONSENT_VERSION);

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
    let reply = try_code(app.anonymous(), phone, &code, AGREED).await;
    let me: pingan_api::account::Me = reply.json();
    let cookie = reply.header("set-cookie");
    let token = cookie.split(['=', ';']).nth(1).expect("a token").to_owned();
    app.anonymous().with_session(me.id, token)
}

/// Another code than the right one.
fn other(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().expect("digits") + 1) % 1_000_000)
}

/// What the account's person agreed to are no longer the words of today.
async fn old_words(app: &TestApp) {
    let written: Result<(), sea_orm::DbErr> = app
        .state()
        .db
        .write(|tx| {
            Box::pin(async move {
                let mut row = account::Entity::find().one(tx).await?.expect("an account").into_active_model();
                row.consent = Set(0);
                account::Entity::update(row).exec(tx).await?;
                Ok(())
            })
        })
        .await;
    written.unwrap();
}
