//! The pages under `/plain`, drawn by the server without any script: for phones on which the app does not run. They
//! show the hotlines, take a report by a form, and look a case up.

mod follow;
mod layout;
mod receipt;
mod report;

use axum::{
    extract::{DefaultBodyLimit, State as Ext},
    handler::Handler,
    http::StatusCode,
    response::Response,
};
use maud::html;
use pingan_api::Method;
use serde::Deserialize;

use self::layout::Page;
use crate::{
    error::AppError,
    extract::Query,
    routes::{Access, Routes},
    state::State,
    words::{Label, Lang, Words, t},
};

pub(crate) const HOME: &str = "/plain";
const REPORT: &str = "/plain/report";
const RECEIPT: &str = "/plain/receipt";
const CASE: &str = "/plain/case";

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .page(Method::Get, HOME, Access::Public, home)
        .page(Method::Get, REPORT, Access::Public, report::show)
        .page(Method::Post, REPORT, Access::Public, report::send.layer(DefaultBodyLimit::max(report::MAX_BYTES)))
        .page(Method::Get, RECEIPT, Access::Public, receipt::show)
        // For whoever reloads a page that a form led to.
        .page(Method::Get, CASE, Access::Public, home)
        .page(Method::Post, CASE, Access::Public, follow::look_up)
}

/// Numbers to call, and in which order.
const HOTLINES: [(&str, Words); 4] =
    [("110", t::hotline_110), ("119", t::hotline_119), ("120", t::hotline_120), ("12345", t::hotline_12345)];

#[derive(Deserialize)]
struct HomeQuery {
    lang: Option<String>,
}

async fn home(Ext(state): Ext<State>, Query(HomeQuery { lang }): Query<HomeQuery>) -> Response {
    let lang = Lang::of(lang.as_deref());
    let content = html! {
        p.lead { (t::lead(lang)) }
        @if state.district().demo() { p.note { (t::demo(lang)) } }
        section {
            h2 { (t::hotlines(lang)) }
            ul.calls {
                @for (number, name) in HOTLINES {
                    li { a.call href={ "tel:" (number) } { b { (number) } " " (name(lang)) } }
                }
            }
        }
        section {
            h2 { (t::report(lang)) }
            p { (t::report_hint(lang)) }
            a.button.button--seal href=(lang.on(REPORT)) { (t::report(lang)) }
        }
        section { (follow::form(lang, &follow::Typed::default())) }
    };
    Page { title: t::title(lang), here: HOME, up: None }.answer(lang, StatusCode::OK, &content)
}

/// What went wrong, as a page. A fault of the server is logged here, since nothing of it is in the answer.
fn failed(lang: Lang, error: &AppError) -> Response {
    let problem = error.to_problem();
    if !matches!(error, AppError::Problem(_)) {
        tracing::error!(cause = %error, "a plain page failed");
    }
    let words = match problem.retry_after {
        Some(seconds) => t::wait(lang, seconds),
        None => problem.code.label(lang).to_owned(),
    };
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    notice(lang, status, t::failed_title(lang), &words)
}

/// A page with one thing to say.
fn notice(lang: Lang, status: StatusCode, title: &str, words: &str) -> Response {
    let content = html! {
        p role="alert" { (words) }
        a.button href=(lang.on(HOME)) { (t::home(lang)) }
    };
    Page { title, here: HOME, up: None }.answer(lang, status, &content)
}
