//! Consumers: following EVENTS in order from a position, and sharing a stream among replicas.

use std::time::Duration;

use async_nats::jetstream::Message;
use async_nats::jetstream::consumer::pull::Config;
use async_nats::jetstream::consumer::{AckPolicy, Consumer};
use async_nats::jetstream::message::Acker;
use bytes::Bytes;
use domain::subjects;
use futures::{Stream, StreamExt};
use thiserror::Error;
use tokio::time::timeout;

use crate::in_order::{HEART_BEAT, InOrder};
use crate::recorded::{RecordError, RecordedEvent};
use crate::{EventLog, Position};

/// How long one request for messages waits for them at the server.
const EXPIRES: Duration = Duration::from_secs(30);
/// How long a message that must be there may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a subscription cannot start or go on. Subscribe again from the last position handled.
#[derive(Debug, Error)]
pub enum SubscribeError {
    #[error("cannot subscribe to {stream}: {why}")]
    Start { stream: &'static str, why: String },
    #[error("the subscription ended: {0}")]
    Ended(String),
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// Events that a replica may hold before it gets to them.
const AHEAD: usize = 200;

/// An event, or a message that is none, and how to acknowledge it.
pub type Shared = (Result<RecordedEvent, RecordError>, Acker);

fn event_of(message: &Message) -> Result<Result<RecordedEvent, RecordError>, SubscribeError> {
    let info = message.info().map_err(|error| SubscribeError::Ended(error.to_string()))?;
    let headers = message.headers.clone().unwrap_or_default();
    Ok(RecordedEvent::read(info.stream_sequence, &message.subject, &headers, &message.payload))
}

impl EventLog {
    /// Follows the events whose subject matches `filter`, in order, from after `position`, for ever.
    pub async fn follow(
        &self,
        filter: &str,
        position: Position,
    ) -> Result<impl Stream<Item = Result<RecordedEvent, SubscribeError>> + use<>, SubscribeError>
    {
        let reading = InOrder::start(self, subjects::EVENTS, filter, position).await?;
        Ok(reading.messages().map(|message| Ok(event_of(&message?)??)))
    }

    /// Events that replicas share among themselves under the name of a durable consumer, each until
    /// one of them has acknowledged it.
    pub async fn share(
        &self,
        durable: &'static str,
        filters: &[&str],
    ) -> Result<impl Stream<Item = Result<Shared, SubscribeError>> + use<>, SubscribeError> {
        self.share_with(
            filters,
            Config { durable_name: Some(durable.to_owned()), ..Config::default() },
            AHEAD,
        )
        .await
    }

    /// The same for events that take long: none waits in the hands of a replica that is busy, and one
    /// that shows no sign of work for `ack_wait` is another replica's.
    pub async fn share_slow_work(
        &self,
        durable: &'static str,
        filters: &[&str],
        ack_wait: Duration,
    ) -> Result<impl Stream<Item = Result<Shared, SubscribeError>> + use<>, SubscribeError> {
        let durable_name = Some(durable.to_owned());
        self.share_with(filters, Config { durable_name, ack_wait, ..Config::default() }, 1).await
    }

    async fn share_with(
        &self,
        filters: &[&str],
        config: Config,
        ahead: usize,
    ) -> Result<impl Stream<Item = Result<Shared, SubscribeError>> + use<>, SubscribeError> {
        let start = |why: &dyn std::fmt::Display| SubscribeError::Start {
            stream: subjects::EVENTS,
            why: why.to_string(),
        };
        let stream = self.jetstream().get_stream(subjects::EVENTS).await.map_err(|e| start(&e))?;
        let config = Config {
            ack_policy: AckPolicy::Explicit,
            filter_subjects: filters.iter().map(|filter| (*filter).to_owned()).collect(),
            max_deliver: -1,
            ..config
        };
        let consumer = stream.create_consumer(config).await.map_err(|e| start(&e))?;
        let pulls = consumer.stream().max_messages_per_batch(ahead);
        let pulls = pulls.expires(EXPIRES).heartbeat(HEART_BEAT);
        let messages = pulls.messages().await.map_err(|e| start(&e))?;
        Ok(messages.map(|message| {
            let message = message.map_err(|error| SubscribeError::Ended(error.to_string()))?;
            let event = event_of(&message)?;
            Ok((event, message.split().1))
        }))
    }

    /// The newest `count` messages of MEASUREMENTS up to the stream sequence `until`, in order.
    pub async fn measurements_until(
        &self,
        until: Position,
        count: u64,
    ) -> Result<Vec<(Position, Bytes)>, SubscribeError> {
        if until == 0 {
            return Ok(vec![]);
        }
        let before = until.saturating_sub(count);
        let mut reading = InOrder::start(self, subjects::MEASUREMENTS, "", before).await?;
        let mut found = Vec::new();
        loop {
            let message = timeout(PATIENCE, reading.next()).await;
            let message =
                message.map_err(|_| SubscribeError::Ended(format!("{until} is not there")))??;
            let info = message.info().map_err(|error| SubscribeError::Ended(error.to_string()))?;
            let sequence = info.stream_sequence;
            found.push((sequence, message.payload.clone()));
            if sequence >= until {
                return Ok(found);
            }
        }
    }
}

/// The durable consumer on MEASUREMENTS that every metering replica pulls from: the server hands
/// each reading to one of them. Every replica creates it with the same settings.
///
/// `ack_wait` must be longer than the slowest transaction, otherwise the server hands out work that
/// is still in progress; that costs time, never exactness.
pub async fn shared_consumer(
    log: &EventLog,
    ack_wait: Duration,
    max_ack_pending: i64,
) -> Result<Consumer<Config>, SubscribeError> {
    let start = |why: &dyn std::fmt::Display| SubscribeError::Start {
        stream: subjects::MEASUREMENTS,
        why: why.to_string(),
    };
    let stream =
        log.jetstream().get_stream(subjects::MEASUREMENTS).await.map_err(|error| start(&error))?;
    let config = Config {
        durable_name: Some(subjects::METERING_CONSUMER.to_owned()),
        ack_policy: AckPolicy::Explicit,
        ack_wait,
        max_ack_pending,
        max_deliver: -1,
        ..Config::default()
    };
    stream.create_consumer(config).await.map_err(|error| start(&error))
}
