//! Appending events under the expectation that nobody else has written to their subjects since.

use async_nats::header::NATS_EXPECTED_LAST_SUBJECT_SEQUENCE;
use async_nats::jetstream::ErrorCode;
use domain::event::Encoded;
use domain::provenance::Provenance;
use thiserror::Error;

use crate::EventLog;
use crate::batch::{BatchError, BatchMessage};
use crate::chain::Tail;
use crate::keyring::KeyError;
use crate::recorded::compose;

/// Events to add to one subject, after the tail that its reader saw.
#[derive(Clone, Debug)]
pub struct SubjectAppend {
    pub subject: String,
    pub tail: Tail,
    pub events: Vec<Encoded>,
}

/// Why an append did not succeed.
#[derive(Debug, Error)]
pub enum AppendError {
    /// Somebody else wrote to one of the subjects first; nothing was stored. It may also be our own
    /// append, if an earlier try was stored and its answer lost: look for the command id.
    #[error("another writer was first")]
    Conflict,
    /// Whether it was stored is not known: look for the command id.
    #[error("whether the events were stored is not known: {0}")]
    Unknown(String),
    /// The log takes nothing now, for a reason that a retry does not mend.
    #[error("the log refused the events: {0}")]
    Refused(String),
}

impl EventLog {
    /// Stores all events of one command, or none. A single event is one conditional publish
    /// (0.45 ms), several are an atomic batch (3–4 ms). Answers the end of the last append's subject.
    pub async fn append(
        &self,
        appends: Vec<SubjectAppend>,
        provenance: &Provenance,
    ) -> Result<Tail, AppendError> {
        let (mut messages, tail) = self.messages(appends, provenance).await?;
        let stored = match messages.len() {
            1 => self.publish(messages.remove(0)).await,
            _ => self.publish_batch(messages).await,
        };
        let position = stored.map_err(classify)?;
        Ok(Tail { position, ..tail })
    }

    /// The messages of an append, and the end of the last subject but for its position.
    ///
    /// The expectation stands on the first event of each subject; on a second one of the same subject
    /// the server would refuse the batch (10164).
    async fn messages(
        &self,
        appends: Vec<SubjectAppend>,
        provenance: &Provenance,
    ) -> Result<(Vec<BatchMessage>, Tail), AppendError> {
        let (mut messages, mut end) = (Vec::new(), Tail::default());
        for SubjectAppend { subject, mut tail, events } in appends {
            let mut expected = Some(tail.position);
            for event in events {
                let id = provenance.event_id(messages.len());
                let event = self.sealed(&subject, id, event).await.map_err(not_sealed)?;
                let (mut headers, payload, hash) = compose(&subject, &tail, event, id, provenance);
                if let Some(position) = expected.take() {
                    headers.insert(NATS_EXPECTED_LAST_SUBJECT_SEQUENCE, position.to_string());
                }
                tail = Tail { position: 0, sequence: tail.sequence + 1, hash };
                messages.push(BatchMessage { subject: subject.clone(), headers, payload });
            }
            end = tail;
        }
        Ok((messages, end))
    }
}

/// Nothing was sent yet, so nothing can have been stored.
fn not_sealed(error: KeyError) -> AppendError {
    AppendError::Refused(error.to_string())
}

fn classify(error: BatchError) -> AppendError {
    match error {
        conflict if conflict.is_conflict() => AppendError::Conflict,
        BatchError::Unknown(why) => AppendError::Unknown(why),
        BatchError::Refused { code, description } => match code {
            ErrorCode::ATOMIC_PUBLISH_CONTAINS_DUPLICATE_MESSAGE
            | ErrorCode::ATOMIC_PUBLISH_TOO_MANY_INFLIGHT
            | ErrorCode::ATOMIC_PUBLISH_INCOMPLETE_BATCH => AppendError::Unknown(description),
            _ => AppendError::Refused(description),
        },
    }
}
