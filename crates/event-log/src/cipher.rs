//! AES-256-GCM with a fresh random nonce for each text.

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use thiserror::Error;

pub(crate) const KEY_LEN: usize = 32;

/// The bytes were not sealed with this key and this context, or were changed since.
#[derive(Debug, Error)]
#[error("it was not sealed with this key, or it was changed since")]
pub struct NotOurs;

/// A key that seals and opens.
pub(crate) struct Cipher(RandomizedNonceKey);

impl Cipher {
    pub fn new(key: &[u8; KEY_LEN]) -> Self {
        Self(RandomizedNonceKey::new(&AES_256_GCM, key).expect("a key of 32 bytes"))
    }

    /// Nonce, ciphertext and tag. Opens only with the same `context`.
    pub fn seal(&self, context: &[u8], plain: &[u8]) -> Vec<u8> {
        let mut sealed = plain.to_vec();
        let nonce = self.0.seal_in_place_append_tag(Aad::from(context), &mut sealed);
        let nonce = nonce.expect("texts are far below the length limit of the cipher");
        [nonce.as_ref().as_slice(), &sealed].concat()
    }

    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, NotOurs> {
        let (nonce, text) = sealed.split_at_checked(NONCE_LEN).ok_or(NotOurs)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| NotOurs)?;
        let mut text = text.to_vec();
        let opened = self.0.open_in_place(nonce, Aad::from(context), &mut text);
        opened.map(|plain| plain.to_vec()).map_err(|_| NotOurs)
    }
}

impl fmt::Debug for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cipher")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_same_key_and_context_only() {
        let cipher = Cipher::new(&[1; KEY_LEN]);
        let sealed = cipher.seal(b"event 1", b"Ana");
        assert_eq!(cipher.open(b"event 1", &sealed).expect("ours"), b"Ana");
        assert!(cipher.open(b"event 2", &sealed).is_err());
        assert!(Cipher::new(&[2; KEY_LEN]).open(b"event 1", &sealed).is_err());
        assert!(cipher.open(b"event 1", &sealed[..4]).is_err());
        assert_ne!(cipher.seal(b"event 1", b"Ana"), sealed, "a nonce is used once");
    }
}
