//! The key that signs checkpoints, and the public one that checks them.

use anyhow::Context;
use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

/// Signs checkpoints: Ed25519, PKCS#8 in PEM.
#[derive(Clone)]
pub struct AuditKey(SigningKey);

/// Checks them: Ed25519, SPKI in PEM. It is all that an auditor needs.
#[derive(Clone)]
pub struct AuditPublicKey(VerifyingKey);

impl AuditKey {
    pub fn from_pem(pem: &str) -> anyhow::Result<Self> {
        let key = SigningKey::from_pkcs8_pem(pem);
        key.map(Self).context("not an Ed25519 key in PKCS#8, PEM")
    }

    pub fn public(&self) -> AuditPublicKey {
        AuditPublicKey(self.0.verifying_key())
    }

    pub(super) fn sign(&self, text: &[u8]) -> String {
        hex::encode(self.0.sign(text).to_bytes())
    }
}

impl AuditPublicKey {
    pub fn from_pem(pem: &str) -> anyhow::Result<Self> {
        let key = VerifyingKey::from_public_key_pem(pem);
        key.map(Self).context("not a public Ed25519 key in PEM")
    }

    pub(super) fn check(&self, text: &[u8], signature: &str) -> anyhow::Result<()> {
        let bytes = hex::decode(signature).context("the signature is not hexadecimal")?;
        let signature =
            Signature::from_slice(&bytes).context("the signature has a wrong length")?;
        // The strict check refuses keys and signatures that others could have made to fit as well.
        self.0.verify_strict(text, &signature).context("the signature does not fit")
    }
}
