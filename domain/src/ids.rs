//! Identities of people, meters and alerts: UUIDs that the compiler keeps apart.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! identity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

identity!(
    /// A person, with or without credentials.
    UserId
);
identity!(
    /// A meter; the id that it sends with each reading.
    DeviceId
);
identity!(
    /// One alert: a device-hour above its limit.
    AlertId
);
identity!(
    /// A command; the same id sent again means the same command.
    CommandId
);

impl CommandId {
    /// The id of a command that follows from something that has an identity itself, so that
    /// deciding it again, on any machine, is a repeat and not a second command.
    pub fn derived(namespace: Uuid, what: &str) -> Self {
        Self(Uuid::new_v5(&namespace, what.as_bytes()))
    }
}
