//! Registering as a volunteer, and changing what was registered.

mod born;
mod draft;
mod fields;
mod form;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use pingan_api::{
    account::GetMe,
    volunteer::person::{Me, Registration},
};

use self::{draft::Draft, form::form};
use super::reader::{reader, sign_in_first};
use crate::{
    client::{self, ClientError},
    i18n::t,
    route::{Route, Volunteer},
    ui::{
        async_view::{AsyncView, Fetched},
        page::Page,
    },
};

/// What is known before anything is typed.
#[derive(Clone)]
enum Known {
    Nobody,
    /// Not registered yet; how the account is called.
    New(String),
    Registered(Box<Registration>),
}

pub(super) fn page() -> AnyView {
    let back = Route::back_of(&use_location().search.get_untracked());
    let known = Fetched::new(known);
    let ready = Callback::new(move |known: Known| match known {
        Known::Nobody => {
            draft::forget();
            sign_in_first(Volunteer::Register)
        }
        Known::New(name) => form(draft::kept().unwrap_or_else(|| Draft::named(name)), false, back),
        Known::Registered(registration) => form(draft::kept().unwrap_or_else(|| Draft::of(*registration)), true, back),
    });
    view! {
        <Page title=t::volunteer_register up=Route::Volunteer(Volunteer::Mine).href()>
            <AsyncView of=known ready=ready />
        </Page>
    }
    .into_any()
}

async fn known() -> Result<Known, ClientError> {
    let Some(Me { registration, .. }) = reader().await? else { return Ok(Known::Nobody) };
    if let Some(registration) = registration {
        return Ok(Known::Registered(Box::new(registration)));
    }
    // Without an answer the name is typed.
    let name = client::send(&GetMe).await.map(|me| me.name).unwrap_or_default();
    Ok(Known::New(name))
}
