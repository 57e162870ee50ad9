//! Why a page goes no further for whoever opens it, and what does.

use leptos::prelude::*;
use pingan_api::problem::ProblemCode;

use crate::{
    client::ClientError,
    i18n::{Words, t},
    route::{Route, Volunteer},
    session::note_signed_in,
    ui::async_view::empty,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    SignIn,
    SecondFactor,
    /// They organise something else, or nothing.
    NotYours,
}

impl Door {
    /// None where an error is of another kind. The app learns here that a session has ended.
    pub(super) fn of(error: &ClientError) -> Option<Self> {
        match error.problem()?.code {
            ProblemCode::NotSignedIn => {
                note_signed_in(false);
                Some(Self::SignIn)
            }
            ProblemCode::SecondFactorNeeded => Some(Self::SecondFactor),
            ProblemCode::NotAllowed => Some(Self::NotYours),
            _ => None,
        }
    }

    /// `why` says what signing in is good for; whoever does comes back to `here`.
    pub(super) fn view(self, here: Volunteer, why: Words) -> AnyView {
        let page = Route::Volunteer(here);
        let (title, text, href, button): (Words, Words, String, Words) = match self {
            Self::SignIn => (t::desk_sign_in, why, page.after_sign_in(), t::desk_sign_in_button),
            Self::SecondFactor => {
                let href = page.after_second_factor();
                (t::desk_second_factor, t::desk_second_factor_text, href, t::desk_second_factor_button)
            }
            Self::NotYours => {
                let href = Route::Volunteer(Volunteer::Mine).href();
                (t::attendance_not_yours, t::attendance_not_yours_text, href, t::attendance_my_shifts)
            }
        };
        view! {
            {empty(title, text)}
            <div class="button-row">
                <a class="button button--block" href=href>
                    {button}
                </a>
            </div>
        }
        .into_any()
    }
}
