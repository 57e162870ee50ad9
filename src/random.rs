//! Keys made on the phone, from the browser's own random numbers.

use pingan_api::id::IdempotencyKey;

/// A new key (UUIDv4), so that a repeated create is recognised.
pub fn key() -> IdempotencyKey {
    let mut bytes = [0; 16];
    let filled = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        // No engine of the floor lacks it; a key only has to differ from this phone's others.
        for byte in &mut bytes {
            *byte = (js_sys::Math::random() * 256.0) as u8;
        }
    }
    IdempotencyKey(uuid::Builder::from_random_bytes(bytes).into_uuid())
}
