//! Names that only one may hold: user names, e-mail addresses, device names.
//!
//! A name has a subject of its own in the log, made of a keyed hash of it, and its last event says
//! whether it is taken. Reserving it happens in the same atomic append as the event that needs it.

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use strum::IntoStaticStr;
use uuid::Uuid;

/// What kind of name it is; the same text may be a user name and a device name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum NameKind {
    Username,
    Email,
    Device,
}

/// The address of a name in the log: `<kind>-<hash>`. It says nothing of the name itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NameKey(pub String);

/// A name as it is compared: without regard to case and to white space around it.
pub fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Hashes names with the product's secret key, so that the log's subjects cannot be guessed from a
/// list of names.
#[derive(Clone)]
pub struct NameHasher {
    keyed: Hmac<Sha256>,
}

impl NameHasher {
    pub fn new(key: &[u8; 32]) -> Self {
        let keyed = Hmac::new_from_slice(key).expect("HMAC takes keys of any length");
        Self { keyed }
    }

    /// The key of a name, [`folded`].
    pub fn key(&self, kind: NameKind, name: &str) -> NameKey {
        let hash = self.pseudonym(folded(name).as_bytes());
        NameKey(format!("{}-{hash}", <&str>::from(kind)))
    }

    /// A keyed hash: equal for equal bytes, and of no use to who lacks the key.
    pub fn pseudonym(&self, bytes: &[u8]) -> String {
        let mut mac = self.keyed.clone();
        mac.update(bytes);
        hex::encode(&mac.finalize().into_bytes()[..16])
    }

    /// 256 bits in hex that follow from a purpose, and that nobody finds who lacks the key.
    pub fn secret(&self, purpose: &str) -> String {
        let mut mac = self.keyed.clone();
        mac.update(b"secret for ");
        mac.update(purpose.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }
}

/// What happened to a name. The names and members are the format of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", content = "data", rename_all_fields = "camelCase")]
pub enum NameEvent {
    NameReserved { holder: Uuid },
    NameReleased { holder: Uuid },
}

crate::event::nothing_personal!(NameEvent);

/// Who holds a name now: the fold of its events.
pub fn holder<'a>(events: impl IntoIterator<Item = &'a NameEvent>) -> Option<Uuid> {
    events.into_iter().fold(None, |_, event| match event {
        NameEvent::NameReserved { holder } => Some(*holder),
        NameEvent::NameReleased { .. } => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_in_any_case_and_differs_by_kind() {
        let names = NameHasher::new(&[7; 32]);
        let key = names.key(NameKind::Username, "Ana");
        assert_eq!(key, names.key(NameKind::Username, " ANA "));
        assert_ne!(key, names.key(NameKind::Device, "Ana"));
        assert_ne!(key, NameHasher::new(&[8; 32]).key(NameKind::Username, "Ana"));
    }
}
