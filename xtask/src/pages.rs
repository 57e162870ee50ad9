//! The list of all pages of the app, for the tests and screenshots that look at every one.
//!
//! It comes from the app's own table: a page that is added there is looked at without anyone adding it here.

#[path = "../../src/route.rs"]
#[allow(dead_code, unreachable_pub, reason = "belongs to the app; only its list is wanted here")]
mod route;

use std::fs;

use anyhow::{Context, Result};
use pingan_api::cases::CaseNumber;
use serde_json::json;

use self::route::Route;
use crate::checkout::Checkout;

/// Writes the pages' addresses, and the number in them that stands for a case, to where the browser tests read them.
pub(crate) fn write(checkout: &Checkout) -> Result<()> {
    let number = CaseNumber::from_index(0);
    let paths: Vec<String> = Route::samples(number).into_iter().map(Route::href).collect();
    let list = json!({ "number": number.to_string(), "paths": paths });
    fs::create_dir_all(checkout.scratch())?;
    fs::write(checkout.scratch().join("pages.json"), list.to_string()).context("writing the list of pages")
}
