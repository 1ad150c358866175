//! Reading one subject whole, in one request.

use std::time::Duration;

use async_nats::jetstream::stream::{
    DirectGetErrorKind, LastRawMessageErrorKind, RawMessageErrorKind,
};
use async_nats::{Message, StatusCode};
use chrono::{DateTime, Utc};
use domain::subjects;
use futures::StreamExt;
use serde::Serialize;
use thiserror::Error;
use tokio::time::{sleep, timeout};

use crate::recorded::{RecordError, RecordedEvent};
use crate::{EventLog, Position};

/// How many messages one request may bring; longer subjects take several.
const BATCH: usize = 1_000;
/// How long the next message of an answer may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often a question is asked before the log counts as out of reach: a server that has just taken
/// over from another one leaves the first time without an answer.
const TIMES: usize = 3;
const PAUSE: Duration = Duration::from_millis(200);

/// Why events could not be read.
#[derive(Debug, Error)]
pub enum ReadError {
    #[error("the log did not answer: {0}")]
    Unavailable(String),
    #[error(transparent)]
    Record(#[from] RecordError),
}

/// Direct get of many messages (ADR-31): the next `batch` messages of a subject from `seq` on.
#[derive(Serialize)]
struct DirectGet<'a> {
    batch: usize,
    seq: u64,
    next_by_subj: &'a str,
}

enum Answer {
    Event(Box<RecordedEvent>),
    End,
}

impl EventLog {
    /// All events of one subject, oldest first.
    ///
    /// On more than one server the answer may come from a follower that lags; before saying that
    /// something does not exist, compare with [`EventLog::last_position`].
    pub async fn load(&self, subject: &str) -> Result<Vec<RecordedEvent>, ReadError> {
        let mut events: Vec<RecordedEvent> = Vec::new();
        loop {
            let from = events.last().map_or(1, |event| event.position + 1);
            let more = insistently(|| self.load_from(subject, from)).await?;
            let all = more.len() < BATCH;
            events.extend(more);
            if all {
                return Ok(events);
            }
        }
    }

    async fn load_from(
        &self,
        subject: &str,
        from: Position,
    ) -> Result<Vec<RecordedEvent>, ReadError> {
        let mut events = Vec::new();
        let request = DirectGet { batch: BATCH, seq: from, next_by_subj: subject };
        let payload = serde_json::to_vec(&request).expect("a plain struct serialises");
        let inbox = self.client().new_inbox();
        let mut answers = self.client().subscribe(inbox.clone()).await.map_err(unavailable)?;
        let api = format!("$JS.API.DIRECT.GET.{}", subjects::EVENTS);
        self.client().publish_with_reply(api, inbox, payload.into()).await.map_err(unavailable)?;
        loop {
            let next = timeout(PATIENCE, answers.next()).await.map_err(unavailable)?;
            let message = next.ok_or_else(|| ReadError::Unavailable("connection closed".into()))?;
            match answer(&message)? {
                Answer::Event(event) => events.push(*event),
                Answer::End => return Ok(events),
            }
        }
    }

    /// Position of the last event of a subject as the stream's leader knows it; 0 if there is none.
    pub async fn last_position(&self, subject: &str) -> Result<Position, ReadError> {
        insistently(|| self.ask_last_position(subject)).await
    }

    async fn ask_last_position(&self, subject: &str) -> Result<Position, ReadError> {
        let stream = self.jetstream().get_stream_no_info(subjects::EVENTS).await;
        let stream = stream.map_err(unavailable)?;
        let asked = timeout(PATIENCE, stream.get_last_raw_message_by_subject(subject)).await;
        match asked.map_err(unavailable)? {
            Ok(message) => Ok(message.sequence),
            Err(error) if matches!(error.kind(), LastRawMessageErrorKind::NoMessageFound) => Ok(0),
            Err(error) => Err(unavailable(error)),
        }
    }

