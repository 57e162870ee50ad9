//! Photos: taken in one by one, kept in two sizes without metadata, shown to whoever may see their case.

pub mod entity;
pub mod sweep;

mod intake;
mod jpeg;
mod redact;
mod serve;
mod store;
mod upload;

use pingan_api::{
    Method,
    id::PhotoId,
    photos::{MAX_BYTES, Photo, READ_PATH, UPLOAD_PATH},
};
use serde_json::{Value, json};
use utoipa::PartialSchema;

use self::store::Size;
pub(crate) use self::{
    intake::Kept,
    redact::{Painted, paint_over, swap},
    upload::{decode, fingerprint, keep},
};
pub use self::{store::Store, upload::take_in};
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

/// The small size of a photo of a public case.
pub fn public_thumb(id: PhotoId) -> String {
    path(id, Size::Thumb)
}

/// The small size for whoever is given this path.
pub fn keyed_thumb(secret: &Secret, id: PhotoId) -> String {
    keyed(secret, id, Size::Thumb)
}

/// A photo with the paths that its reader needs.
pub fn describe(secret: &Secret, id: PhotoId, width: u32, height: u32, public: bool) -> Photo {
    let at = |size| if public { path(id, size) } else { keyed(secret, id, size) };
    Photo { id, width, height, full: at(Size::Full), thumb: at(Size::Thumb) }
}

fn path(id: PhotoId, size: Size) -> String {
    READ_PATH.replace("{photo}", &id.to_string()).replace("{size}", size.as_str())
}

fn keyed(secret: &Secret, id: PhotoId, size: Size) -> String {
    format!("{}?k={}", path(id, size), key(secret, id))
}

/// The bytes of the full size; none once it is gone.
pub(crate) async fn full(state: &State, id: PhotoId) -> Result<Option<bytes::Bytes>, AppError> {
    Ok(state.photos.get(id, Size::Full).await?)
}

/// Deletes the bytes of a photo whose row is gone.
pub(crate) async fn drop_files(state: &State, id: PhotoId) -> Result<(), AppError> {
    Ok(state.photos.delete(id).await?)
}

/// Opens both sizes of one photo. Derived, so that a row gives no photo away.
fn key(secret: &Secret, id: PhotoId) -> String {
    secret.key("photo", &[id.0.as_bytes()])
}

fn upload_operation() -> Value {
    let image = json!({ "schema": { "type": "string", "format": "binary", "maxLength": MAX_BYTES } });
    let photo = serde_json::to_value(Photo::schema()).expect("a schema is plain data");
    json!({
        "summary": "Upload one photo; a case then names it",
        "parameters": [idempotency_key()],
        "requestBody": {
            "required": true,
            "content": { "image/jpeg": image, "image/png": image, "image/webp": image },
        },
        "responses": {
            "201": { "description": "Done", "content": { "application/json": { "schema": photo } } },
        },
    })
}

fn read_operation() -> Value {
    let mut parameters = path_parameters(READ_PATH);
    parameters.push(json!({
        "name": "k",
        "in": "query",
        "required": false,
        "description": "The key that a private photo's path comes with.",
        "schema": { "type": "string" },
    }));
    json!({
        "summary": "One size of a photo: `full` or `thumb`",
        "parameters": parameters,
        "responses": {
            "200": { "description": "Done", "content": { "image/jpeg": { "schema": { "type": "string", "format": "binary" } } } },
        },
    })
}
