//! An event as it stands in the log: what happened, where, and everything known of its origin.

use std::str::FromStr;

use async_nats::{HeaderMap, HeaderName};
use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use domain::event::{DecodeError, Encoded, Event, PersonalMembers};
use domain::ids::CommandId;
use domain::provenance::Provenance;
use serde_json::Value;
use thiserror::Error;
use uuid::Uuid;

use crate::chain::{self, Tail};

/// A place in the EVENTS stream: the sequence that the server gave.
pub type Position = u64;

/// CloudEvents 1.0 attributes (NATS binding: `ce-` headers), then what only EMS knows.
mod header {
    use async_nats::HeaderName;

    pub const SPEC_VERSION: HeaderName = HeaderName::from_static("ce-specversion");
    pub const ID: HeaderName = HeaderName::from_static("ce-id");
    pub const SOURCE: HeaderName = HeaderName::from_static("ce-source");
    pub const TYPE: HeaderName = HeaderName::from_static("ce-type");
    pub const TIME: HeaderName = HeaderName::from_static("ce-time");
    pub const VERSION: HeaderName = HeaderName::from_static("Ems-Event-Version");
    pub const COMMAND: HeaderName = HeaderName::from_static("Ems-Command-Id");
    pub const CORRELATION: HeaderName = HeaderName::from_static("Ems-Correlation-Id");
    pub const CAUSATION: HeaderName = HeaderName::from_static("Ems-Causation-Id");
    pub const ACTOR: HeaderName = HeaderName::from_static("Ems-Actor");
    pub const REQUEST: HeaderName = HeaderName::from_static("Ems-Request-Hash");
    pub const SEQUENCE: HeaderName = HeaderName::from_static("Ems-Aggregate-Sequence");
    pub const PREVIOUS_HASH: HeaderName = HeaderName::from_static("Ems-Previous-Hash");
    pub const HASH: HeaderName = HeaderName::from_static("Ems-Hash");
}

/// A message in EVENTS that is not an event of ours.
#[derive(Debug, Error)]
pub enum RecordError {
    #[error("the event at {subject} position {position} lacks a readable header {header}")]
    Header { subject: String, position: Position, header: String },
    #[error("the event at {subject} position {position} is not JSON: {source}")]
    Payload { subject: String, position: Position, source: serde_json::Error },
}

impl RecordError {
    /// Where the message stands.
    pub fn position(&self) -> Position {
        match self {
            Self::Header { position, .. } | Self::Payload { position, .. } => *position,
        }
    }

    /// What it is about, if it is about anything.
    pub fn subject(&self) -> &str {
        match self {
            Self::Header { subject, .. } | Self::Payload { subject, .. } => subject,
        }
    }
}

/// One event of the log.
#[derive(Clone, Debug)]
pub struct RecordedEvent {
    pub position: Position,
    pub subject: String,
    pub id: Uuid,
    /// Which event of its aggregate it is, from 1.
    pub sequence: u64,
    pub encoded: Encoded,
    pub provenance: Provenance,
    pub previous_hash: String,
    pub hash: String,
}

/// Headers and payload of the event that follows `tail` on `subject`; and the new tail's hash.
pub(crate) fn compose(
    subject: &str,
    tail: &Tail,
    event: Encoded,
    id: Uuid,
    provenance: &Provenance,
) -> (HeaderMap, Bytes, String) {
    let payload = serde_json::to_vec(&event.data).expect("JSON values serialise");
    let Encoded { kind, version, .. } = event;
    let fields = fields(subject, tail.sequence + 1, &tail.hash, kind, version, id, provenance);
    let hash = chain::hash(fields.iter().map(|(_, value)| value.as_str()), &payload);
    let mut headers = HeaderMap::new();
    for (name, value) in fields {
        if !value.is_empty() {
            headers.insert(name, value);
        }
    }
    headers.insert(header::HASH, hash.clone());
    (headers, payload.into(), hash)
}

