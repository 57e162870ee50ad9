//! Photos and voice notes: whose they become, and what hangs on a case.

use pingan_api::{
    FieldError, Issue,
    id::{PhotoId, VoiceId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    UpdateMany,
};
use uuid::Uuid;

use crate::{cases::entity::reporter, error::AppError, photos::entity as photo, voices::entity as voice};

/// Photos that go with a step: the desk's, which the public sees when it sees the case.
pub(in crate::cases) async fn claim_for_step(
    tx: &DatabaseTransaction,
    case: Uuid,
    seq: i32,
    photos: &[PhotoId],
) -> Result<(), AppError> {
    let errors = claim(tx, photos, |photo| {
        photo
            .col_expr(photo::Column::CaseId, case.into())
            .col_expr(photo::Column::Step, seq.into())
            .col_expr(photo::Column::PublicShare, true.into())
    })
    .await?;
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// Photos that a reporter sends with a step: the desk's to see, and their own.
pub(in crate::cases) async fn claim_for_reporter(
    tx: &DatabaseTransaction,
    share: &reporter::Model,
    seq: i32,
    photos: &[PhotoId],
) -> Result<Vec<FieldError>, DbErr> {
    claim(tx, photos, |photo| {
        photo
            .col_expr(photo::Column::CaseId, share.case_id.into())
            .col_expr(photo::Column::ReporterId, share.id.into())
            .col_expr(photo::Column::Step, seq.into())
    })
    .await
}

/// Photos that come with a share.
pub(in crate::cases) async fn claim_for_share(
    tx: &DatabaseTransaction,
    case: Uuid,
    share: Uuid,
    is_public: bool,
    photos: &[PhotoId],
) -> Result<Vec<FieldError>, DbErr> {
    claim(tx, photos, |photo| {
        photo
            .col_expr(photo::Column::CaseId, case.into())
            .col_expr(photo::Column::ReporterId, share.into())
            .col_expr(photo::Column::PublicShare, is_public.into())
    })
    .await
}

/// The voice note that comes with a share. Answers what is wrong with it.
pub(in crate::cases) async fn claim_voice(
    tx: &DatabaseTransaction,
    case: Uuid,
    share: Uuid,
    voice: VoiceId,
) -> Result<Option<FieldError>, DbErr> {
    let claimed = voice::Entity::update_many()
        .col_expr(voice::Column::CaseId, case.into())
        .col_expr(voice::Column::ReporterId, share.into())
        .filter(voice::Column::Id.eq(voice.0))
        .filter(voice::Column::CaseId.is_null())
        .exec(tx)
        .await?;
    if claimed.rows_affected > 0 {
        return Ok(None);
    }
    let exists = voice::Entity::find_by_id(voice.0).count(tx).await? > 0;
    Ok(Some(FieldError::new("voice", if exists { Issue::VoiceTaken } else { Issue::UnknownVoice })))
}

/// Takes photos that no case names yet, in their order. Answers which are not there or taken.
async fn claim(
    tx: &DatabaseTransaction,
    photos: &[PhotoId],
    owner: impl Fn(UpdateMany<photo::Entity>) -> UpdateMany<photo::Entity>,
) -> Result<Vec<FieldError>, DbErr> {
    let mut errors = Vec::new();
    for (i, photo) in photos.iter().enumerate() {
        let claimed = owner(photo::Entity::update_many())
            .col_expr(photo::Column::Ordinal, i32::try_from(i).unwrap_or(i32::MAX).into())
            .filter(photo::Column::Id.eq(photo.0))
            .filter(photo::Column::CaseId.is_null())
            .exec(tx)
            .await?;
        if claimed.rows_affected == 0 {
            let exists = photo::Entity::find_by_id(photo.0).count(tx).await? > 0;
            let issue = if exists { Issue::PhotoTaken } else { Issue::UnknownPhoto };
            errors.push(FieldError::new(format!("photos[{i}]"), issue));
        }
    }
    Ok(errors)
}

/// Photos of one case go to another. Answers the places in the list of those that the case does not show.
pub(in crate::cases) async fn move_photos(
    tx: &DatabaseTransaction,
    from: Uuid,
    to: Uuid,
    share: Uuid,
    photos: &[PhotoId],
) -> Result<Vec<usize>, DbErr> {
    let mut lost = Vec::new();
    for (i, photo) in photos.iter().enumerate() {
        let moved = photo::Entity::update_many()
            .col_expr(photo::Column::CaseId, to.into())
            .col_expr(photo::Column::ReporterId, share.into())
            .col_expr(photo::Column::Ordinal, i32::try_from(i).unwrap_or(i32::MAX).into())
            .filter(photo::Column::Id.eq(photo.0))
            .filter(photo::Column::CaseId.eq(from))
            .filter(photo::Column::Step.is_null())
            .filter(photo::Column::RedactedInto.is_null())
            .exec(tx)
            .await?;
        if moved.rows_affected == 0 {
            lost.push(i);
        }
    }
    Ok(lost)
}

/// All photos of a case as they are shown, each share's in its order.
pub(crate) async fn photos(db: &impl ConnectionTrait, case: Uuid) -> Result<Vec<photo::Model>, DbErr> {
    photo::Entity::find()
        .filter(photo::Column::CaseId.eq(case))
        .filter(photo::Column::RedactedInto.is_null())
        .order_by_asc(photo::Column::ReporterId)
        .order_by_asc(photo::Column::Ordinal)
        .all(db)
        .await
}

/// What was said into a share of a case.
pub(in crate::cases) async fn voice(
    db: &impl ConnectionTrait,
    share: &reporter::Model,
) -> Result<Option<voice::Model>, DbErr> {
    let of_case = voice::Entity::find().filter(voice::Column::CaseId.eq(share.case_id));
    of_case.filter(voice::Column::ReporterId.eq(share.id)).one(db).await
}
