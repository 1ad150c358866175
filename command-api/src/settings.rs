//! The settings of the command side.

use std::net::SocketAddr;

use domain::names::NameHasher;
use event_log::LogSettings;
use process::identity::IdentityVerifier;
use process::{Environment, SettingError};
use secrecy::{ExposeSecret, SecretString};

use crate::passwords;

const LOOPBACK: [u8; 4] = [127, 0, 0, 1];
const DEFAULT_PORT: u16 = 24_082;

#[derive(Clone)]
pub struct Settings {
    /// With `EMS_MASTER_KEY_FILE`: what is personal is sealed before the log keeps it.
    pub log: LogSettings,
    /// `EMS_COMMAND_API_LISTEN`, default 127.0.0.1:24082.
    pub listen: SocketAddr,
    /// `EMS_HEALTH_LISTEN`, default a free port of 127.0.0.1.
    pub health_listen: SocketAddr,
    /// `EMS_REPLICA`: how logs call this process, default `command-api`.
    pub replica: String,
    /// `EMS_GATEWAY_PUBLIC_KEY_FILE`: Ed25519, PEM; whose word on a caller is taken.
    pub gateway: IdentityVerifier,
    /// `EMS_NAME_KEY_FILE`: 64 hexadecimal characters, the key that names are hashed with. Another
    /// key would let every name be taken a second time, so it is kept as long as the log.
    pub names: NameHasher,
    /// `EMS_FIRST_ADMIN_PASSWORD_FILE`: the password of `admin`, who is made when there is no
    /// administrator. Not read otherwise.
    pub first_admin_password: Option<SecretString>,
}

impl Settings {
    pub fn read(environment: &Environment) -> Result<Self, SettingError> {
        environment
            .required("EMS_MASTER_KEY_FILE", "the path of a file of 64 hexadecimal characters")?;
        Ok(Self {
            log: LogSettings::read(environment)?,
            listen: environment
                .or("EMS_COMMAND_API_LISTEN", SocketAddr::from((LOOPBACK, DEFAULT_PORT)))?,
            health_listen: environment.or("EMS_HEALTH_LISTEN", SocketAddr::from((LOOPBACK, 0)))?,
            replica: environment.or("EMS_REPLICA", "command-api".to_owned())?,
            gateway: gateway_key(environment)?,
            names: name_key(environment)?,
            first_admin_password: first_admin_password(environment)?,
        })
    }
}

fn gateway_key(environment: &Environment) -> Result<IdentityVerifier, SettingError> {
    const NAME: &str = "EMS_GATEWAY_PUBLIC_KEY_FILE";
    let pem = environment.secret_file(NAME, "the path of the gateway's public key (PEM)")?;
    IdentityVerifier::from_pem(pem.expose_secret())
        .map_err(|error| bad_content(environment, NAME, error))
}

fn name_key(environment: &Environment) -> Result<NameHasher, SettingError> {
    const NAME: &str = "EMS_NAME_KEY_FILE";
    let text = environment.secret_file(NAME, "the path of a file of 64 hexadecimal characters")?;
    let mut key = [0; 32];
    hex::decode_to_slice(text.expose_secret(), &mut key)
        .map_err(|_| bad_content(environment, NAME, "it must hold 64 hexadecimal characters"))?;
    Ok(NameHasher::new(&key))
}

fn first_admin_password(environment: &Environment) -> Result<Option<SecretString>, SettingError> {
    const NAME: &str = "EMS_FIRST_ADMIN_PASSWORD_FILE";
    if environment.get(NAME).is_none() {
        return Ok(None);
    }
    let password = environment.secret_file(NAME, "the path of a file with a password")?;
    passwords::acceptable(password.expose_secret())
        .map_err(|rule| bad_content(environment, NAME, format!("the password {rule}")))?;
    Ok(Some(password))
}

/// Quotes the path and the reason, never the content: it may be a secret.
fn bad_content(environment: &Environment, name: &str, why: impl std::fmt::Display) -> SettingError {
    SettingError::Invalid {
        name: name.to_owned(),
        value: environment.get(name).unwrap_or_default().to_owned(),
        why: why.to_string(),
    }
}
