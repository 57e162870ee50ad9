//! Who reads: whether somebody is signed in and registered, and the ways to become so and come back.

use leptos::prelude::*;
use pingan_api::{
    problem::ProblemCode,
    volunteer::person::{GetVolunteer, Me},
};

use crate::{
    client::{self, ClientError},
    i18n::t,
    route::{Route, Volunteer},
    session::{may_be_signed_in, note_signed_in},
    ui::{icon::icon, live::live},
};

/// The reader as a volunteer; none where nobody is signed in.
pub(super) async fn reader() -> Result<Option<Me>, ClientError> {
    if !may_be_signed_in() {
        return Ok(None);
    }
    match client::send(&GetVolunteer {}).await {
        Ok(me) => Ok(Some(me)),
        Err(error) if note_if_nobody(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether a request was refused because the session has ended; the app knows it from then on.
pub(super) fn note_if_nobody(error: &ClientError) -> bool {
    let nobody = error.problem().is_some_and(|problem| problem.code == ProblemCode::NotSignedIn);
    if nobody {
        note_signed_in(false);
    }
    nobody
}

/// In the place of a page that is somebody's own.
pub(super) fn sign_in_first(here: Volunteer) -> AnyView {
    view! {
        <section class="card">
            <p>{t::volunteer_sign_in_first}</p>
            <div class="button-row">
                <a class="button button--block" href=Route::Volunteer(here).after_sign_in()>
                    {t::account_sign_in}
                </a>
            </div>
        </section>
    }
    .into_any()
}

/// The registration, from which a page is gone back to. [`Route`] writes and reads the query; it is the sign-in's.
pub(super) fn registration_for(page: Volunteer) -> String {
    let sign_in = Route::Volunteer(page).after_sign_in();
    let query = sign_in.split_once('?').map(|(_, query)| query).unwrap_or_default();
    format!("{}?{query}", Route::Volunteer(Volunteer::Register).href())
}

/// What went wrong last, and the way on where there is one.
pub(super) fn trouble(trouble: RwSignal<Option<ClientError>>, here: Volunteer) -> AnyView {
    let said = live(move || {
        trouble.get().map(|error| {
            let code = error.problem().map(|problem| problem.code);
            let way = match code {
                Some(ProblemCode::NotSignedIn) => Some((Route::Volunteer(here).after_sign_in(), t::account_sign_in)),
                Some(ProblemCode::NotRegistered) => Some((registration_for(here), t::volunteer_register)),
                _ => None,
            };
            let way = way.map(|(href, words)| {
                view! {
                    <div class="button-row">
                        <a class="button button--block" href=href>
                            {words}
                        </a>
                    </div>
                }
            });
            view! {
                <p class="banner banner--error">{icon("warning")} <span>{live(move || error.words())}</span></p>
                {way}
            }
            .into_any()
        })
    });
    view! { <div role="alert">{said}</div> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::registration_for;
    use crate::route::{Route, Volunteer};

    #[test]
    fn the_registration_leads_back() {
        let page = Volunteer::Shift("01900000-0000-7000-8000-000000000000".parse().unwrap());
        let href = registration_for(page);
        let (path, query) = href.split_once('?').unwrap();
        assert_eq!(Route::parse(path), Some(Route::Volunteer(Volunteer::Register)));
        assert_eq!(Route::back_of(query), Some(Route::Volunteer(page)));
    }
}
