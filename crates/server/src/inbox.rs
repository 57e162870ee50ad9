//! The inbox: each step of a case is told to its shares, and what happens with shifts to accounts, in the transaction that
//! makes it happen; from there it is listed, streamed to whoever has the app open, and sent as a text message to whoever
//! wished that.

pub mod deliver;
pub mod entity;

mod list;
mod reader;
mod seen;
mod store;
mod stream;
mod view;

use pingan_api::{
    Method,
    inbox::{MarkSeen, OpenStream, ReadInbox, STREAM_PATH},
};

pub(crate) use self::{
    list::told_to,
    store::{AccountNotice, forget, forget_account, tell, tell_accounts, told_since},
};
use crate::{
    error::AppError,
    routes::{Access, Routes},
    state::State,
};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .endpoint::<ReadInbox, _, _>(Access::CodeHolder, list::list)
        .endpoint::<MarkSeen, _, _>(Access::CodeHolder, seen::mark)
        .endpoint::<OpenStream, _, _>(Access::CodeHolder, stream::open)
        .raw(Method::Get, STREAM_PATH, Access::CodeHolder, stream::operation(), stream::stream)
}

/// Forgets tickets that no longer open anything; run now and then.
pub async fn sweep(state: &State) -> Result<(), AppError> {
    store::sweep_tickets(&state.db, state.now().as_millis()).await
}
