//! Personal members of events: sealed before the log keeps them, opened for whoever may know them.
//!
//! A sealed member is `{"sealed": "<hexadecimal>", "person": "<id>"}`. The event's id and the person
//! are part of what the cipher authenticates, so a member cannot be moved to another event.

use std::collections::BTreeMap;

use domain::event::{Encoded, Event};
use domain::subjects;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;
use uuid::Uuid;

use crate::cipher::Cipher;
use crate::keyring::{KeyError, PersonKey};
use crate::{EventLog, RecordedEvent};

/// Why an event cannot be read as the domain knows it.
#[derive(Debug, Error)]
pub enum OpenError {
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Decode(#[from] domain::event::DecodeError),
}

impl OpenError {
    /// Whether it may be read later, so that nobody may pass over it now.
    pub fn can_be_mended(&self) -> bool {
        matches!(self, Self::Key(error) if error.can_be_mended())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    sealed: String,
    person: Uuid,
}

impl EventLog {
    /// The event as the log keeps it: what is personal in it can be opened with its person's key.
    pub(crate) async fn sealed(
        &self,
        subject: &str,
        event: Uuid,
        mut encoded: Encoded,
    ) -> Result<Encoded, KeyError> {
        let personal = encoded.personal;
        if personal.members.is_empty() {
            return Ok(encoded);
        }
        let person = personal.person.map(|person| person.0).or_else(|| of_aggregate(subject));
        let person = person.expect("an event with personal members is about a person");
        let cipher = self.key_to_seal(person).await?;
        for pointer in personal.members {
            let Some(member) = encoded.data.pointer_mut(pointer) else { continue };
            let plain = serde_json::to_vec(member).expect("JSON values serialise");
            let sealed = hex::encode(cipher.seal(&context(event, person), &plain));
            *member = serde_json::to_value(Sealed { sealed, person }).expect("it serialises");
        }
        Ok(encoded)
    }

    /// The data of an event with its sealed members opened. Those of a person whose key is destroyed
    /// are left out.
    pub async fn open(&self, recorded: &RecordedEvent) -> Result<Value, KeyError> {
        let mut data = recorded.encoded.data.clone();
        let mut keys = BTreeMap::new();
        for person in people(&data) {
            keys.insert(person, self.key_to_open(person).await?);
        }
        if !keys.is_empty() {
            open_members(&mut data, recorded.id, &keys)?;
        }
        Ok(data)
    }

    /// The data of an event for people who look: what cannot be opened is replaced by a word that
    /// says why, since somebody erased, or no master key here, must not keep an audit from the rest.
    pub async fn show(&self, recorded: &RecordedEvent) -> Result<Value, KeyError> {
        let mut data = recorded.encoded.data.clone();
        let mut keys = BTreeMap::new();
        if self.keyring.is_some() {
            for person in people(&data) {
                keys.insert(person, self.key_to_open(person).await?);
            }
        }
        show_members(&mut data, recorded.id, &keys)?;
        Ok(data)
    }

    /// The event as the domain knows it, for whoever may know what is personal in it.
    pub async fn decode(&self, recorded: &RecordedEvent) -> Result<Event, OpenError> {
        let data = self.open(recorded).await?;
        let Encoded { kind, version, .. } = &recorded.encoded;
        Ok(Event::decode(&recorded.subject, kind, *version, data)?)
    }
}

fn of_aggregate(subject: &str) -> Option<Uuid> {
    subjects::aggregate_of(subject)?.1.parse().ok()
}

fn context(event: Uuid, person: Uuid) -> Vec<u8> {
    [event.as_bytes().as_slice(), person.as_bytes()].concat()
}

fn sealed_member(value: &Value) -> Option<Sealed> {
    value.get("sealed")?;
    serde_json::from_value(value.clone()).ok()
}

/// Everybody whose sealed members are in the data.
fn people(data: &Value) -> Vec<Uuid> {
    match (sealed_member(data), data) {
        (Some(sealed), _) => vec![sealed.person],
        (None, Value::Object(members)) => members.values().flat_map(people).collect(),
        _ => vec![],
    }
}

/// In place of a member whose key is not here.
pub const SEALED: &str = "(sealed)";
/// In place of a member whose person is erased.
pub const ERASED: &str = "(erased)";

fn show_members(
    data: &mut Value,
    event: Uuid,
    keys: &BTreeMap<Uuid, PersonKey>,
) -> Result<(), KeyError> {
    let Value::Object(members) = data else { return Ok(()) };
    for member in members.values_mut() {
        let Some(Sealed { sealed, person }) = sealed_member(member) else {
            show_members(member, event, keys)?;
            continue;
        };
        *member = match keys.get(&person) {
            Some(PersonKey::Whole(cipher)) => opened(cipher, event, person, &sealed)?,
            Some(PersonKey::Destroyed) => ERASED.into(),
            None => SEALED.into(),
        };
    }
    Ok(())
}

fn opened(cipher: &Cipher, event: Uuid, person: Uuid, sealed: &str) -> Result<Value, KeyError> {
    let sealed = hex::decode(sealed).unwrap_or_default();
    let plain = cipher.open(&context(event, person), &sealed);
    let plain = plain.map_err(|source| KeyError::Broken { event, source })?;
    Ok(serde_json::from_slice(&plain).unwrap_or_default())
}

fn open_members(
    data: &mut Value,
    event: Uuid,
    keys: &BTreeMap<Uuid, PersonKey>,
) -> Result<(), KeyError> {
    let Value::Object(members) = data else { return Ok(()) };
    let mut gone = Vec::new();
    for (name, member) in members.iter_mut() {
        let Some(Sealed { sealed, person }) = sealed_member(member) else {
            open_members(member, event, keys)?;
            continue;
        };
        match keys.get(&person) {
            Some(PersonKey::Whole(cipher)) => {
                *member = opened(cipher, event, person, &sealed)?;
            }
            Some(PersonKey::Destroyed) | None => gone.push(name.clone()),
        }
    }
    gone.iter().for_each(|name| drop(members.remove(name)));
    Ok(())
}
