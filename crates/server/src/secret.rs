//! The server's one secret, and the keyed hashes made with it.

use std::{fmt, fs, io, io::Write, os::unix::fs::OpenOptionsExt, path::Path, sync::Arc};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{Aead, Payload},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// What codes, photo keys and look-up hashes are derived from. Whoever changes it makes every code unreadable.
#[derive(Clone)]
pub struct Secret(Arc<[u8; 32]>);

/// The file under the data folder that holds a secret made by the server itself.
const FILE: &str = "secret";

impl Secret {
    /// Any text serves; it is stretched to a key by hashing, so a short one is a weak one.
    pub fn from_text(text: &str) -> Self {
        Self(Arc::new(Sha256::digest(text).into()))
    }

    /// The secret of a data folder, made on the first start and readable by its owner alone.
    pub fn of_folder(data: &Path) -> io::Result<Self> {
        let path = data.join(FILE);
        match fs::read_to_string(&path) {
            Ok(text) if !text.trim().is_empty() => return Ok(Self::from_text(text.trim())),
            Ok(_) => return Err(io::Error::new(io::ErrorKind::InvalidData, format!("{} is empty", path.display()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let text = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        Ok(Self::from_text(&text))
    }

    /// HMAC-SHA256 over a purpose and the parts, each led by its length, so that no two lists of parts collide.
    pub fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0[..]).expect("HMAC takes a key of any length");
        for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// Seals a few bytes so that only this secret opens them, and only for the same purpose and context
    /// (XChaCha20-Poly1305, the nonce in front, base64).
    pub fn seal(&self, purpose: &str, context: &[u8], plain: &[u8]) -> String {
        let nonce = random::<24>();
        let payload = Payload { msg: plain, aad: context };
        let sealed = self.cipher(purpose).encrypt(&nonce.into(), payload).expect("a few bytes can be sealed");
        URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat())
    }

    /// What was sealed; none if it was sealed by another secret, for something else, or changed since.
    pub fn open(&self, purpose: &str, context: &[u8], sealed: &str) -> Option<Vec<u8>> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<24>()?;
        self.cipher(purpose).decrypt(&(*nonce).into(), Payload { msg: sealed, aad: context }).ok()
    }

    fn cipher(&self, purpose: &str) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.mac("seal", &[purpose.as_bytes()]).into())
    }

    /// The first 16 bytes of [`Secret::mac`] in hexadecimal: a key for a URL or a database column.
    pub fn key(&self, purpose: &str, parts: &[&[u8]]) -> String {
        let bytes: [u8; 16] = self.mac(purpose, parts)[..16].try_into().expect("a MAC has 32 bytes");
        format!("{:032x}", u128::from_be_bytes(bytes))
    }
}

/// Whether two keys are one. Takes as long for a nearly right one as for a wrong one.
pub(crate) fn is_same(sent: &str, right: &str) -> bool {
    let differences = sent.bytes().zip(right.bytes()).fold(0, |differences, (a, b)| differences | (a ^ b));
    sent.len() == right.len() && differences == 0
}

/// Bytes from the system's source of randomness.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system has randomness");
    bytes
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(……)")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_folder_keeps_its_secret_to_its_owner() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let first = Secret::of_folder(folder.path()).unwrap();
        let again = Secret::of_folder(folder.path()).unwrap();
        assert_eq!(first.mac("test", &[b"x"]), again.mac("test", &[b"x"]));
        let mode = std::fs::metadata(folder.path().join("secret")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_is_sealed_opens_for_the_same_purpose_and_context_alone() {
        let secret = Secret::from_text("test");
        let sealed = secret.seal("phone", b"row 1", b"13800000000");
        assert!(!sealed.contains("138"));
        assert_ne!(sealed, secret.seal("phone", b"row 1", b"13800000000"));
        assert_eq!(secret.open("phone", b"row 1", &sealed).as_deref(), Some(&b"13800000000"[..]));
        assert_eq!(secret.open("phone", b"row 2", &sealed), None);
        assert_eq!(secret.open("totp", b"row 1", &sealed), None);
        assert_eq!(Secret::from_text("other").open("phone", b"row 1", &sealed), None);
        for broken in ["", "AAAA", &sealed[1..], &sealed[..sealed.len() - 2]] {
            assert_eq!(secret.open("phone", b"row 1", broken), None);
        }
    }

    #[test]
    fn purposes_and_parts_do_not_run_together() {
        let secret = Secret::from_text("test");
        assert_ne!(secret.mac("a", &[b"bc"]), secret.mac("ab", &[b"c"]));
        assert_ne!(secret.mac("a", &[b"b", b"c"]), secret.mac("a", &[b"bc"]));
    }
}
