//! Reading any stream from a place to another one, whole and as it is stored: for audits and copies.

use async_nats::HeaderMap;
use async_nats::jetstream::Message;
use async_nats::jetstream::consumer::DeliverPolicy;
use async_nats::jetstream::consumer::pull::{Ordered, OrderedConfig};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use futures::{Stream, StreamExt, TryStreamExt, stream};

use crate::recorded::{RecordError, RecordedEvent};
use crate::subscribe::SubscribeError;
use crate::{EventLog, Position};

/// A message of a stream, exactly as it is stored.
#[derive(Clone, Debug)]
pub struct Stored {
    pub sequence: Position,
    pub subject: String,
    pub headers: HeaderMap,
    pub payload: Bytes,
    /// When the server stored it.
    pub stored_at: DateTime<Utc>,
}

impl Stored {
    /// The message as an event.
    pub fn event(&self) -> Result<RecordedEvent, RecordError> {
        RecordedEvent::read(self.sequence, &self.subject, &self.headers, &self.payload)
    }

    fn of(message: &Message) -> Result<(Self, u64), SubscribeError> {
        let info = message.info().map_err(|error| SubscribeError::Ended(error.to_string()))?;
        let stored = Self {
            sequence: info.stream_sequence,
            subject: message.subject.to_string(),
            headers: message.headers.clone().unwrap_or_default(),
            payload: message.payload.clone(),
            stored_at: info.published,
        };
        Ok((stored, info.pending))
    }
}

/// Where reading begins.
#[derive(Clone, Copy, Debug)]
pub enum ScanFrom {
    /// At this sequence, or the next one that is there.
    Sequence(Position),
    /// At the first message that was stored then or later.
    Time(DateTime<Utc>),
}

/// What a stream holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    pub messages: u64,
    pub first: Position,
    pub last: Position,
    /// Whether the stream lets go of what is old.
    pub expires: bool,
}

impl EventLog {
    /// The messages of a stream whose subject matches `filter`, in order, up to the sequence `until`
    /// or to the last one that is there. What the server has lost is passed over: the sequences tell.
    pub async fn scan(
        &self,
        stream: &'static str,
        filter: &str,
        from: ScanFrom,
        until: Position,
    ) -> Result<impl Stream<Item = Result<Stored, SubscribeError>> + Send + use<>, SubscribeError>
    {
        let why =
            |why: &dyn std::fmt::Display| SubscribeError::Start { stream, why: why.to_string() };
        let found = self.jetstream().get_stream(stream).await.map_err(|error| why(&error))?;
        let deliver_policy = match from {
            ScanFrom::Sequence(start) => {
                DeliverPolicy::ByStartSequence { start_sequence: start.max(1) }
            }
            ScanFrom::Time(start_time) => DeliverPolicy::ByStartTime { start_time },
        };
        let filter_subject = filter.to_owned();
        let config = OrderedConfig { filter_subject, deliver_policy, ..OrderedConfig::default() };
        let consumer = found.create_consumer(config).await.map_err(|error| why(&error))?;
        // Nothing to come: a subscription would wait for what is appended next.
        let source = match consumer.cached_info().num_pending {
            0 => None,
            _ => Some(consumer.messages().await.map_err(|error| why(&error))?),
        };
        Ok(stream::try_unfold(source, move |source| next(source, until)))
    }

    /// The last sequence of a stream that was stored at a time or before it; 0 if there is none.
    pub async fn last_at(
        &self,
        stream: &'static str,
        time: DateTime<Utc>,
    ) -> Result<Position, SubscribeError> {
        let from = ScanFrom::Time(time + TimeDelta::nanoseconds(1));
        let later = self.scan(stream, ">", from, Position::MAX).await?;
        let mut later = std::pin::pin!(later);
        match later.try_next().await? {
            Some(stored) => Ok(stored.sequence - 1),
            None => Ok(self.extent(stream).await?.last),
        }
    }

    /// What a stream holds now.
    pub async fn extent(&self, stream: &'static str) -> Result<Extent, SubscribeError> {
        let found = self
            .jetstream()
            .get_stream(stream)
            .await
            .map_err(|error| SubscribeError::Start { stream, why: error.to_string() })?;
        let info = found.cached_info();
        Ok(Extent {
            messages: info.state.messages,
            first: info.state.first_sequence,
            last: info.state.last_sequence,
            expires: !info.config.max_age.is_zero(),
        })
    }
}

/// The next message, and where to go on; none after the last one that was asked for.
async fn next(
    source: Option<Ordered>,
    until: Position,
) -> Result<Option<(Stored, Option<Ordered>)>, SubscribeError> {
    let Some(mut source) = source else { return Ok(None) };
    let message = source.next().await;
    let message = message.ok_or_else(|| SubscribeError::Ended("no more messages".to_owned()))?;
    let message = message.map_err(|error| SubscribeError::Ended(error.to_string()))?;
    let (stored, pending) = Stored::of(&message)?;
    if stored.sequence > until {
        return Ok(None);
    }
    let is_last = pending == 0 || stored.sequence == until;
    Ok(Some((stored, (!is_last).then_some(source))))
}
