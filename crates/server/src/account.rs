//! Accounts: signing in, sessions, the second factor, roles, one's own data. Nobody needs one to report.

pub mod demo;
pub mod device;
pub mod entity;
pub mod session;

mod cases;
mod codes;
mod delete;
mod drafts;
mod export;
mod give;
mod grants;
mod me;
mod open;
mod profile;
mod second_factor;
mod sessions;
mod sign_in;
mod store;
mod totp;
mod wechat;
mod zip;

use pingan_api::{
    Method, Timestamp,
    account::{
        BeginEnrolment, ChangePhone, ConfirmEnrolment, DeleteAccount, EXPORT_PATH, EndGrant, EndSession, GetMe,
        GetSignInWays, GiveRole, ListGrants, ListOwnCases, ListSessions, PassSecondFactor, Permission, SaveProfile,
        SendCode, SignIn, SignOut, TakeCases, UnlinkWechat,
        drafts::{DRAFT_DAYS, KeepDraft, ListDrafts},
        sign_in::{WECHAT_BACK_PATH, WECHAT_PATH},
    },
};
use sea_orm::DbErr;

pub(crate) use self::{
    cases::keep,
    open::phone_of,
    store::{live_grants, shares_of},
};
pub use self::{
    give::give,
    open::{NewAccount, open},
};
use crate::{
    access::Access::{Public, SignedIn, Staff},
    db::Db,
    routes::Routes,
};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .endpoint::<GetSignInWays, _, _>(Public, sign_in::ways)
        .endpoint::<SendCode, _, _>(Public, codes::send)
        .endpoint::<SignIn, _, _>(Public, sign_in::sign_in)
        .raw(Method::Get, WECHAT_PATH, Public, wechat::begin_operation(), wechat::begin)
        .raw(Method::Get, WECHAT_BACK_PATH, Public, wechat::back_operation(), wechat::back)
        .endpoint::<UnlinkWechat, _, _>(SignedIn, wechat::unlink)
        .endpoint::<SignOut, _, _>(SignedIn, sign_in::sign_out)
        .endpoint::<GetMe, _, _>(SignedIn, me::me)
        .endpoint::<SaveProfile, _, _>(SignedIn, profile::save)
        .endpoint::<ChangePhone, _, _>(SignedIn, profile::change_phone)
        .endpoint::<ListSessions, _, _>(SignedIn, sessions::list)
        .endpoint::<EndSession, _, _>(SignedIn, sessions::end)
        .endpoint::<BeginEnrolment, _, _>(SignedIn, second_factor::begin)
        .endpoint::<ConfirmEnrolment, _, _>(SignedIn, second_factor::confirm)
        .endpoint::<PassSecondFactor, _, _>(SignedIn, second_factor::pass)
        .endpoint::<ListOwnCases, _, _>(SignedIn, cases::list)
        .endpoint::<TakeCases, _, _>(SignedIn, cases::take)
        .endpoint::<ListDrafts, _, _>(SignedIn, drafts::list)
        .endpoint::<KeepDraft, _, _>(SignedIn, drafts::keep)
        .raw(Method::Get, EXPORT_PATH, SignedIn, export::operation(), export::export)
        .endpoint::<DeleteAccount, _, _>(SignedIn, delete::delete)
        .endpoint::<ListGrants, _, _>(Staff(Permission::GrantRoles), grants::list)
        .create::<GiveRole, _, _>(Staff(Permission::GrantRoles), grants::give)
        .endpoint::<EndGrant, _, _>(Staff(Permission::GrantRoles), grants::end)
}

/// How long codes are remembered: the limits are a day's.
const CODES_MS: i64 = DAY_MS;
const DAY_MS: i64 = 24 * 3_600_000;

/// Forgets what ended; run now and then.
pub async fn sweep(db: &Db, now: Timestamp) -> Result<(), DbErr> {
    let now = now.as_millis();
    db.write(move |tx| Box::pin(async move { store::sweep(tx, now, now - CODES_MS, now - DRAFT_DAYS * DAY_MS).await }))
        .await
}
