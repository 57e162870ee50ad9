//! `POST /api/v1/desk/cases/{number}/contact`: how to reach a reporter, written down each time.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    ProblemCode,
    account::Permission,
    audit::{Action, ObjectKind},
    cases::CaseNumber,
    desk::{DeskContact, ReadContact, requests::ContactQuery},
};

use super::{scope, store};
use crate::{
    access::Actor,
    audit::{self, Line},
    cases::{number_column, reach},
    error::{Answer, AppError},
    extract::{Body, Param},
    state::State,
};

pub(super) async fn read(
    Ext(state): Ext<State>,
    actor: Actor,
    Param(number): Param<CaseNumber>,
    Body(ContactQuery { share }): Body<ContactQuery>,
) -> Answer<ReadContact> {
    let (district, at) = (state.district(), state.now());
    let held = scope::held(&actor, Permission::ReadContact);
    let visible = scope::visible(&district, &actor, Permission::ReadContact);
    let unit = held.first().map(|held| held.unit.clone()).ok_or(ProblemCode::NotAllowed)?;
    let found: Result<_, AppError> = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let case = store::visible(tx, number_column(number), visible).await?.ok_or(ProblemCode::NotFound)?;
                let contact = store::contact(tx, case.id, share.0).await?.ok_or(ProblemCode::NotFound)?;
                let line = Line::new(Action::ReadContact).on(ObjectKind::Case, number).at_unit(&unit);
                audit::record(tx, &actor, at, line.with("share", share)).await?;
                Ok(contact)
            })
        })
        .await;
    Ok(Json(DeskContact { phone: reach::open(&state.secret, &found?)? }))
}
