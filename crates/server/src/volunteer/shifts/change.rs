//! `POST /api/v1/volunteer/shifts/{shift}`: a change of a shift and its posts, made from one version of it.

use std::sync::Arc;

use axum::extract::State as Ext;
use pingan_api::{
    FieldError, Issue, ProblemCode, Timestamp,
    id::ShiftId,
    volunteer::{
        NewShift, ShiftState, VolunteerWord,
        shift::{ChangeShift, ShiftChange},
    },
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    DatabaseTransaction,
};
use uuid::Uuid;

use super::{Locked, case, e7, gone, is, line, locked, new_post, notices, planning_team, prefixed, shown, written};
use crate::{
    access::Actor,
    audit,
    district::District,
    error::{Answer, AppError},
    extract::{Body, Param},
    state::State,
    volunteer::{
        entity::{post, shift},
        sign_ups,
        store::shift as store,
    },
};

pub(super) async fn change(
    Ext(state): Ext<State>,
    actor: Actor,
    Param(id): Param<ShiftId>,
    Body(ShiftChange { version, shift: new }): Body<ShiftChange>,
) -> Answer<ChangeShift> {
    let attempt = Attempt { district: state.district(), actor: actor.clone(), id, version, new, at: state.now() };
    let told = state.db.write(move |tx| Box::pin(async move { attempt.run(tx).await })).await?;
    sign_ups::wake(&state, told);
    shown(&state, &actor, id.0).await
}

/// Everything that goes into the transaction.
struct Attempt {
    district: Arc<District>,
    actor: Actor,
    id: ShiftId,
    version: u32,
    new: NewShift,
    at: Timestamp,
}

impl Attempt {
    /// Answers who was told.
    async fn run(self, tx: &DatabaseTransaction) -> Result<Vec<Uuid>, AppError> {
        let (district, actor, new, now) = (&self.district, &self.actor, &self.new, self.at.as_millis());
        let Locked { shift: before, team, .. } = locked(tx, district, actor, self.id, false).await?;
        if is(&before, ShiftState::Cancelled) || before.ends_at <= now {
            return Err(ProblemCode::NotPossibleNow.into());
        }
        if u32::try_from(before.version) != Ok(self.version) {
            return Err(ProblemCode::EditedMeanwhile.into());
        }
        let (starts_at, ends_at) = (new.starts_at.as_millis(), new.ends_at.as_millis());
        let begins_anew = starts_at != before.starts_at;
        if begins_anew {
            new.validate_at(self.at).map_err(|errors| prefixed("shift.", errors))?;
        }
        let team = match new.team.0 == team.id {
            true => team,
            false => planning_team(tx, district, actor, new.team, "shift.team".to_owned()).await?,
        };
        let grid = district.grid_at(new.position);
        let grid = grid.ok_or_else(|| AppError::field("shift.position", Issue::OutsideDistrict))?;
        let case = self.case(tx, before.case_id).await?;
        self.posts(tx).await?;
        let changes = shift::ActiveModel {
            case_id: Set(case),
            // Those who were told of another beginning are reminded of that one.
            reminded: if begins_anew { Set(0) } else { NotSet },
            version: Set(before.version + 1),
            ..written(new, &team, grid)
        };
        store::change_shift(tx, before.id, changes).await?;
        let is_other_time = (starts_at, ends_at) != (before.starts_at, before.ends_at);
        if is_other_time {
            store::move_sign_ups(tx, before.id, starts_at, ends_at).await?;
        }
        audit::record(tx, actor, self.at, line("change", before.id, &team)).await?;
        let after = store::shift(tx, before.id).await?.ok_or_else(gone)?;
        let is_elsewhere = e7(new.position) != (before.lat_e7, before.lon_e7) || after.place != before.place;
        let mut news = Vec::new();
        if is_other_time || is_elsewhere {
            news = notices(tx, &after, VolunteerWord::Changed, None).await?;
        }
        // There may be more places than before.
        news.extend(sign_ups::line::offer_free(tx, &after, self.at).await?);
        sign_ups::line::tell(tx, news, self.at).await
    }

    /// The case that the shift is for from here on. The one that it was for already need not be the actor's to see.
    async fn case(&self, tx: &DatabaseTransaction, before: Option<Uuid>) -> Result<Option<Uuid>, AppError> {
        let Some(number) = self.new.case else { return Ok(None) };
        if let Some(before) = before
            && case::has_number(tx, before, number).await?
        {
            return Ok(Some(before));
        }
        let seen = case::hazard(tx, &self.district, &self.actor, number).await?;
        seen.map(Some).ok_or_else(|| AppError::field("shift.case", Issue::Invalid))
    }

    /// Changes posts, adds new ones and takes away those that are left out. No place goes that somebody has.
    async fn posts(&self, tx: &DatabaseTransaction) -> Result<(), AppError> {
        let (shift, wanted) = (self.id.0, &self.new.posts);
        let before = store::posts(tx, &[shift]).await?;
        let mut errors = Vec::new();
        for (n, new) in wanted.iter().enumerate() {
            let Some(id) = new.id else { continue };
            match before.iter().find(|post| post.id == id.0) {
                None => errors.push(FieldError::new(format!("shift.posts[{n}].id"), Issue::Invalid)),
                Some(post) if i32::from(new.needed) < post.taken => {
                    let taken = u32::try_from(post.taken).map_err(AppError::broken)?;
                    errors.push(FieldError::limited(format!("shift.posts[{n}].needed"), Issue::TooFew, taken));
                }
                Some(_) => {}
            }
        }
        let is_kept = |post: &&post::Model| wanted.iter().any(|new| new.id.is_some_and(|id| id.0 == post.id));
        let left_out: Vec<Uuid> = before.iter().filter(|post| !is_kept(post)).map(|post| post.id).collect();
        if !left_out.is_empty() && store::anybody_in(tx, shift, &left_out).await? {
            errors.push(FieldError::new("shift.posts", Issue::Invalid));
        }
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let (mut ids, mut added) = (Vec::new(), Vec::new());
        for (ord, new) in (0..).zip(wanted) {
            let row = new_post(shift, ord, new);
            match new.id {
                Some(id) => {
                    let changes = post::ActiveModel {
                        ord: Set(row.ord),
                        name: Set(row.name),
                        needed: Set(row.needed),
                        qualification: Set(row.qualification),
                        ..Default::default()
                    };
                    store::change_post(tx, id.0, changes).await?;
                    ids.push(id.0);
                }
                None => {
                    ids.push(row.id);
                    added.push(row);
                }
            }
        }
        store::insert_posts(tx, added).await?;
        match ids.first() {
            Some(first) if !left_out.is_empty() => Ok(store::remove_posts(tx, shift, &left_out, *first).await?),
            _ => Ok(()),
        }
    }
}
