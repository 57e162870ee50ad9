//! `GET /api/v1/account`: whoever is signed in.

use axum::{Json, extract::State as Ext};
use pingan_api::{
    Timestamp,
    account::{GetMe, Grant, Me, SecondFactor},
    id::TeamId,
};

use super::{demo, open::phone_of, store};
use crate::{
    access::{Actor, Held},
    district::District,
    error::{Answer, AppError},
    state::State,
    volunteer,
};

pub(super) async fn me(Ext(state): Ext<State>, actor: Actor) -> Answer<GetMe> {
    of(&state, &actor).await.map(Json)
}

pub(super) async fn of(state: &State, actor: &Actor) -> Result<Me, AppError> {
    let row = store::account(state.db.reads(), actor.account.0).await?;
    let second_factor = match (actor.grants().is_empty(), row.totp_enrolled_at, actor.second_factor) {
        (true, ..) => SecondFactor::NotNeeded,
        (_, None, _) => SecondFactor::ToEnrol,
        (_, _, false) => SecondFactor::ToPass,
        (_, _, true) => SecondFactor::Passed,
    };
    Ok(Me {
        id: actor.account,
        phone: phone_of(&state.secret, &row)?.masked(),
        grants: grants(actor, &state.district()),
        leads: volunteer::led_by(state.db.reads(), row.id).await?.into_iter().map(TeamId).collect(),
        second_factor,
        wechat: row.wechat_key.is_some(),
        demo_code: demo::code_of(state, &row)?,
        created_at: Timestamp::from_millis(row.created_at),
        name: row.name,
    })
}

fn grants(actor: &Actor, district: &District) -> Vec<Grant> {
    let grant = |held: &Held| Grant {
        id: held.id,
        role: held.role,
        unit: held.unit.clone(),
        unit_name: district.name(&held.unit),
    };
    actor.grants().iter().map(grant).collect()
}
