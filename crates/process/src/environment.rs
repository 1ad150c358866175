//! Reading settings: from the environment, or from values that a test hands over.

use std::collections::HashMap;
use std::fmt::Display;
use std::path::Path;
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

/// Settings whose values may hold a password.
const ADDRESSES: [&str; 4] =
    ["EMS_NATS_URL", "EMS_DATABASE_URL", "EMS_AMQP_URL", "EMS_AMQP_RETRY_URL"];

/// A setting that is missing or wrong, named so that a person can mend it.
#[derive(Debug, Error)]
pub enum SettingError {
    #[error("{name} is not set; it should hold {expects}")]
    Missing { name: String, expects: String },
    #[error("{name} is {value:?}, which cannot be read: {why}")]
    Invalid { name: String, value: String, why: String },
    #[error("{name} names the file {path}, which cannot be read: {why}")]
    File { name: String, path: String, why: String },
}

/// Where settings come from. Reading them touches nothing.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    values: HashMap<String, String>,
}

impl Environment {
    /// An address that holds a password may stand in a file, which `<NAME>_FILE` names.
    pub fn of_process() -> Self {
        let mut values: HashMap<String, String> = std::env::vars().collect();
        for name in ADDRESSES {
            let file = values.get(&format!("{name}_FILE")).filter(|_| !values.contains_key(name));
            // A file that cannot be read is told of when the address is asked for.
            if let Some(text) = file.and_then(|file| std::fs::read_to_string(file).ok()) {
                values.insert(name.to_owned(), text.trim().to_owned());
            }
        }
        Self { values }
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A setting without which the process cannot work. `expects` says what it should hold.
    pub fn required(&self, name: &str, expects: &str) -> Result<String, SettingError> {
        let file = format!("{name}_FILE");
        if self.get(name).is_none() && ADDRESSES.contains(&name) && self.get(&file).is_some() {
            return self.secret_file(&file, expects).map(|text| text.expose_secret().to_owned());
        }
        self.get(name).map(str::to_owned).ok_or_else(|| SettingError::Missing {
            name: name.to_owned(),
            expects: expects.to_owned(),
        })
    }

    /// A setting that has a default.
    pub fn or<T>(&self, name: &str, default: T) -> Result<T, SettingError>
    where
        T: FromStr,
        T::Err: Display,
    {
        let Some(value) = self.get(name) else { return Ok(default) };
        value.parse().map_err(|error: T::Err| SettingError::Invalid {
            name: name.to_owned(),
            value: value.to_owned(),
            why: error.to_string(),
        })
    }

    /// The content of the file that a setting names, without white space around it.
    pub fn secret_file(&self, name: &str, expects: &str) -> Result<SecretString, SettingError> {
        let path = self.required(name, expects)?;
        let text = std::fs::read_to_string(Path::new(&path)).map_err(|error| {
            SettingError::File { name: name.to_owned(), path, why: error.to_string() }
        })?;
        Ok(SecretString::from(text.trim().to_owned()))
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let values = pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { values }
    }
}
