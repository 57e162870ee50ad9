//! `/plain/report`: what it is, where it is, one form. What was typed comes back with the faults; photos that were taken
//! in come back as well, named by sealed ids.

mod filled;
mod form;

use axum::{
    extract::{FromRequest, Multipart, Request, State as Ext},
    http::{StatusCode, header},
    response::Response,
};
use maud::{Markup, html};
use pingan_api::{
    FieldError, ProblemCode, Validate,
    cases::CaseKind,
    district::{Unit, UnitKind},
    id::{IdempotencyKey, UnitId},
};
use serde::Deserialize;
use uuid::Uuid;

use self::filled::Filled;
use super::{HOME, REPORT, failed, layout::Page, notice, receipt};
use crate::{
    access::{Actor, MaybeActor},
    cases,
    device::Device,
    district::District,
    error::AppError,
    extract::Query,
    state::State,
    words::{Label, Lang, Words, t},
};

/// Of the whole form: nine photos as phones take them.
pub(super) const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The kinds that have a form, each with its hint.
const KINDS: [(CaseKind, Words); 3] = [
    (CaseKind::Hazard, t::kind_hazard_hint),
    (CaseKind::Appeal, t::kind_appeal_hint),
    (CaseKind::Opinion, t::kind_opinion_hint),
];

/// How far somebody has come; nothing in it tells who it is or where exactly.
#[derive(Deserialize)]
pub(super) struct Steps {
    lang: Option<String>,
    kind: Option<CaseKind>,
    street: Option<UnitId>,
    community: Option<UnitId>,
}

pub(super) async fn show(Ext(state): Ext<State>, Query(steps): Query<Steps>) -> Response {
    let lang = Lang::of(steps.lang.as_deref());
    let district = state.district();
    let kind = steps.kind.filter(|kind| KINDS.iter().any(|(known, _)| known == kind));
    let Some(kind) = kind else { return choose_kind(lang) };
    let unit =
        |id: &Option<UnitId>, of: UnitKind| id.as_ref().and_then(|id| district.unit(id)).filter(|unit| unit.kind == of);
    let community = unit(&steps.community, UnitKind::Community);
    if kind == CaseKind::Opinion || community.is_some() {
        let key = IdempotencyKey(Uuid::new_v4());
        let filled = Filled::new(key, kind, community.map(|community| community.id.clone()));
        return form::page(&state, lang, StatusCode::OK, &filled, &[]);
    }
    match unit(&steps.street, UnitKind::Street) {
        Some(street) => choose_unit(lang, &district, kind, UnitKind::Community, Some(&street.id)),
        None => choose_unit(lang, &district, kind, UnitKind::Street, None),
    }
}

fn choose_kind(lang: Lang) -> Response {
    let content = html! {
        ul.choices {
            @for (kind, hint) in KINDS {
                li {
                    a.choice href=(lang.on(&format!("{REPORT}?kind={kind}"))) {
                        b { (kind.label(lang)) } " · " (hint(lang))
                    }
                }
            }
        }
    };
    Page { title: t::kind(lang), here: REPORT, up: Some(HOME) }.answer(lang, StatusCode::OK, &content)
}

fn choose_unit(lang: Lang, district: &District, kind: CaseKind, of: UnitKind, parent: Option<&UnitId>) -> Response {
    let so_far = format!("{REPORT}?kind={kind}");
    let (title, up) = match of {
        UnitKind::Street => (t::street_title(lang), REPORT.to_owned()),
        _ => (t::community_title(lang), so_far.clone()),
    };
    let here = parent.map_or_else(|| so_far.clone(), |street| format!("{so_far}&street={street}"));
    let content = choices(lang, children(district, of, parent), &so_far);
    Page { title, here: &here, up: Some(&up) }.answer(lang, StatusCode::OK, &content)
}

fn choices<'a>(lang: Lang, units: impl Iterator<Item = &'a Unit>, so_far: &str) -> Markup {
    html! {
        ul.choices {
            @for unit in units {
                li {
                    a.choice href=(lang.on(&format!("{so_far}&{}={}", unit.kind, unit.id))) { (lang.name(&unit.name)) }
                }
            }
        }
    }
}

/// The units of one kind, below a parent if one is given.
fn children<'a>(
    district: &'a District,
    of: UnitKind,
    parent: Option<&'a UnitId>,
) -> impl Iterator<Item = &'a Unit> + use<'a> {
    let units = district.units().iter().filter(move |unit| unit.kind == of);
    units.filter(move |unit| parent.is_none() || unit.parent.as_ref() == parent)
}

#[derive(Deserialize)]
pub(super) struct SendQuery {
    lang: Option<String>,
}

pub(super) async fn send(
    Ext(state): Ext<State>,
    Query(SendQuery { lang }): Query<SendQuery>,
    device: Device,
    MaybeActor(actor): MaybeActor,
    request: Request,
) -> Response {
    let lang = Lang::of(lang.as_deref());
    let headers = request.headers().clone();
    let Ok(multipart) = Multipart::from_request(request, &state).await else {
        return failed(lang, &ProblemCode::UnsupportedMediaType.into());
    };
    let filled = match filled::read(&state, multipart).await {
        Ok(filled) => filled,
        Err(error) => return failed(lang, &error),
    };
    match keep(&state, &device, actor, &filled).await {
        Ok(()) => {
            let mut response = receipt::lead_to(&state, lang, &headers, filled.key);
            if let Some(cookie) = device.cookie() {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(AppError::Problem(problem)) => match problem.code {
            ProblemCode::Invalid | ProblemCode::OutsideDistrict => {
                form::page(&state, lang, StatusCode::UNPROCESSABLE_ENTITY, &filled, &problem.errors)
            }
            ProblemCode::IdempotencyKeyReused => {
                notice(lang, StatusCode::CONFLICT, t::sent_before_title(lang), t::sent_before(lang))
            }
            _ => failed(lang, &AppError::Problem(problem)),
        },
        Err(error) => failed(lang, &error),
    }
}

/// The same rules and the same way as for what the app sends.
async fn keep(state: &State, device: &Device, actor: Option<Actor>, filled: &Filled) -> Result<(), AppError> {
    let case = filled.new_case();
    let mut errors = case.validate().err().unwrap_or_default();
    // A photo that was not taken in is a fault even where one is not needed: nobody believes it sent when it is not.
    errors.extend(filled.refused.first().map(|_| FieldError::new("photos", pingan_api::Issue::Invalid)));
    if !errors.is_empty() {
        return Err(errors.into());
    }
    cases::create_for(state, device, actor, case, filled.key).await.map(drop)
}
