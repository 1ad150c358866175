//! The keys and passwords of an installation: made once, kept in files that only their owner reads.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use domain::permissions::LogUser;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{EncodePrivateKey, EncodePublicKey};
use local_stack::{BrokerUser, NatsUser, new_nkey, secret_in, write_once, write_private};

use crate::accounts::DatabaseRole;

/// Where the secrets are; roles get the paths, never the content.
#[derive(Clone, Debug)]
pub struct Keys {
    folder: PathBuf,
}

impl Keys {
    /// Makes what is missing.
    pub fn in_folder(folder: &Path) -> Result<Self> {
        let keys = Self { folder: folder.to_owned() };
        if !keys.gateway_key().exists() || !keys.gateway_public_key().exists() {
            keys.make_gateway_keys()?;
        }
        if !keys.audit_key().exists() || !keys.audit_public_key().exists() {
            make_key_pair(&keys.audit_key(), &keys.audit_public_key())?;
        }
        for key in [keys.name_key(), keys.master_key()] {
            if !key.exists() {
                write_once(&key, &hex::encode(rand::random::<[u8; 32]>()))?;
            }
        }
        for user in LogUser::ALL {
            let file = keys.nkey(user);
            if !file.exists() {
                write_once(&file, &new_nkey()?)?;
            }
        }
        for role in DatabaseRole::ALL {
            keys.password(role.secret())?;
        }
        secret_in(&keys.admin_password())?;
        Ok(keys)
    }

    /// Signs who the caller is: Ed25519, PKCS#8 as PEM.
    pub fn gateway_key(&self) -> PathBuf {
        self.folder.join("gateway-key.pem")
    }

    /// Checks what the gateway signed: Ed25519, SPKI as PEM.
    pub fn gateway_public_key(&self) -> PathBuf {
        self.folder.join("gateway-public-key.pem")
    }

    /// Turns names into pseudonyms: 32 random bytes as hexadecimal text.
    pub fn name_key(&self) -> PathBuf {
        self.folder.join("name-key")
    }

    /// Wraps people's keys: 32 random bytes as hexadecimal text. Without it nobody reads what is
    /// personal in the log.
    pub fn master_key(&self) -> PathBuf {
        self.folder.join("master-key")
    }

    /// Signs checkpoints of the log: Ed25519, PKCS#8 as PEM.
    pub fn audit_key(&self) -> PathBuf {
        self.folder.join("audit-key.pem")
    }

    /// Checks them; it is all that an auditor needs. Ed25519, SPKI as PEM.
    pub fn audit_public_key(&self) -> PathBuf {
        self.folder.join("audit-public-key.pem")
    }

    /// The lines of checkpoints that are meant to be kept elsewhere.
    pub fn checkpoints(&self) -> PathBuf {
        self.folder.join("checkpoints.ndjson")
    }

    pub fn admin_password(&self) -> PathBuf {
        self.folder.join("admin-password")
    }

    /// A password by name, made at the first call.
    pub fn password(&self, name: &str) -> Result<String> {
        secret_in(&self.folder.join(format!("{name}-password")))
    }

    /// The seed by which NATS knows a user.
    pub fn nkey(&self, user: LogUser) -> PathBuf {
        self.folder.join(format!("nats-{}.nk", user.name()))
    }

    /// The users of the log, as its server knows them.
    pub fn log_users(&self) -> Result<Vec<NatsUser>> {
        let known = |user| {
            let file = self.nkey(user);
            let seed = std::fs::read_to_string(&file)
                .with_context(|| format!("cannot read {}", file.display()))?;
            NatsUser::with_seed(user, seed.trim())
        };
        LogUser::ALL.into_iter().map(known).collect()
    }

    /// The users of the broker who may do little.
    pub fn broker_users(&self) -> Result<Vec<BrokerUser>> {
        let (bridge, meters) =
            (self.password("rabbitmq-bridge")?, self.password("rabbitmq-meters")?);
        Ok(BrokerUser::of_queue(&bridge, &meters))
    }

    fn make_gateway_keys(&self) -> Result<()> {
        make_key_pair(&self.gateway_key(), &self.gateway_public_key())
    }
}

fn make_key_pair(private_file: &Path, public_file: &Path) -> Result<()> {
    let key = SigningKey::from_bytes(&rand::random());
    let private = key.to_pkcs8_pem(LineEnding::LF).context("cannot write a private key")?;
    let public = key.verifying_key().to_public_key_pem(LineEnding::LF);
    write_private(private_file, &private)?;
    write_private(public_file, &public.context("cannot write a public key")?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
    use serde_json::{Value, json};

    #[test]
    fn what_one_key_signs_the_other_one_checks() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::in_folder(folder.path()).unwrap();
        let signing =
            EncodingKey::from_ed_pem(&std::fs::read(keys.gateway_key()).unwrap()).unwrap();
        let public = std::fs::read(keys.gateway_public_key()).unwrap();
        let claims = json!({ "sub": "someone", "exp": 4_000_000_000_u64 });
        let token = encode(&Header::new(Algorithm::EdDSA), &claims, &signing).unwrap();
        let checking = DecodingKey::from_ed_pem(&public).unwrap();
        let checked =
            decode::<Value>(&token, &checking, &Validation::new(Algorithm::EdDSA)).unwrap();
        assert_eq!(checked.claims["sub"], "someone");
    }

    #[test]
    fn keys_are_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let read = || std::fs::read(Keys::in_folder(folder.path()).unwrap().gateway_key()).unwrap();
        assert_eq!(read(), read());
    }
}
