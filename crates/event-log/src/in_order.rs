//! Reading a stream in order from a position on, and going on by itself when the server that served
//! the reading is gone.
//!
//! The client's own ordered consumer waits for two missed heart-beats of 15 s each before it starts
//! anew: a reader would stand still for half a minute and more after a server was killed.

use std::sync::atomic::Ordering;
use std::time::Duration;

use async_nats::jetstream::Message;
use async_nats::jetstream::consumer::pull::{Config, Stream};
use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy};
use futures::{StreamExt, stream};
use tokio::time::{Instant, sleep, timeout};

use crate::{EventLog, Position, SubscribeError};

/// Of the server, while it has nothing to send. After twice as long without a sign of life the
/// reading starts anew.
pub(crate) const HEART_BEAT: Duration = Duration::from_secs(2);
/// Messages that the server may send ahead of the reader.
const AHEAD: usize = 5_000;
/// How often a silent reading looks whether its connection is still the one that it began with.
const LOOK: Duration = Duration::from_secs(1);
/// After so long without a consumer the reading ends, and whoever reads says what that means.
const PERSEVERANCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(250);
/// The server forgets a consumer that nobody reads from.
const FORGOTTEN: Duration = Duration::from_secs(30);

/// One reading of one stream.
pub(crate) struct InOrder {
    place: Place,
    /// None: to be made anew.
    consumer: Option<Consumer>,
}

/// Where a reading stands.
struct Place {
    log: EventLog,
    stream: &'static str,
    /// Empty: every subject.
    filter: String,
    /// Stream sequence of the last message that was handed out.
    last: Position,
}

/// What the server has for the reading.
struct Consumer {
    messages: Stream,
    /// How many it has delivered: a message that is not the next one means that some were lost.
    delivered: u64,
    /// How often the client had connected when it was made. What was on its way to a connection that
    /// broke is not sent again, and nothing else would tell.
    connects: u64,
}

impl InOrder {
    /// Messages after `last` whose subject matches `filter`. Fails if that cannot begin now.
    pub async fn start(
        log: &EventLog,
        stream: &'static str,
        filter: &str,
        last: Position,
    ) -> Result<Self, SubscribeError> {
        let place = Place { log: log.clone(), stream, filter: filter.to_owned(), last };
        let consumer = Some(place.consumer().await?);
        Ok(Self { place, consumer })
    }

    /// All messages, for ever; after an error there are none.
    pub fn messages(self) -> impl futures::Stream<Item = Result<Message, SubscribeError>> {
        stream::unfold(Some(self), |reading| async move {
            let mut reading = reading?;
            match reading.next().await {
                Ok(message) => Some((Ok(message), Some(reading))),
                Err(error) => Some((Err(error), None)),
            }
        })
    }

    /// The next message, each once and in order.
    pub async fn next(&mut self) -> Result<Message, SubscribeError> {
        loop {
            let consumer = match &mut self.consumer {
                Some(consumer) => consumer,
                none => none.insert(self.place.consumer_again().await?),
            };
            match consumer.next().await {
                Ok((message, position)) => {
                    self.place.last = position;
                    return Ok(message);
                }
                Err(Silent) if consumer.connects == self.place.connects() => {}
                Err(_) => self.consumer = None,
            }
        }
    }
}

/// Why a consumer gives no message.
enum NoMessage {
    /// Nothing has come for a while.
    Silent,
    /// It is gone, or messages of it were lost.
    Broken,
}
use NoMessage::{Broken, Silent};

impl Consumer {
    async fn next(&mut self) -> Result<(Message, Position), NoMessage> {
        let next = timeout(LOOK, self.messages.next()).await.map_err(|_| Silent)?;
        let message = next.and_then(Result::ok).ok_or(Broken)?;
        let info = message.info().map_err(|_| Broken)?;
        let (number, position) = (info.consumer_sequence, info.stream_sequence);
        self.delivered += 1;
        if number == self.delivered { Ok((message, position)) } else { Err(Broken) }
    }
}

impl Place {
    fn connects(&self) -> u64 {
        self.log.client().statistics().connects.load(Ordering::Relaxed)
    }

    async fn consumer_again(&self) -> Result<Consumer, SubscribeError> {
        let begun = Instant::now();
        loop {
            match self.consumer().await {
                Err(_) if begun.elapsed() < PERSEVERANCE => sleep(PAUSE).await,
                made => return made,
            }
        }
    }

    async fn consumer(&self) -> Result<Consumer, SubscribeError> {
        let connects = self.connects();
        let messages = self
            .open()
            .await
            .map_err(|why| SubscribeError::Start { stream: self.stream, why: why.to_string() })?;
        Ok(Consumer { messages, delivered: 0, connects })
    }

    async fn open(&self) -> Result<Stream, async_nats::Error> {
        let config = Config {
            filter_subject: self.filter.clone(),
            deliver_policy: DeliverPolicy::ByStartSequence { start_sequence: self.last + 1 },
            ack_policy: AckPolicy::None,
            inactive_threshold: FORGOTTEN,
            memory_storage: true,
            num_replicas: 1,
            ..Config::default()
        };
        let stream = self.log.jetstream().get_stream(self.stream).await?;
        let pulls = stream.create_consumer(config).await?;
        let ahead = pulls.stream().max_messages_per_batch(AHEAD);
        Ok(ahead.expires(FORGOTTEN).heartbeat(HEART_BEAT).messages().await?)
    }
}
