//! Links to files, such as an export, are followed by browsers as those to pages are. Whoever follows one after the session
//! has ended is led to the sign-in, and from there back to the page that the link was on: a refusal is written for
//! programs.

use axum::{
    extract::Request,
    http::{HeaderMap, Method, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use pingan_api::{
    ProblemCode,
    account::sign_in::{second_factor_page, sign_in_page},
};

use crate::error::AppError;

/// The answer to a request that was refused.
pub(super) fn answer(error: AppError, request: &Request) -> Response {
    let door: fn(Option<&str>) -> String = match error.to_problem().code {
        ProblemCode::NotSignedIn => sign_in_page,
        ProblemCode::SecondFactorNeeded => second_factor_page,
        _ => return error.into_response(),
    };
    if request.method() != Method::GET || !is_navigation(request.headers()) {
        return error.into_response();
    }
    let from = came_from(request.headers());
    Redirect::to(&door(from.as_ref().map(Uri::path))).into_response()
}

/// The browser itself asks, to show what comes. It says so by `Sec-Fetch-Mode` since Chromium 76 and iOS 16.4, before that
/// by what it wants to have; scripts want anything, or JSON.
fn is_navigation(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-mode") {
        Some(mode) => mode == "navigate",
        None => text(header::ACCEPT.as_str()).is_some_and(|wanted| wanted.contains("text/html")),
    }
}

/// The page that the link was on. `sign_in_page` looks whether it can be one of the app.
fn came_from(headers: &HeaderMap) -> Option<Uri> {
    headers.get(header::REFERER)?.to_str().ok()?.parse().ok()
}