/// The headers of an event, in the order in which they are hashed.
fn fields(
    subject: &str,
    sequence: u64,
    previous_hash: &str,
    kind: String,
    version: u32,
    id: Uuid,
    provenance: &Provenance,
) -> [(HeaderName, String); 13] {
    let time = provenance.at.to_rfc3339_opts(SecondsFormat::Micros, true);
    [
        (header::SPEC_VERSION, "1.0".to_owned()),
        (header::ID, id.to_string()),
        (header::SOURCE, subject.to_owned()),
        (header::TYPE, kind),
        (header::TIME, time),
        (header::VERSION, version.to_string()),
        (header::COMMAND, provenance.command.to_string()),
        (header::CORRELATION, provenance.correlation.to_string()),
        (header::CAUSATION, provenance.causation.map(|id| id.to_string()).unwrap_or_default()),
        (header::ACTOR, provenance.actor.to_string()),
        (header::REQUEST, provenance.request.clone().unwrap_or_default()),
        (header::SEQUENCE, sequence.to_string()),
        (header::PREVIOUS_HASH, previous_hash.to_owned()),
    ]
}

impl RecordedEvent {
    /// What the event's hash must be; another one in its header means that it was changed.
    pub fn computed_hash(&self) -> String {
        let Self { subject, sequence, previous_hash, encoded, id, provenance, .. } = self;
        let Encoded { kind, version, .. } = encoded;
        let kind = kind.clone();
        let fields = fields(subject, *sequence, previous_hash, kind, *version, *id, provenance);
        let payload = serde_json::to_vec(&encoded.data).expect("JSON values serialise");
        chain::hash(fields.iter().map(|(_, value)| value.as_str()), &payload)
    }

    pub(crate) fn read(
        position: Position,
        subject: &str,
        headers: &HeaderMap,
        payload: &[u8],
    ) -> Result<Self, RecordError> {
        let at = At { position, subject, headers };
        let data: Value = serde_json::from_slice(payload).map_err(|source| {
            RecordError::Payload { subject: subject.to_owned(), position, source }
        })?;
        let provenance = Provenance {
            command: at.parsed::<CommandId>(header::COMMAND)?,
            actor: at.parsed(header::ACTOR)?,
            correlation: at.parsed(header::CORRELATION)?,
            causation: at.text(header::CAUSATION).and_then(|text| text.parse().ok()),
            request: at.text(header::REQUEST).map(str::to_owned),
            at: at.parsed::<DateTime<Utc>>(header::TIME)?,
        };
        Ok(Self {
            position,
            subject: subject.to_owned(),
            id: at.parsed(header::ID)?,
            sequence: at.parsed(header::SEQUENCE)?,
            encoded: Encoded {
                kind: at.parsed(header::TYPE)?,
                version: at.parsed(header::VERSION)?,
                data,
                personal: PersonalMembers::default(),
            },
            provenance,
            previous_hash: at.text(header::PREVIOUS_HASH).unwrap_or_default().to_owned(),
            hash: at.parsed(header::HASH)?,
        })
    }

    /// The event as the domain knows it, of an aggregate in which nothing is personal; others are
    /// read with [`crate::EventLog::decode`].
    pub fn decode(&self) -> Result<Event, DecodeError> {
        let Encoded { kind, version, data, .. } = &self.encoded;
        Event::decode(&self.subject, kind, *version, data.clone())
    }

    /// The end of its subject, if nothing follows.
    pub fn tail(&self) -> Tail {
        Tail { position: self.position, sequence: self.sequence, hash: self.hash.clone() }
    }
}

/// A message and where it was found, for errors that name both.
struct At<'a> {
    position: Position,
    subject: &'a str,
    headers: &'a HeaderMap,
}

impl At<'_> {
    fn text(&self, name: HeaderName) -> Option<&str> {
        self.headers.get(name).map(|value| value.as_str())
    }

    fn parsed<T: FromStr>(&self, name: HeaderName) -> Result<T, RecordError> {
        let found = self.text(name.clone()).and_then(|text| text.parse().ok());
        found.ok_or_else(|| RecordError::Header {
            subject: self.subject.to_owned(),
            position: self.position,
            header: name.to_string(),
        })
    }
}
