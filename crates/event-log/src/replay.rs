//! Reading MEASUREMENTS from one place to another, as fast as the server gives it.

use std::time::Duration;

use async_nats::jetstream::Message;
use async_nats::jetstream::consumer::pull::{Config, Stream};
use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy};
use bytes::Bytes;
use domain::subjects;
use futures::StreamExt;
use futures::stream::ReadyChunks;

use crate::subscribe::SubscribeError;
use crate::{EventLog, Position};

/// Messages asked for at a time.
const BATCH: usize = 5_000;
/// The server says at least this often that it is there; twice as long without is an end.
const HEARTBEAT: Duration = Duration::from_secs(2);
/// A consumer that nobody pulls from any more goes by itself.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(60);

/// Readings in the order of the log, each once. A gap is an error; read again from the last one.
pub struct Replay {
    messages: ReadyChunks<Stream>,
    until: Position,
    /// How many have come, as the server counts them.
    seen: u64,
    is_over: bool,
}

impl EventLog {
    /// Reads the messages of some shards whose sequences are after `after` and at most `until`.
    pub async fn replay_measurements(
        &self,
        shards: impl IntoIterator<Item = u16>,
        after: Position,
        until: Position,
    ) -> Result<Replay, SubscribeError> {
        let start = |why: &dyn std::fmt::Display| SubscribeError::Start {
            stream: subjects::MEASUREMENTS,
            why: why.to_string(),
        };
        let stream = self.jetstream().get_stream(subjects::MEASUREMENTS).await;
        let stream = stream.map_err(|error| start(&error))?;
        let shards: Vec<u16> = shards.into_iter().collect();
        // The server finds all of a stream faster than what matches many filters.
        let filter_subjects = match shards.len() {
            all if all == usize::from(subjects::SHARDS) => vec![],
            _ => shards.into_iter().map(subjects::of_shard).collect(),
        };
        let config = Config {
            filter_subjects,
            deliver_policy: DeliverPolicy::ByStartSequence { start_sequence: after + 1 },
            ack_policy: AckPolicy::None,
            memory_storage: true,
            num_replicas: 1,
            inactive_threshold: FORGOTTEN_AFTER,
            ..Config::default()
        };
        let consumer = stream.create_consumer(config).await.map_err(|error| start(&error))?;
        let is_over = after >= until || consumer.cached_info().num_pending == 0;
        let messages = consumer
            .stream()
            .max_messages_per_batch(BATCH)
            .heartbeat(HEARTBEAT)
            .expires(HEARTBEAT * 5)
            .messages()
            .await
            .map_err(|error| start(&error))?;
        Ok(Replay { messages: messages.ready_chunks(BATCH), until, seen: 0, is_over })
    }
}

impl Replay {
    /// The next messages, several where several are there; none at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<(Position, Bytes)>>, SubscribeError> {
        if self.is_over {
            return Ok(None);
        }
        let ended = |why: String| SubscribeError::Ended(why);
        let chunk = self.messages.next().await.ok_or_else(|| ended("it was closed".to_owned()))?;
        let mut found = Vec::with_capacity(chunk.len());
        for message in chunk {
            let message = message.map_err(|error| ended(error.to_string()))?;
            if self.is_over {
                break;
            }
            found.extend(self.take(message)?);
        }
        Ok(Some(found))
    }

    fn take(&mut self, message: Message) -> Result<Option<(Position, Bytes)>, SubscribeError> {
        let info = message.info().map_err(|error| SubscribeError::Ended(error.to_string()))?;
        let (sequence, delivered, pending) =
            (info.stream_sequence, info.consumer_sequence, info.pending);
        self.seen += 1;
        if delivered != self.seen {
            return Err(SubscribeError::Ended(format!("message {} is missing", self.seen)));
        }
        self.is_over = sequence >= self.until || pending == 0;
        let payload = message.message.payload;
        Ok((sequence <= self.until).then_some((sequence, payload)))
    }
}
