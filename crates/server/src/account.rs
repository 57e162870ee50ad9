//! Accounts: signing in, sessions, the second factor, roles. Nobody needs one to report.

pub mod device;
pub mod entity;
pub mod session;

mod give;
mod me;
mod open;
mod store;

use pingan_api::account::GetMe;

pub use self::{
    give::give,
    open::{NewAccount, open},
};
use crate::{access::Access, routes::Routes};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.endpoint::<GetMe, _, _>(Access::SignedIn, me::me)
}
