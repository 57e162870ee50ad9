//! A photo with parts painted over takes the place of what was sent. It is another photo with another id, so that no
//! cache anywhere shows the old one under its name.

use pingan_api::{
    Issue, ProblemCode,
    audit::Action,
    desk::{Area, act::UNREDACTED_DAYS},
    id::PhotoId,
};
use sea_orm::DatabaseTransaction;

use super::Doing;
pub(super) use crate::photos::Painted;
use crate::{audit::Line, error::AppError, photos, state::State};

/// Paints over areas of a photo and keeps what comes out, which no row names yet.
pub(super) async fn paint(state: &State, photo: PhotoId, areas: &[Area]) -> Result<Painted, AppError> {
    let painted = photos::paint_over(state, photo, areas).await?;
    painted.ok_or_else(|| AppError::field("photo", Issue::UnknownPhoto))
}

/// The public sees the painted one from here on; the holder's chain sees the other for [`UNREDACTED_DAYS`] days.
pub(super) async fn replace(
    tx: &DatabaseTransaction,
    doing: &Doing<'_>,
    painted: Option<Painted>,
) -> Result<(), AppError> {
    let (Some(painted), Some(photo)) = (painted, doing.new.photo) else {
        return Err(ProblemCode::NotPossibleNow.into());
    };
    let kept_until = doing.at.plus_hours(UNREDACTED_DAYS * 24);
    let swapped = photos::swap(tx, doing.case.id, photo, &painted, doing.at, kept_until).await?;
    if !swapped {
        return Err(AppError::field("photo", Issue::UnknownPhoto));
    }
    doing.record(tx, Line::new(Action::RedactPhoto).with("photo", photo)).await
}
