//! The hash that chains the events of one aggregate, so that a change to history is found.

use sha2::{Digest, Sha256};

use crate::Position;

/// The end of a subject: what the next event must follow. The default is an empty subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tail {
    /// Stream sequence of the last event; 0 if there is none.
    pub position: Position,
    /// Number of events on the subject.
    pub sequence: u64,
    /// Hash of the last event; empty if there is none.
    pub hash: String,
}

/// SHA-256 over every header value and the payload, each with its length in front, in hex. The
/// previous event's hash is one of the values: that is the chain.
pub(crate) fn hash<'a>(values: impl Iterator<Item = &'a str>, payload: &[u8]) -> String {
    let mut digest = Sha256::new();
    let mut add = |bytes: &[u8]| {
        digest.update((bytes.len() as u64).to_be_bytes());
        digest.update(bytes);
    };
    values.for_each(|value| add(value.as_bytes()));
    add(payload);
    hex::encode(digest.finalize())
}
