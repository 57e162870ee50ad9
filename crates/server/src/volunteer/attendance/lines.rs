//! The roster: who has a place, who waits for one, who came.

use std::collections::HashMap;

use axum::{Json, extract::State as Ext};
use pingan_api::{
    ProblemCode, Timestamp,
    id::{AccountId, PostId, ShiftId, SignUpId},
    volunteer::{Roster, RosterLine, SignUpState, attendance::GetRoster},
};
use uuid::Uuid;

use super::codes;
use crate::{
    access::Actor,
    cases::word,
    error::{Answer, AppError},
    extract::Param,
    state::State,
    volunteer::{
        entity::{post, shift, sign_up},
        organiser::must_organise,
        store, view,
    },
};

pub(super) async fn read(Ext(state): Ext<State>, actor: Actor, Param(id): Param<ShiftId>) -> Answer<GetRoster> {
    let shift = organised(&state, &actor, id).await?;
    roster(&state, &actor, shift).await.map(Json)
}

/// A shift whose team the actor organises.
pub(super) async fn organised(state: &State, actor: &Actor, id: ShiftId) -> Result<shift::Model, AppError> {
    let db = state.db.reads();
    let shift = store::shift::shift(db, id.0).await?.ok_or(ProblemCode::NotFound)?;
    let team = store::shift::team(db, shift.team_id).await?;
    let team = team.ok_or_else(|| AppError::broken("a shift without a team"))?;
    must_organise(db, &state.district(), actor, &team).await?;
    Ok(shift)
}

/// For whoever organises the shift; that they do, the caller has seen to.
pub(in crate::volunteer) async fn roster(
    state: &State,
    actor: &Actor,
    shift: shift::Model,
) -> Result<Roster, AppError> {
    let (db, now) = (state.db.reads(), state.now());
    let posts = store::shift::posts(db, &[shift.id]).await?;
    let lines = lines(&posts, store::attendance::on_roster(db, shift.id).await?)?;
    let (codes_from, codes) = codes::to_show(&state.secret, &shift, now);
    let shift = view::whole(db, &state.district(), Some(actor), shift, now).await?;
    Ok(Roster { shift, lines, codes, codes_from, now })
}

/// By post, then those with a place before those without, each in the order of coming: `rows` come in that of their turns.
pub(super) fn lines(posts: &[post::Model], rows: Vec<sign_up::Model>) -> Result<Vec<RosterLine>, AppError> {
    let ords: HashMap<Uuid, i32> = posts.iter().map(|post| (post.id, post.ord)).collect();
    let with_state = |row: sign_up::Model| Ok::<_, AppError>((word::<SignUpState>(&row.state)?, row));
    let mut rows = rows.into_iter().map(with_state).collect::<Result<Vec<_>, _>>()?;
    rows.sort_by_key(|(state, row)| (ords.get(&row.post_id).copied(), rank(*state)));
    let mut in_line: HashMap<Uuid, u16> = HashMap::new();
    let lines = rows.into_iter().map(|(state, row)| {
        let place = (state == SignUpState::Waiting).then(|| {
            let place = in_line.entry(row.post_id).or_default();
            *place += 1;
            *place
        });
        line(state, row, place)
    });
    lines.collect()
}

const fn rank(state: SignUpState) -> u8 {
    match state {
        SignUpState::Confirmed => 0,
        SignUpState::Offered => 1,
        SignUpState::Pending => 2,
        SignUpState::Waiting => 3,
        SignUpState::Left | SignUpState::Lapsed | SignUpState::Refused => 4,
    }
}

fn line(state: SignUpState, row: sign_up::Model, place: Option<u16>) -> Result<RosterLine, AppError> {
    let minutes = view::minutes(&row);
    Ok(RosterLine {
        id: SignUpId(row.id),
        post: PostId(row.post_id),
        account: row.account_id.map(AccountId),
        name: row.name,
        friend: row.friend,
        state,
        place,
        walk_in: row.walk_in,
        under_age: row.under_age,
        attendance: word(&row.attendance)?,
        checked_in_at: row.checked_in_at.map(Timestamp::from_millis),
        checked_out_at: row.checked_out_at.map(Timestamp::from_millis),
        minutes,
        corrected_because: row.corrected_because,
    })
}