    /// When the first event of a subject after a position was appended; none if there is none.
    pub async fn next_after(
        &self,
        subject: &str,
        position: Position,
    ) -> Result<Option<DateTime<Utc>>, ReadError> {
        let stream = self.jetstream().get_stream_no_info(subjects::EVENTS).await;
        let stream = stream.map_err(unavailable)?;
        match stream.direct_get_next_for_subject(subject, Some(position + 1)).await {
            Ok(message) => Ok(Some(message.time)),
            Err(error) if matches!(error.kind(), DirectGetErrorKind::NotFound) => Ok(None),
            Err(error) => Err(unavailable(error)),
        }
    }

    /// When a message of MEASUREMENTS arrived; none if the log no longer has it.
    pub async fn measurement_time(
        &self,
        sequence: Position,
    ) -> Result<Option<DateTime<Utc>>, ReadError> {
        let stream = self.jetstream().get_stream_no_info(subjects::MEASUREMENTS).await;
        match stream.map_err(unavailable)?.get_raw_message(sequence).await {
            Ok(message) => Ok(Some(message.time)),
            Err(error) if matches!(error.kind(), RawMessageErrorKind::NoMessageFound) => Ok(None),
            Err(error) => Err(unavailable(error)),
        }
    }

    /// Position of the newest event of all.
    pub async fn head(&self) -> Result<Position, ReadError> {
        let stream = self.jetstream().get_stream(subjects::EVENTS).await.map_err(unavailable)?;
        Ok(stream.cached_info().state.last_sequence)
    }

    /// One event by its position.
    pub async fn event_at(&self, position: Position) -> Result<Option<RecordedEvent>, ReadError> {
        let stream = self.jetstream().get_stream_no_info(subjects::EVENTS).await;
        match stream.map_err(unavailable)?.get_raw_message(position).await {
            Ok(message) => {
                let found = RecordedEvent::read(
                    message.sequence,
                    &message.subject,
                    &message.headers,
                    &message.payload,
                );
                Ok(Some(found?))
            }
            Err(error) if matches!(error.kind(), RawMessageErrorKind::NoMessageFound) => Ok(None),
            Err(error) => Err(unavailable(error)),
        }
    }
}

/// One message of a direct get: an event with `Nats-Subject` and `Nats-Sequence`, or the end, which
/// is status 204 (end of batch) or 404 (nothing from there on).
fn answer(message: &Message) -> Result<Answer, ReadError> {
    match message.status {
        Some(StatusCode::NO_RESPONDERS) => {
            return Err(ReadError::Unavailable("no stream answers direct gets".to_owned()));
        }
        Some(status) if status.as_u16() == 204 || status == StatusCode::NOT_FOUND => {
            return Ok(Answer::End);
        }
        Some(status) if status != StatusCode::OK => {
            return Err(ReadError::Unavailable(format!("status {status}")));
        }
        _ => {}
    }
    let headers = message.headers.clone().unwrap_or_default();
    let text = |name: &str| headers.get(name).map(|value| value.as_str().to_owned());
    let subject = text("Nats-Subject").unwrap_or_default();
    let position = text("Nats-Sequence").and_then(|text| text.parse().ok()).unwrap_or_default();
    let event = RecordedEvent::read(position, &subject, &headers, &message.payload)?;
    Ok(Answer::Event(Box::new(event)))
}

/// Asks again what got no answer. A question changes nothing, so asking it twice does not either.
async fn insistently<T, F>(ask: impl Fn() -> F) -> Result<T, ReadError>
where
    F: Future<Output = Result<T, ReadError>>,
{
    for _ in 1..TIMES {
        match ask().await {
            Err(ReadError::Unavailable(_)) => sleep(PAUSE).await,
            answered => return answered,
        }
    }
    ask().await
}

fn unavailable(error: impl std::fmt::Display) -> ReadError {
    ReadError::Unavailable(error.to_string())
}
