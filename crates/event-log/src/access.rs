//! By what NATS knows who calls, and by what the caller knows that it is NATS.

use std::path::PathBuf;

use async_nats::ConnectOptions;
use nkeys::KeyPair;
use process::{Environment, SettingError};
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

/// A key of one's own in place of user and password, and whom to trust.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// `EMS_NATS_NKEY_FILE`: the file with the seed of an nkey. It never travels; the server knows
    /// the public half.
    pub nkey: Option<SecretString>,
    /// `EMS_CA_FILE`: the certificate of the authority that vouches for the servers, PEM.
    pub authority: Option<PathBuf>,
}

#[derive(Debug, Error)]
#[error("the file in EMS_NATS_NKEY_FILE holds no seed of an nkey: {0}")]
pub struct AccessError(nkeys::error::Error);

impl Access {
    pub fn read(environment: &Environment) -> Result<Self, SettingError> {
        const NKEY: &str = "EMS_NATS_NKEY_FILE";
        let nkey = environment.get(NKEY).is_some();
        let nkey = nkey.then(|| environment.secret_file(NKEY, "the path of an nkey's seed"));
        let authority = environment.get("EMS_CA_FILE").map(PathBuf::from);
        Ok(Self { nkey: nkey.transpose()?, authority })
    }

    pub(crate) fn with(&self, mut options: ConnectOptions) -> Result<ConnectOptions, AccessError> {
        if let Some(authority) = &self.authority {
            options = options.add_root_certificates(authority.clone());
        }
        let Some(seed) = &self.nkey else { return Ok(options) };
        let seed = seed.expose_secret();
        let key = KeyPair::from_seed(seed).map_err(AccessError)?;
        // The server lets a key hear answers below its own name only.
        let inbox = domain::permissions::inbox_of(&key.public_key());
        Ok(options.nkey(seed.to_owned()).custom_inbox_prefix(inbox))
    }
}
