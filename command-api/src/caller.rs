//! Who orders, and the identity of what they order.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use chrono::{DateTime, Utc};
use domain::ids::{CommandId, UserId};
use domain::provenance::{Actor, Provenance};
use process::identity::{Caller, Identity};
use uuid::Uuid;

use crate::http::problem::Problem;

pub(crate) const IDEMPOTENCY_KEY: &str = "idempotency-key";
const LONGEST_KEY: usize = 255;
/// Namespace of the ids of commands that came with an `Idempotency-Key`.
const KEYED_COMMANDS: Uuid = Uuid::from_u128(0x5b0d_6d0e_7d5c_4f0a_9a41_61c7_2f1e_8c3d);

/// One request's caller, command id and time: what a decision needs from outside.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub caller: Caller,
    pub command: CommandId,
    correlation: Uuid,
    /// The keyed hash of a request that came with an `Idempotency-Key`.
    request: Option<RequestHash>,
    pub at: DateTime<Utc>,
}

/// What a request said, as a keyed hash: a repeat of its key must say the same.
#[derive(Clone, Debug)]
pub(crate) struct RequestHash(pub String);

/// The origin of a request that only an administrator may make.
pub(crate) struct Administrator(pub Origin);

impl Origin {
    /// Refuses everybody but the person themselves and administrators. To others the person does
    /// not exist.
    pub fn must_be_or_administer(&self, user: UserId) -> Result<(), Problem> {
        match self.caller {
            Caller::Administrator(_) => Ok(()),
            Caller::Client(id) if id == user.0 => Ok(()),
            Caller::Client(_) => Err(Problem::no_such_user()),
            Caller::Anonymous => Err(Problem::not_identified()),
        }
    }

    /// Who is signed in, whatever they may do.
    pub fn signed_in(&self) -> Result<UserId, Problem> {
        match self.caller {
            Caller::Administrator(user) | Caller::Client(user) => Ok(UserId(user)),
            Caller::Anonymous => Err(Problem::not_identified()),
        }
    }

    /// An id for something that this command makes. A retry of the command makes the same.
    pub fn created_id(&self, what: &str) -> Uuid {
        Uuid::new_v5(&self.command.0, what.as_bytes())
    }

    /// The origin as events tell it. Who has not signed in acts as `stranger`.
    pub fn provenance(&self, stranger: Actor) -> Provenance {
        let actor = match self.caller {
            Caller::Administrator(user) | Caller::Client(user) => Actor::User(UserId(user)),
            Caller::Anonymous => stranger,
        };
        Provenance {
            command: self.command,
            actor,
            correlation: self.correlation,
            causation: None,
            request: self.request.as_ref().map(|hash| hash.0.clone()),
            at: self.at,
        }
    }
}

impl Administrator {
    pub fn provenance(&self) -> Provenance {
        self.0.provenance(Actor::System("command-api".to_owned()))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Origin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let identity = parts.extensions.get::<Identity>().ok_or_else(Problem::not_identified)?;
        Ok(Self {
            caller: identity.caller,
            command: command_id(parts, identity.caller)?,
            correlation: identity.correlation,
            request: parts.extensions.get().cloned(),
            at: Utc::now(),
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Administrator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let origin = Origin::from_request_parts(parts, state).await?;
        match origin.caller {
            Caller::Administrator(_) => Ok(Self(origin)),
            Caller::Client(_) => Err(Problem::forbidden()),
            Caller::Anonymous => Err(Problem::not_identified()),
        }
    }
}

/// The same caller, route and key are the same command; without a key each request is a new one.
fn command_id(parts: &Parts, caller: Caller) -> Result<CommandId, Problem> {
    let Some(key) = parts.headers.get(IDEMPOTENCY_KEY) else {
        return Ok(CommandId(Uuid::now_v7()));
    };
    let key = key.to_str().ok().filter(|key| !key.is_empty() && key.len() <= LONGEST_KEY);
    let key = key.ok_or_else(|| {
        Problem::invalid("Idempotency-Key must have 1 to 255 characters of ASCII")
    })?;
    let caller = match caller {
        Caller::Administrator(user) | Caller::Client(user) => user.to_string(),
        Caller::Anonymous => "anonymous".to_owned(),
    };
    let (method, path) = (&parts.method, parts.uri.path());
    Ok(CommandId::derived(KEYED_COMMANDS, &format!("{caller}\n{method} {path}\n{key}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn command(path: &str, key: Option<&str>, caller: Caller) -> CommandId {
        let mut request = Request::post(path);
        if let Some(key) = key {
            request = request.header(IDEMPOTENCY_KEY, key);
        }
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        command_id(&parts, caller).expect("a command id")
    }

    #[test]
    fn a_key_means_the_same_command_only_to_the_same_caller_on_the_same_route() {
        let (ana, dan) = (Caller::Client(Uuid::from_u128(1)), Caller::Client(Uuid::from_u128(2)));
        let first = command("/users", Some("k"), ana);
        assert_eq!(command("/users", Some("k"), ana), first);
        assert_ne!(command("/users", Some("k"), dan), first);
        assert_ne!(command("/users", Some("j"), ana), first);
        assert_ne!(command("/devices", Some("k"), ana), first);
    }

    #[test]
    fn without_a_key_every_request_is_a_command_of_its_own() {
        let ana = Caller::Client(Uuid::from_u128(1));
        assert_ne!(command("/users", None, ana), command("/users", None, ana));
    }
}
