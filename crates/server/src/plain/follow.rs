//! `POST /plain/case`: a case for whoever has its number and code. The same tries are counted as the app's.

use axum::{
    extract::{Request, State as Ext},
    http::StatusCode,
    response::Response,
};
use maud::{Markup, html};
use pingan_api::{
    ProblemCode,
    cases::{CaseKey, TrackedCase},
};

use super::{CASE, HOME, HomeQuery, failed, layout::Page};
use crate::{
    cases,
    error::AppError,
    extract::{Client, Query, read_body},
    state::State,
    words::{Label, Lang, moment, t},
};

/// Two short fields.
const MAX_BYTES: usize = 4096;

/// What stood in the form, and what is wrong with it.
#[derive(Default)]
pub(super) struct Typed {
    number: String,
    code: String,
    fault: Option<String>,
}

pub(super) async fn look_up(
    Ext(state): Ext<State>,
    Client(client): Client,
    Query(HomeQuery { lang }): Query<HomeQuery>,
    request: Request,
) -> Response {
    let lang = Lang::of(lang.as_deref());
    let body = match read_body(request, MAX_BYTES, ProblemCode::BodyTooLarge).await {
        Ok(body) => body,
        Err(error) => return failed(lang, &error),
    };
    let mut typed = Typed::default();
    for (name, value) in form_urlencoded::parse(&body) {
        match &*name {
            "number" => typed.number = value.into_owned(),
            "code" => typed.code = value.into_owned(),
            _ => {}
        }
    }
    let key = CaseKey { number: typed.number.clone(), code: typed.code.clone() };
    match cases::track_case(&state, &client, &key).await {
        Ok(case) => {
            let title = case.summary.category.map_or(case.summary.kind.label(lang), |category| category.label(lang));
            Page { title, here: HOME, up: Some(HOME) }.answer(lang, StatusCode::OK, &contents(lang, &case, &key))
        }
        Err(AppError::Problem(problem)) if [404, 429].contains(&problem.status) => {
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::NOT_FOUND);
            typed.fault = Some(match problem.retry_after {
                Some(seconds) => t::wait(lang, seconds),
                None => problem.code.label(lang).to_owned(),
            });
            let content = html! { section { (form(lang, &typed)) } };
            Page { title: t::look_up(lang), here: HOME, up: Some(HOME) }.answer(lang, status, &content)
        }
        Err(error) => failed(lang, &error),
    }
}

/// Number and code, to be filled in.
pub(super) fn form(lang: Lang, Typed { number, code, fault }: &Typed) -> Markup {
    let invalid = fault.as_ref().map(|_| "true");
    html! {
        h2 { (t::look_up(lang)) }
        @if let Some(fault) = fault { p.fault role="alert" #look-up-fault { (fault) } } @else { p { (t::look_up_hint(lang)) } }
        form method="post" action=(lang.on(CASE)) {
            div.field {
                label for="number" { (t::number(lang)) }
                p.hint #number-hint { (t::number_hint(lang)) }
                input #number type="text" name="number" value=(number) inputmode="numeric" autocomplete="off"
                    maxlength="40" aria-invalid=[invalid] aria-describedby="number-hint";
            }
            div.field {
                label for="code" { (t::code(lang)) }
                p.hint #code-hint { (t::code_hint(lang)) }
                input #code type="text" name="code" value=(code) autocapitalize="characters" autocomplete="off"
                    maxlength="40" aria-invalid=[invalid] aria-describedby="code-hint";
            }
            button.button { (t::look_up_button(lang)) }
        }
    }
}

fn contents(lang: Lang, case: &TrackedCase, key: &CaseKey) -> Markup {
    let TrackedCase { summary, next, steps, photos, voice, .. } = case;
    html! {
        section {
            p { (t::number(lang)) " " b { (summary.number.grouped()) } }
            p.hint { (t::state(lang)) }
            p.state { (summary.state.label(lang)) }
            p {
                (next.next.label(lang))
                @if let Some(due) = next.due_at { " · " (t::by(lang, moment(lang, due))) }
            }
            @if let Some(holder) = &next.holder { p { (t::holder(lang)) " " b { (lang.name(holder)) } } }
        }
        section {
            h2 { (t::steps(lang)) }
            ol.steps {
                @for step in steps {
                    li {
                        (step.event.map_or(t::sent(lang), |event| event.label(lang)))
                        @if let Some(holder) = &step.holder { " · " (lang.name(holder)) }
                        @if let Some(words) = &step.words { p { (words) } }
                        p.hint { (moment(lang, step.at)) }
                    }
                }
            }
        }
        section {
            h2 { (t::yours(lang)) }
            @if !photos.is_empty() {
                ul.photos {
                    @for (i, photo) in photos.iter().enumerate() {
                        li { a href=(photo.full) { img src=(photo.thumb) alt=(t::photo_n(lang, i + 1)); } }
                    }
                }
            }
            @if !case.text.is_empty() { p { (case.text) } }
            @if let Some(voice) = voice {
                p.hint #said { (t::said(lang)) }
                audio controls preload="none" src=(voice.path) aria-labelledby="said" {}
            }
            dl.facts {
                dt { (t::sent_at(lang)) }
                dd { (moment(lang, summary.created_at)) }
                @if let Some(place) = &case.place_exact {
                    dt { (t::place(lang)) }
                    dd {
                        (lang.name(&place.grid_name))
                        @if let Some(landmark) = &place.landmark { " · " (landmark) }
                    }
                } @else if let Some(place) = &summary.place {
                    dt { (t::place(lang)) }
                    dd { (lang.name(&place.grid_name)) }
                }
                @if let Some(about) = &case.about {
                    dt { (t::about_unit(lang)) }
                    dd { (lang.name(about)) }
                }
                @for answer in &case.answers {
                    dt { (answer.question.label(lang)) }
                    dd { (answer.choice.label(lang)) }
                }
                @if case.has_contact { dt { (t::phone(lang)) } dd { (t::contact_yes(lang)) } }
            }
        }
        form method="post" action=(lang.on(CASE)) {
            input type="hidden" name="number" value=(key.number);
            input type="hidden" name="code" value=(key.code);
            button.button { (t::refresh(lang)) }
        }
    }
}
