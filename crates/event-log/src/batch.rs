//! Atomic batches (ADR-50): several messages that the server stores all together or not at all.

use async_nats::header::{
    NATS_BATCH_COMMIT, NATS_BATCH_COMMIT_FINAL, NATS_BATCH_ID, NATS_BATCH_SEQUENCE,
};
use async_nats::jetstream::response::Response;
use async_nats::jetstream::{ErrorCode, publish::PublishAck};
use async_nats::{HeaderMap, Message, Request, RequestErrorKind};
use bytes::Bytes;
use futures::FutureExt;
use thiserror::Error;
use uuid::Uuid;

use crate::{EventLog, Position};

/// A message of a batch, before the batch's own headers are added.
#[derive(Clone, Debug)]
pub struct BatchMessage {
    pub subject: String,
    pub headers: HeaderMap,
    pub payload: Bytes,
}

/// A publish that was not acknowledged.
#[derive(Debug, Error)]
pub enum BatchError {
    /// The server said no, so nothing was stored.
    #[error("the log refused it: {description} (code {})", .code.0)]
    Refused { code: ErrorCode, description: String },
    /// No answer came: it may be stored now, later or never.
    #[error("the log did not answer ({0}); whether it was stored is not known")]
    Unknown(String),
}

impl BatchError {
    /// Whether somebody else wrote to a subject first, so that nothing was stored.
    pub fn is_conflict(&self) -> bool {
        let Self::Refused { code, .. } = self else { return false };
        [ErrorCode::STREAM_WRONG_LAST_SEQUENCE, ErrorCode::STREAM_WRONG_LAST_SEQUENCE_CONSTANT]
            .contains(code)
    }

    /// Whether the message itself is refused, for its size: sent again it is refused again. Any other
    /// refusal is about the state of the log.
    pub fn is_about_the_message(&self) -> bool {
        matches!(
            self,
            Self::Refused {
                code: ErrorCode::STREAM_MESSAGE_EXCEEDS_MAXIMUM
                    | ErrorCode::STREAM_HEADER_EXCEEDS_MAXIMUM,
                ..
            }
        )
    }
}

impl EventLog {
    /// Stores the messages, at most 1,000, in one atomic batch and answers the last one's sequence.
    ///
    /// The first message asks for a reply of its own: without one, the 51st batch that is open on
    /// a stream would only be refused at its commit, under another name.
    pub async fn publish_batch(&self, messages: Vec<BatchMessage>) -> Result<Position, BatchError> {
        let batch = Uuid::now_v7().simple().to_string();
        let last = messages.len();
        let mut numbered = messages.into_iter().enumerate().map(|(index, mut message)| {
            message.headers.insert(NATS_BATCH_ID, batch.as_str());
            message.headers.insert(NATS_BATCH_SEQUENCE, (index + 1).to_string());
            message
        });
        let Some(first) = numbered.next() else { return Ok(0) };
        if last == 1 {
            return self.commit(first).await;
        }
        let rest: Vec<_> = numbered.collect();
        let opened = self.ask(first).map(|reply| reply.and_then(|message| refusal(&message)));
        let (opened, committed) = futures::join!(opened, self.send_rest(rest));
        opened?;
        committed
    }

    async fn send_rest(&self, mut rest: Vec<BatchMessage>) -> Result<Position, BatchError> {
        let Some(last) = rest.pop() else { return Ok(0) };
        for message in rest {
            let BatchMessage { subject, headers, payload } = message;
            let sent = self.client().publish_with_headers(subject, headers, payload).await;
            sent.map_err(|error| BatchError::Unknown(error.to_string()))?;
        }
        self.commit(last).await
    }

    async fn commit(&self, mut message: BatchMessage) -> Result<Position, BatchError> {
        message.headers.insert(NATS_BATCH_COMMIT, NATS_BATCH_COMMIT_FINAL);
        position(&self.ask(message).await?)
    }

    /// Publishes one message outside of any batch.
    pub async fn publish(&self, message: BatchMessage) -> Result<Position, BatchError> {
        position(&self.ask(message).await?)
    }

    async fn ask(&self, message: BatchMessage) -> Result<Message, BatchError> {
        let request = Request::new().headers(message.headers).payload(message.payload);
        self.client().send_request(message.subject, request).await.map_err(|error| {
            match error.kind() {
                // Nobody listens on the subject: no server took it, yet an earlier try may have landed.
                RequestErrorKind::NoResponders => {
                    BatchError::Unknown("no stream listens".to_owned())
                }
                // The client knows the server's limit and sent nothing.
                RequestErrorKind::MaxPayloadExceeded => BatchError::Refused {
                    code: ErrorCode::STREAM_MESSAGE_EXCEEDS_MAXIMUM,
                    description: error.to_string(),
                },
                _ => BatchError::Unknown(error.to_string()),
            }
        })
    }
}

fn position(message: &Message) -> Result<Position, BatchError> {
    match serde_json::from_slice(&message.payload) {
        Ok(Response::<PublishAck>::Ok(ack)) => Ok(ack.sequence),
        Ok(Response::Err { error }) => Err(refused(&error)),
        Err(error) => Err(BatchError::Unknown(format!("unreadable acknowledgement: {error}"))),
    }
}

/// The first message of a batch is answered with nothing, or with the reason why there is no batch.
fn refusal(message: &Message) -> Result<(), BatchError> {
    match serde_json::from_slice::<Response<serde::de::IgnoredAny>>(&message.payload) {
        Ok(Response::Err { error }) => Err(refused(&error)),
        _ => Ok(()),
    }
}

fn refused(error: &async_nats::jetstream::Error) -> BatchError {
    BatchError::Refused { code: error.error_code(), description: error.to_string() }
}
