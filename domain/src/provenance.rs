//! Who caused an event, by which command, when and because of what.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::{CommandId, UserId};

/// Who gave a command: a person, or a part of the product by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Actor {
    User(UserId),
    System(String),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "user:{id}"),
            Self::System(name) => write!(f, "system:{name}"),
        }
    }
}

/// A text that is neither `user:<uuid>` nor `system:<name>`.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} names no actor; it should read user:<uuid> or system:<name>")]
pub struct ActorError(String);

impl FromStr for Actor {
    type Err = ActorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || ActorError(text.to_owned());
        match text.split_once(':') {
            Some(("user", id)) => id.parse().map(Self::User).map_err(|_| refused()),
            Some(("system", name)) if !name.is_empty() => Ok(Self::System(name.to_owned())),
            _ => Err(refused()),
        }
    }
}

/// What every event says of its origin. It is fetched at the edge, once for each command, so that
/// deciding needs no clock and the same command decides the same everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    pub command: CommandId,
    pub actor: Actor,
    /// The conversation that the command belongs to: a request, or a chain of reactions.
    pub correlation: Uuid,
    /// The event that caused the command, if it was not a person.
    pub causation: Option<Uuid>,
    /// A keyed hash of the request that carried the command, if its sender may repeat it: the same
    /// command with another request is a mistake. None for commands of the product's own.
    pub request: Option<String>,
    pub at: DateTime<Utc>,
}

impl Provenance {
    /// The id of the command's n-th event. It follows from the command, so a retry makes the same.
    pub fn event_id(&self, index: usize) -> Uuid {
        Uuid::new_v5(&self.command.0, index.to_string().as_bytes())
    }
}
