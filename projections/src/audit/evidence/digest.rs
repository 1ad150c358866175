//! What is hashed of a message, and how hashes run on.

use event_log::Stored;
use sha2::{Digest as _, Sha256};

/// SHA-256 of a message.
pub(super) type Digest = [u8; 32];

/// The beginning of a message's digest: enough to find the message that differs once the running
/// hash, which is whole, says that one does.
pub(super) type Tag = [u8; 4];

/// Headers of the transport: they say how a message was to be stored, not what it says, and a copy
/// that is written anew has others.
const TRANSPORT: &str = "nats-";

/// Subject, headers by name, payload, each with its length in front. Neither the sequence, which the
/// place in the running hash stands for, nor the time at which the server stored it.
pub(super) fn of(message: &Stored) -> Digest {
    let mut headers: Vec<(String, String)> = message
        .headers
        .iter()
        .filter(|(name, _)| !name.to_string().to_ascii_lowercase().starts_with(TRANSPORT))
        .flat_map(|(name, values)| {
            values.iter().map(move |value| (name.to_string(), value.to_string()))
        })
        .collect();
    headers.sort();
    let mut digest = Sha256::new();
    let mut add = |bytes: &[u8]| {
        digest.update((bytes.len() as u64).to_be_bytes());
        digest.update(bytes);
    };
    add(message.subject.as_bytes());
    for (name, value) in &headers {
        add(name.as_bytes());
        add(value.as_bytes());
    }
    add(&message.payload);
    digest.finalize().into()
}

pub(super) fn tag(digest: &Digest) -> Tag {
    [digest[0], digest[1], digest[2], digest[3]]
}

/// A hash over messages in their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Running(Digest);

impl Running {
    pub fn add(&mut self, digest: &Digest) {
        let mut next = Sha256::new();
        next.update(self.0);
        next.update(digest);
        self.0 = next.finalize().into();
    }

    pub fn hex(&self) -> String {
        hex::encode(self.0)
    }

    pub fn from_hex(text: &str) -> anyhow::Result<Self> {
        let mut hash = [0; 32];
        hex::decode_to_slice(text, &mut hash)?;
        Ok(Self(hash))
    }
}
