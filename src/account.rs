//! What concerns the person and not the district: how the app looks on this device, who sees what, and the account, for
//! those who want one.

pub mod about;
pub mod devices;
pub mod my_account;
pub mod profile;
pub mod second_factor;
pub mod settings;
pub mod sign_in;

mod countdown;
mod wechat;

pub use about::About;
pub use my_account::{AccountCell, AccountPage};
pub use second_factor::SecondFactorPage;
pub use settings::{Settings, SettingsCells};
pub use sign_in::SignInPage;

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::ui::focus::focus_id;

/// Moves the focus to a field, once it is there.
fn focus(id: &'static str) {
    set_timeout(move || focus_id(id), Duration::ZERO);
}

/// What stands behind the path of the page that opens. The address bar has it only once the page is there.
fn query() -> String {
    use_location().search.get_untracked()
}
