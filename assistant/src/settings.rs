//! The settings of an assistant.

use std::net::SocketAddr;

use chrono_tz::Tz;
use event_log::LogSettings;
use process::{Environment, SettingError};
use secrecy::SecretString;
use url::Url;

const MODEL: &str = "gemini-3.5-flash-lite";
const BASE_URL: &str = "https://generativelanguage.googleapis.com";

#[derive(Clone)]
pub struct Settings {
    pub log: LogSettings,
    /// `EMS_DATABASE_URL`: `postgres://user:password@host:port/database`.
    pub database_url: String,
    /// `EMS_HEALTH_LISTEN`, default a free port of 127.0.0.1.
    pub health_listen: SocketAddr,
    /// `EMS_REPLICA`: how logs and metrics call this replica, default `assistant`.
    pub replica: String,
    /// `EMS_TIME_ZONE`: IANA name of the zone of customers who have told none, default UTC.
    pub time_zone: Tz,
    /// None without a key: then the assistant says that it has no language model.
    pub model: Option<ModelSettings>,
    /// `EMS_MODEL_CALLS_PER_USER`: calls of the model for one customer and UTC day, default 50.
    pub calls_per_user: u32,
    /// `EMS_MODEL_CALLS_PER_DAY`: calls for all customers, over all replicas, default 2,000.
    pub calls_per_day: u32,
}

/// Where the language model is.
#[derive(Clone)]
pub struct ModelSettings {
    /// `EMS_GEMINI_KEY`, or the content of the file that `EMS_GEMINI_KEY_FILE` names.
    pub key: SecretString,
    /// `EMS_GEMINI_MODEL`, default `gemini-3.5-flash-lite`.
    pub name: String,
    /// `EMS_GEMINI_BASE_URL`, default Google's. Plain HTTP is for loopback: the key goes with every
    /// request.
    pub base: Url,
}

impl Settings {
    pub fn read(environment: &Environment) -> Result<Self, SettingError> {
        Ok(Self {
            log: LogSettings::read(environment)?,
            database_url: environment
                .required("EMS_DATABASE_URL", "postgres://user:password@host:port/database")?,
            health_listen: environment
                .or("EMS_HEALTH_LISTEN", SocketAddr::from(([127, 0, 0, 1], 0)))?,
            replica: environment.or("EMS_REPLICA", "assistant".to_owned())?,
            time_zone: environment.or("EMS_TIME_ZONE", Tz::UTC)?,
            model: ModelSettings::read(environment)?,
            calls_per_user: environment.or("EMS_MODEL_CALLS_PER_USER", 50)?,
            calls_per_day: environment.or("EMS_MODEL_CALLS_PER_DAY", 2_000)?,
        })
    }
}

impl ModelSettings {
    fn read(environment: &Environment) -> Result<Option<Self>, SettingError> {
        let named = environment.get("EMS_GEMINI_KEY").map(SecretString::from);
        let key = match (named, environment.get("EMS_GEMINI_KEY_FILE")) {
            (Some(key), _) => key,
            (None, Some(_)) => {
                environment.secret_file("EMS_GEMINI_KEY_FILE", "the path of a file with the key")?
            }
            (None, None) => return Ok(None),
        };
        let name = environment.or("EMS_GEMINI_MODEL", MODEL.to_owned())?;
        must("EMS_GEMINI_MODEL", &name, is_model_name(&name), "it is not the name of a model")?;
        let base: Url = environment.or("EMS_GEMINI_BASE_URL", google())?;
        let why = "it should read https://host, or http:// with a loopback address: the key goes \
                   with every request";
        must("EMS_GEMINI_BASE_URL", base.as_str(), keeps_a_secret(&base), why)?;
        Ok(Some(Self { key, name, base }))
    }
}

fn google() -> Url {
    BASE_URL.parse().expect("Google's address is an address")
}

/// It becomes a part of a path.
fn is_model_name(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    !name.is_empty() && !name.starts_with('.') && name.chars().all(allowed)
}

fn keeps_a_secret(base: &Url) -> bool {
    let loopback = match base.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    base.scheme() == "https" || (base.scheme() == "http" && loopback)
}

fn must(name: &str, value: &str, holds: bool, why: &str) -> Result<(), SettingError> {
    if holds {
        return Ok(());
    }
    let (name, value, why) = (name.to_owned(), value.to_owned(), why.to_owned());
    Err(SettingError::Invalid { name, value, why })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Option<ModelSettings>, SettingError> {
        ModelSettings::read(&pairs.iter().copied().collect())
    }

    #[test]
    fn without_a_key_there_is_no_model() {
        assert!(read(&[("EMS_GEMINI_MODEL", "gemini-4")]).is_ok_and(|model| model.is_none()));
        let model = read(&[("EMS_GEMINI_KEY", "k")]).expect("settings").expect("a model");
        assert_eq!((model.name.as_str(), model.base.scheme()), (MODEL, "https"));
    }

    #[test]
    fn the_key_does_not_travel_in_the_open() {
        let at = |url| read(&[("EMS_GEMINI_KEY", "k"), ("EMS_GEMINI_BASE_URL", url)]);
        assert!(at("http://127.0.0.1:9000").is_ok() && at("http://localhost:9000").is_ok());
        assert!(at("http://models.example").is_err() && at("ftp://127.0.0.1").is_err());
    }

    #[test]
    fn a_model_is_a_name_and_not_a_path() {
        let named = |name| read(&[("EMS_GEMINI_KEY", "k"), ("EMS_GEMINI_MODEL", name)]);
        assert!(named("gemini-3.8-flash").is_ok());
        assert!(named("../other").is_err() && named("a/b").is_err());
    }
}
