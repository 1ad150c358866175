//! Every event that EMS publishes, and its form in the log: a type, a version and JSON data.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use thiserror::Error;

use crate::administrators::AdministratorsEvent;
use crate::alerts::AlertEvent;
use crate::conversations::ConversationEvent;
use crate::devices::DeviceEvent;
use crate::ids::{DeviceId, UserId};
use crate::names::{NameEvent, NameKey};
use crate::subjects;
use crate::users::UserEvent;

/// An event together with the aggregate that it happened to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    User(UserId, UserEvent),
    Device(DeviceId, DeviceEvent),
    /// Of the aggregate that holds a device's alerts of one month.
    Alert(String, AlertEvent),
    /// Of the aggregate that holds a customer's conversations.
    Conversation(UserId, ConversationEvent),
    Name(NameKey, NameEvent),
    Administrators(AdministratorsEvent),
}

/// An event as it is stored: `kind` and `version` go into headers, `data` is the payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    pub kind: String,
    pub version: u32,
    pub data: Value,
    /// Members of `data` that the log must seal before it keeps them.
    pub personal: PersonalMembers,
}

/// What of an event's data was typed by or about a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PersonalMembers {
    /// None: the person whose id is the aggregate's id.
    pub person: Option<UserId>,
    /// JSON pointers into the data.
    pub members: &'static [&'static str],
}

impl PersonalMembers {
    pub fn of_aggregate(members: &'static [&'static str]) -> Self {
        Self { person: None, members }
    }
}

/// Which members of an event are personal. Every event says so, so that none is forgotten.
pub trait Personal {
    fn personal(&self) -> PersonalMembers;
}

/// Implements [`Personal`] for events that name people by their ids only.
macro_rules! nothing_personal {
    ($event:ty) => {
        impl $crate::event::Personal for $event {
            fn personal(&self) -> $crate::event::PersonalMembers {
                $crate::event::PersonalMembers::default()
            }
        }
    };
}

pub(crate) use nothing_personal;

/// Why stored bytes are not an event that this release knows.
#[derive(Debug, Error)]
pub enum DecodeError {
    #[error("{0:?} is not the subject of an aggregate that this release knows")]
    Subject(String),
    #[error("{kind} version {version} cannot be read: {source}")]
    Data { kind: String, version: u32, source: serde_json::Error },
}

/// The present version of every event. A changed event gets its own version and an upcaster here.
const VERSION: u32 = 1;

/// Splits an aggregate's event into its stored form. The enums of events are `tag = "type",
/// content = "data"`: the tag becomes the stored type.
pub fn encode<E: Serialize + Personal>(event: &E) -> Encoded {
    let (kind, data) = match serde_json::to_value(event) {
        Ok(Value::Object(mut tagged)) => (tagged.remove("type"), tagged.remove("data")),
        _ => (None, None),
    };
    let Some(Value::String(kind)) = kind else {
        panic!("events are tagged enums with string keys");
    };
    let data = data.unwrap_or_default();
    Encoded { kind, version: VERSION, data, personal: event.personal() }
}

/// Reads an aggregate's event back from its stored form.
pub fn decode<E: DeserializeOwned>(
    kind: &str,
    version: u32,
    data: Value,
) -> Result<E, DecodeError> {
    let tagged = if data.is_null() {
        serde_json::json!({ "type": kind })
    } else {
        serde_json::json!({ "type": kind, "data": data })
    };
    serde_json::from_value(tagged).map_err(|source| DecodeError::Data {
        kind: kind.to_owned(),
        version,
        source,
    })
}

impl Event {
    /// Reads any event from the subject, type, version and data that the log holds.
    pub fn decode(
        subject: &str,
        kind: &str,
        version: u32,
        data: Value,
    ) -> Result<Self, DecodeError> {
        let unknown = || DecodeError::Subject(subject.to_owned());
        let (aggregate, id) = subjects::aggregate_of(subject).ok_or_else(unknown)?;
        Ok(match aggregate {
            "user" => Self::User(id.parse().map_err(|_| unknown())?, decode(kind, version, data)?),
            "device" => {
                Self::Device(id.parse().map_err(|_| unknown())?, decode(kind, version, data)?)
            }
            "conversation" => {
                Self::Conversation(id.parse().map_err(|_| unknown())?, decode(kind, version, data)?)
            }
            "alert" => Self::Alert(id.to_owned(), decode(kind, version, data)?),
            subjects::NAME => Self::Name(NameKey(id.to_owned()), decode(kind, version, data)?),
            subjects::ADMINISTRATORS => Self::Administrators(decode(kind, version, data)?),
            _ => return Err(unknown()),
        })
    }
}
