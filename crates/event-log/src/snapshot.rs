//! Copying a whole stream out of a server and into another one, with its sequences and times.
//!
//! JetStream's own snapshot: the server sends the stream's files in chunks, each of which it wants to
//! be told of, and takes them back in the same way. Sequences, times and settings stay as they were.

use std::io::{Read, Write};
use std::time::Duration;

use async_nats::Request;
use bytes::Bytes;
use futures::StreamExt;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use thiserror::Error;
use tokio::time::timeout;

use crate::EventLog;

const CHUNK: usize = 128 * 1024;
/// The server reads the whole stream before it sends the first chunk, and checks it at the end.
const PATIENCE: Duration = Duration::from_secs(600);

/// Why a stream cannot be copied.
#[derive(Debug, Error)]
pub enum SnapshotError {
    #[error("the server refuses to copy {stream}: {why}")]
    Refused { stream: String, why: String },
    #[error("the server does not answer: {0}")]
    Unavailable(String),
    #[error("the copy cannot be written or read: {0}")]
    File(#[from] std::io::Error),
}

/// What the server must know of a stream to take it back, beside the chunks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StreamShape {
    pub config: Value,
    pub state: Value,
}

#[derive(Deserialize)]
struct Answer {
    error: Option<Value>,
    #[serde(default)]
    config: Value,
    #[serde(default)]
    state: Value,
    deliver_subject: Option<String>,
}

impl EventLog {
    /// Writes a stream into `sink`.
    pub async fn snapshot(
        &self,
        stream: &str,
        sink: &mut (impl Write + Send),
    ) -> Result<StreamShape, SnapshotError> {
        let inbox = self.client().new_inbox();
        let mut chunks = self.client().subscribe(inbox.clone()).await.map_err(unavailable)?;
        let wanted = json!({
            "deliver_subject": inbox, "no_consumers": true, "chunk_size": CHUNK, "jsck": true,
        });
        let api = format!("$JS.API.STREAM.SNAPSHOT.{stream}");
        let payload = wanted.to_string().into();
        let Answer { config, state, .. } = self.order(stream, api, payload).await?;
        loop {
            let chunk = timeout(PATIENCE, chunks.next()).await.map_err(unavailable)?;
            let chunk = chunk.ok_or_else(|| unavailable("connection closed"))?;
            if chunk.payload.is_empty() {
                let status = chunk.status.map_or(204, |status| status.as_u16());
                let why = chunk.description.map(|text| text.to_string()).unwrap_or_default();
                if status == 204 {
                    return Ok(StreamShape { config, state });
                }
                return Err(SnapshotError::Refused { stream: stream.to_owned(), why });
            }
            sink.write_all(&chunk.payload)?;
            if let Some(reply) = chunk.reply {
                self.client().publish(reply, Bytes::new()).await.map_err(unavailable)?;
            }
        }
    }

    /// Makes a stream from what a snapshot has written. The server has none of this name.
    pub async fn restore(
        &self,
        stream: &str,
        shape: &StreamShape,
        source: &mut (impl Read + Send),
    ) -> Result<(), SnapshotError> {
        let payload = serde_json::to_vec(shape).map_err(std::io::Error::from)?;
        let api = format!("$JS.API.STREAM.RESTORE.{stream}");
        let accepted = self.order(stream, api, payload.into()).await?;
        let deliver = accepted.deliver_subject.ok_or_else(|| unavailable("no subject"))?;
        loop {
            let mut chunk = Vec::with_capacity(CHUNK);
            source.by_ref().take(CHUNK as u64).read_to_end(&mut chunk)?;
            // The empty one is the last: then the server checks what it has.
            let is_last = chunk.is_empty();
            self.order(stream, deliver.clone(), chunk.into()).await?;
            if is_last {
                return Ok(());
            }
        }
    }

    /// One request; an answer without a body is as good as one that names no error.
    async fn order(
        &self,
        stream: &str,
        subject: String,
        payload: Bytes,
    ) -> Result<Answer, SnapshotError> {
        let request = Request::new().payload(payload).timeout(Some(PATIENCE));
        let answer = self.client().send_request(subject, request).await.map_err(unavailable)?;
        let body = if answer.payload.is_empty() { b"{}" } else { answer.payload.as_ref() };
        let answer: Answer = serde_json::from_slice(body).map_err(unavailable)?;
        match answer.error {
            None => Ok(answer),
            Some(error) => {
                let why = error["description"].as_str().unwrap_or("no reason").to_owned();
                Err(SnapshotError::Refused { stream: stream.to_owned(), why })
            }
        }
    }
}

fn unavailable(error: impl std::fmt::Display) -> SnapshotError {
    SnapshotError::Unavailable(error.to_string())
}
