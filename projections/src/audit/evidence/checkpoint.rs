//! What a checkpoint says, and the exact text of it that is signed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use event_log::Position;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::digest::{Running, Tag};
use super::keys::{AuditKey, AuditPublicKey};

/// Messages of a shard in one block: what lies before a horizon goes in whole blocks.
pub(super) const BLOCK: u64 = 10_000;

/// The state of the log at a moment, as far as it was added to since the checkpoint before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Checkpoint {
    /// From 1.
    pub number: u64,
    pub made_at: DateTime<Utc>,
    /// SHA-256 of the checkpoint before, hexadecimal; empty for the first.
    pub previous: String,
    pub events: Span,
    pub measurements: Span,
    /// The end of every shard that has readings.
    pub shards: BTreeMap<String, ShardEnd>,
    /// The blocks of shards that became full.
    pub blocks: Vec<Block>,
    /// The end of every aggregate that was touched.
    pub aggregates: BTreeMap<String, AggregateEnd>,
}

/// The messages of one stream that a checkpoint adds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Span {
    /// Its first message; one more than `to` if it adds none.
    pub from: Position,
    /// Its last message, the newest that is covered.
    pub to: Position,
    /// The running hash over the stream, up to and with `to`.
    pub hash: String,
    /// The beginnings of the digests of its messages, hexadecimal, one after the other.
    pub tags: String,
}

/// How far a shard of readings has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardEnd {
    pub messages: u64,
    /// The running hash over its messages.
    pub hash: String,
}

/// A full block of a shard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    pub shard: String,
    /// From 0.
    pub block: u64,
    /// The shard's running hash at its end.
    pub hash: String,
    /// Where its last message stands in the stream.
    pub to: Position,
}

/// The last event of an aggregate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AggregateEnd {
    pub events: u64,
    pub hash: String,
    pub position: Position,
}

/// A checkpoint as it is kept: the exact text, and the signature over it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedCheckpoint {
    pub body: String,
    pub signature: String,
}

impl Span {
    /// The tags, in the order of the messages.
    pub(super) fn tags(&self) -> anyhow::Result<Vec<Tag>> {
        let bytes = hex::decode(&self.tags)?;
        let (tags, rest) = bytes.as_chunks();
        anyhow::ensure!(rest.is_empty(), "the tags of a checkpoint are cut off");
        Ok(tags.to_vec())
    }

    pub(super) fn running(&self) -> anyhow::Result<Running> {
        if self.hash.is_empty() { Ok(Running::default()) } else { Running::from_hex(&self.hash) }
    }
}

impl ShardEnd {
    pub(super) fn running(&self) -> anyhow::Result<Running> {
        if self.hash.is_empty() { Ok(Running::default()) } else { Running::from_hex(&self.hash) }
    }
}

impl Checkpoint {
    pub(super) fn signed(&self, key: &AuditKey) -> SignedCheckpoint {
        let body = serde_json::to_string(self).expect("a checkpoint serialises");
        let signature = key.sign(body.as_bytes());
        SignedCheckpoint { body, signature }
    }
}

impl SignedCheckpoint {
    /// What it says; an error if it was not signed by the owner of the key.
    pub fn open(&self, key: &AuditPublicKey) -> anyhow::Result<Checkpoint> {
        key.check(self.body.as_bytes(), &self.signature)?;
        Ok(serde_json::from_str(&self.body)?)
    }

    /// What the next one names as the one before it.
    pub(super) fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.body.as_bytes()))
    }
}
