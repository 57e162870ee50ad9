//! `GET /api/v1/account`: whoever is signed in.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Timestamp,
    account::{GetMe, Grant, Me, SecondFactor},
};

use super::{open::phone_of, store};
use crate::{access::Actor, district::District, error::Answer, state::State};

pub(super) async fn me(Ext(state): Ext<State>, actor: Actor) -> Answer<GetMe> {
    let row = store::account(state.db.reads(), actor.account.0).await?;
    let second_factor = match (actor.grants().is_empty(), row.totp_enrolled_at, actor.second_factor) {
        (true, ..) => SecondFactor::NotNeeded,
        (_, None, _) => SecondFactor::ToEnrol,
        (_, _, false) => SecondFactor::ToPass,
        (_, _, true) => SecondFactor::Passed,
    };
    Ok(Json(Me {
        id: actor.account,
        phone: phone_of(&state.secret, &row)?.masked(),
        name: row.name,
        grants: grants(&actor, &state.district()),
        second_factor,
        created_at: Timestamp::from_millis(row.created_at),
    }))
}

fn grants(actor: &Actor, district: &District) -> Vec<Grant> {
    let grant = |held: &crate::access::Held| Grant {
        id: held.id,
        role: held.role,
        unit: held.unit.clone(),
        unit_name: district.name(&held.unit),
    };
    actor.grants().iter().map(grant).collect()
}
