//! QUARANTINE: reading, and taking out again, what could not be read.

use async_nats::HeaderMap;
use async_nats::jetstream::message::StreamMessage;
use async_nats::jetstream::stream::{RawMessageError, RawMessageErrorKind, Stream};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::subjects;
use thiserror::Error;

use crate::{EventLog, Position};

/// A message that could not be read.
#[derive(Clone, Debug)]
pub struct Quarantined {
    /// Its sequence in QUARANTINE, which names it.
    pub sequence: Position,
    pub arrived_at: DateTime<Utc>,
    /// The queue that it came from.
    pub source: String,
    pub reason: String,
    /// Bytes of the whole body, of which `kept` may be the beginning only.
    pub length: usize,
    pub kept: Bytes,
}

impl Quarantined {
    /// Whether only the beginning of the body was kept, so that it cannot be sent again.
    pub fn is_cut_off(&self) -> bool {
        self.kept.len() < self.length
    }

    fn of(message: StreamMessage) -> Self {
        let length = text(&message.headers, "Ems-Length").parse();
        Self {
            sequence: message.sequence,
            arrived_at: message.time,
            source: text(&message.headers, "Ems-Source"),
            reason: text(&message.headers, "Ems-Reason"),
            length: length.unwrap_or(message.payload.len()),
            kept: message.payload,
        }
    }
}

fn text(headers: &HeaderMap, name: &str) -> String {
    headers.get(name).map(ToString::to_string).unwrap_or_default()
}

/// QUARANTINE cannot be used now.
#[derive(Debug, Error)]
#[error("the log cannot be used now: {0}")]
pub struct QuarantineError(String);

fn failed(why: impl std::fmt::Display) -> QuarantineError {
    QuarantineError(why.to_string())
}

impl EventLog {
    /// The newest messages in QUARANTINE, at most `limit`, the newest first.
    pub async fn quarantined(&self, limit: usize) -> Result<Vec<Quarantined>, QuarantineError> {
        let mut stream = self.jetstream().get_stream(subjects::QUARANTINE).await.map_err(failed)?;
        let state = stream.info().await.map_err(failed)?.state.clone();
        let mut found = Vec::new();
        let mut sequence = state.last_sequence;
        while found.len() < limit && sequence >= state.first_sequence.max(1) {
            found.extend(get(&stream, sequence).await?);
            sequence -= 1;
        }
        Ok(found)
    }

    /// One message of QUARANTINE; none if it is not there (any more).
    pub async fn quarantined_at(
        &self,
        at: Position,
    ) -> Result<Option<Quarantined>, QuarantineError> {
        let stream = self.jetstream().get_stream(subjects::QUARANTINE).await.map_err(failed)?;
        get(&stream, at).await
    }

    /// Takes a message out of QUARANTINE for good.
    pub async fn release_quarantined(&self, at: Position) -> Result<(), QuarantineError> {
        let stream = self.jetstream().get_stream(subjects::QUARANTINE).await.map_err(failed)?;
        stream.delete_message(at).await.map_err(failed)?;
        Ok(())
    }
}

async fn get(stream: &Stream, at: Position) -> Result<Option<Quarantined>, QuarantineError> {
    match stream.get_raw_message(at).await {
        Ok(message) => Ok(Some(Quarantined::of(message))),
        Err(error) if is_missing(&error) => Ok(None),
        Err(error) => Err(failed(error)),
    }
}

fn is_missing(error: &RawMessageError) -> bool {
    matches!(error.kind(), RawMessageErrorKind::NoMessageFound)
}
