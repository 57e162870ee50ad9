//! Voice notes: taken in one by one, kept as recorded, heard by whoever holds their path and never by the public.

pub mod entity;
pub mod sweep;

mod container;
mod measure;
mod serve;
mod store;
mod upload;

use pingan_api::{
    Method,
    id::VoiceId,
    voices::{MAX_BYTES, READ_PATH, UPLOAD_PATH, Voice, VoiceFormat},
};
use serde_json::{Value, json};
use utoipa::PartialSchema;

pub use self::store::Store;
use crate::{
    error::AppError,
    openapi::{idempotency_key, path_parameters},
    routes::{Access, Routes},
    secret::Secret,
    state::State,
};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.raw(Method::Post, UPLOAD_PATH, Access::Public, upload_operation(), upload::upload).raw(
        Method::Get,
        READ_PATH,
        Access::CodeHolder,
        read_operation(),
        serve::serve,
    )
}

/// A voice note with the path that opens it: only for whoever may hear it.
pub fn describe(secret: &Secret, row: &entity::Model) -> Result<Voice, AppError> {
    let id = VoiceId(row.id);
    Ok(Voice {
        id,
        format: row.format.parse().map_err(AppError::broken)?,
        ms: row.ms.and_then(|ms| u32::try_from(ms).ok()),
        path: format!("{}?k={}", READ_PATH.replace("{voice}", &id.to_string()), key(secret, id)),
    })
}

/// The voice notes that came with a case's shares.
pub(crate) async fn of_case(
    db: &impl sea_orm::ConnectionTrait,
    case: uuid::Uuid,
) -> Result<Vec<entity::Model>, AppError> {
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
    Ok(entity::Entity::find().filter(entity::Column::CaseId.eq(case)).all(db).await?)
}

/// The bytes of a recording; none once it is gone.
pub(crate) async fn whole(state: &State, id: VoiceId) -> Result<Option<bytes::Bytes>, AppError> {
    Ok(state.voices.get(id).await?)
}

/// Deletes the bytes of a recording whose row is gone.
pub(crate) async fn drop_file(state: &State, id: VoiceId) -> Result<(), AppError> {
    Ok(state.voices.delete(id).await?)
}

/// Derived, so that a row gives no recording away.
fn key(secret: &Secret, id: VoiceId) -> String {
    secret.key("voice", &[id.0.as_bytes()])
}

fn upload_operation() -> Value {
    let recording = json!({ "schema": { "type": "string", "format": "binary", "maxLength": MAX_BYTES } });
    let voice = serde_json::to_value(Voice::schema()).expect("a schema is plain data");
    json!({
        "summary": "Upload one voice note of at most 60 seconds; a case then names it",
        "parameters": [idempotency_key()],
        "requestBody": { "required": true, "content": content(&recording) },
        "responses": {
            "201": { "description": "Done", "content": { "application/json": { "schema": voice } } },
        },
    })
}

fn read_operation() -> Value {
    let mut parameters = path_parameters(READ_PATH);
    parameters.push(json!({
        "name": "k",
        "in": "query",
        "required": true,
        "description": "The key that a voice note's path comes with.",
        "schema": { "type": "string" },
    }));
    let recording = json!({ "schema": { "type": "string", "format": "binary" } });
    json!({
        "summary": "One voice note, whole or a range of it",
        "parameters": parameters,
        "responses": {
            "200": { "description": "Done", "content": content(&recording) },
            "206": { "description": "The range asked for", "content": content(&recording) },
        },
    })
}

/// The same schema under each content type.
fn content(schema: &Value) -> Value {
    VoiceFormat::ALL.iter().map(|format| (format.content_type().to_owned(), schema.clone())).collect()
}
