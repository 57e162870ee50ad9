//! Where a page of a list that runs by time begins: the moment and the id of the row before it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use pingan_api::{Issue, page::Cursor};
use uuid::Uuid;

use crate::error::AppError;

pub fn write(at: i64, id: Uuid) -> Cursor {
    let mut bytes = [0; 24];
    bytes[..8].copy_from_slice(&at.to_be_bytes());
    bytes[8..].copy_from_slice(id.as_bytes());
    Cursor(URL_SAFE_NO_PAD.encode(bytes))
}

/// Fails for what [`write`] did not write.
pub fn read(cursor: &Cursor) -> Result<(i64, Uuid), AppError> {
    let bytes: Option<[u8; 24]> = URL_SAFE_NO_PAD.decode(&cursor.0).ok().and_then(|bytes| bytes.try_into().ok());
    let bytes = bytes.ok_or_else(|| AppError::field("cursor", Issue::Invalid))?;
    let (at, id) = bytes.split_at(8);
    let at = i64::from_be_bytes(at.try_into().expect("eight of 24 bytes"));
    Ok((at, Uuid::from_slice(id).expect("sixteen of 24 bytes")))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::{Cursor, read, write};

    proptest! {
        #[test]
        fn a_cursor_is_read_back(at in any::<i64>(), id in any::<u128>()) {
            let id = Uuid::from_u128(id);
            prop_assert_eq!(read(&write(at, id)).unwrap(), (at, id));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            let _ = read(&Cursor(text));
        }
    }
}
