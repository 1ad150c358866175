//! The loop of a metering replica: pull, commit, acknowledge; never in another order.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use async_nats::jetstream::Message;
use async_nats::jetstream::consumer::pull;
use chrono::Utc;
use domain::metering::Reading;
use event_log::{EventLog, shared_consumer};
use futures::StreamExt;
use process::{CancellationToken, Dependency};
use sqlx::PgPool;
use tokio::sync::Notify;

use super::batch::Arrived;
use super::rules::RulesCache;
use super::transaction::{self, Committed};
use super::{live, recovery};
use crate::Settings;
use crate::database::{Failure, classify};

const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
const ANEW_AFTER: Duration = Duration::from_millis(500);

pub(crate) struct Worker {
    pub settings: Settings,
    pub pool: PgPool,
    pub log: EventLog,
    /// Wakes the publisher after a commit that changed a judgement.
    pub judged: Arc<Notify>,
    pub nats: Dependency,
    pub postgres: Dependency,
}

/// Messages as they came, and what could be read of them.
struct Pulled {
    messages: Vec<Message>,
    readings: Vec<Arrived>,
    unreadable: Vec<Unreadable>,
    /// Messages that were handed out before, to a replica that did not acknowledge them.
    redelivered: usize,
}

/// A message that is no reading, or a reading that cannot be counted.
struct Unreadable {
    stream_seq: i64,
    reason: String,
    payload: Vec<u8>,
}

impl Unreadable {
    fn failed(arrived: &Arrived, reason: String) -> Self {
        let payload = serde_json::to_vec(&arrived.reading).expect("a reading serialises");
        Self { stream_seq: arrived.stream_seq, reason, payload }
    }
}

impl Worker {
    /// Runs until shutdown. A subscription that ends is made anew: what was handed out and not
    /// acknowledged comes again, and counts once.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let mut rules = RulesCache::default();
        loop {
            let outcome = self.pull(&mut rules, &shutdown).await;
            if shutdown.is_cancelled() {
                return Ok(());
            }
            if let Err(error) = outcome {
                self.nats.down(format!("{error:#}"));
                tracing::warn!("the subscription to readings is made anew: {error:#}");
            }
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                () = tokio::time::sleep(ANEW_AFTER) => {}
            }
        }
    }

    /// Handles batches until the subscription ends or shutdown; the one in work is finished.
    async fn pull(
        &self,
        rules: &mut RulesCache,
        shutdown: &CancellationToken,
    ) -> anyhow::Result<()> {
        let Settings { batch_size, ack_wait, max_ack_pending, .. } = self.settings;
        recovery::take_again_what_was_lost(&self.log, &self.pool).await?;
        let consumer = shared_consumer(&self.log, ack_wait, max_ack_pending).await?;
        let messages = subscribe(&consumer, batch_size).await?;
        let mut batches = messages.ready_chunks(batch_size);
        self.nats.up();
        loop {
            let batch = tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                batch = batches.next() => batch.context("the subscription ended")?,
            };
            let messages = batch.into_iter().collect::<Result<Vec<_>, _>>();
            let pulled = read(messages.context("the server ended the subscription")?)?;
            if self.handle(rules, &pulled, shutdown).await.is_none() {
                return Ok(());
            }
            if rules.take_database_is_another() {
                tracing::info!("PostgreSQL is another one than before; subscribing anew");
                return Ok(());
            }
        }
    }

    /// Commits, then acknowledges. `None` when told to stop before the commit: the messages are
    /// handed to another replica once their time is up.
    async fn handle(
        &self,
        rules: &mut RulesCache,
        pulled: &Pulled,
        shutdown: &CancellationToken,
    ) -> Option<()> {
        let started = Instant::now();
        self.park(&pulled.unreadable, shutdown).await?;
        let (mut fresh, mut judged) = (0, 0);
        let mut parts = vec![pulled.readings.clone()];
        while let Some(mut part) = parts.pop() {
            match self.commit(rules, &part, shutdown).await? {
                Ok(committed) => {
                    fresh += committed.fresh;
                    judged += committed.judged;
                    live::tell(&self.log, &committed.touched, Utc::now()).await;
                }
                Err(reason) if part.len() == 1 => {
                    self.park(&[Unreadable::failed(&part[0], reason)], shutdown).await?;
                }
                // Bisecting finds the one reading that fails; the others count.
                Err(_) => {
                    parts.push(part.split_off(part.len() / 2));
                    parts.push(part);
                }
            }
        }
        acknowledge(&pulled.messages).await;
        if judged > 0 {
            self.judged.notify_one();
        }
        self.report(pulled, fresh, started.elapsed());
        Some(())
    }

    /// Tries until the readings are committed, or until they fail for good: then the reason. While
    /// PostgreSQL is away nothing is acknowledged, so nothing more is handed out than the server
    /// allows to be pending.
    async fn commit(
        &self,
        rules: &mut RulesCache,
        readings: &[Arrived],
        shutdown: &CancellationToken,
    ) -> Option<Result<Committed, String>> {
        let mut pause = FIRST_PAUSE;
        loop {
            let error = match transaction::run(&self.pool, rules, readings).await {
                Ok(committed) => {
                    self.postgres.up();
                    return Some(Ok(committed));
                }
                Err(error) => error,
            };
            match classify(&error) {
                Failure::Permanent => return Some(Err(error.to_string())),
                Failure::Contention => {
                    metrics::counter!("ems_metering_retries_total").increment(1);
                }
                Failure::Unavailable => self.wait_for_postgres(&error),
            }
            self.pause(&mut pause, shutdown).await?;
        }
    }

    /// Keeps what cannot be counted, with its reason, before it is acknowledged.
    async fn park(&self, messages: &[Unreadable], shutdown: &CancellationToken) -> Option<()> {
        let mut pause = FIRST_PAUSE;
        while let Err(error) = park(&self.pool, messages).await {
            self.wait_for_postgres(&error);
            self.pause(&mut pause, shutdown).await?;
        }
        Some(())
    }

    fn wait_for_postgres(&self, error: &sqlx::Error) {
        self.postgres.down(error);
        tracing::warn!("a batch of readings waits: {error}");
    }

    /// `None` when told to stop meanwhile.
    async fn pause(&self, pause: &mut Duration, shutdown: &CancellationToken) -> Option<()> {
        tokio::select! {
            () = shutdown.cancelled() => return None,
            () = tokio::time::sleep(*pause) => {}
        }
        *pause = (*pause * 2).min(LONGEST_PAUSE);
        Some(())
    }

    fn report(&self, pulled: &Pulled, fresh: usize, took: Duration) {
        let (replica, handled) = (self.settings.replica.clone(), pulled.messages.len());
        metrics::counter!("ems_readings_handled_total", "replica" => replica.clone())
            .increment(handled as u64);
        metrics::counter!("ems_readings_new_total", "replica" => replica).increment(fresh as u64);
        metrics::histogram!("ems_batch_seconds").record(took);
        tracing::info!(
            replica = self.settings.replica,
            readings = handled,
            new = fresh,
            redelivered = pulled.redelivered,
            millis = took.as_millis() as u64,
            "batch of {handled} readings committed"
        );
    }
}

/// Asks for whole batches ahead of need, so that the server always has a request to answer.
async fn subscribe(
    consumer: &async_nats::jetstream::consumer::Consumer<pull::Config>,
    batch_size: usize,
) -> anyhow::Result<pull::Stream> {
    consumer
        .stream()
        .max_messages_per_batch(batch_size)
        .heartbeat(Duration::from_secs(2))
        .expires(Duration::from_secs(10))
        .messages()
        .await
        .context("cannot pull readings")
}

fn read(messages: Vec<Message>) -> anyhow::Result<Pulled> {
    let mut pulled = Pulled { readings: vec![], unreadable: vec![], redelivered: 0, messages };
    for message in &pulled.messages {
        let info = message.info().map_err(|error| anyhow::anyhow!("{error}"))?;
        let stream_seq = info.stream_sequence.cast_signed();
        pulled.redelivered += usize::from(info.delivered > 1);
        match serde_json::from_slice::<Reading>(&message.payload) {
            Ok(reading) => pulled.readings.push(Arrived { reading, stream_seq }),
            Err(error) => pulled.unreadable.push(Unreadable {
                stream_seq,
                reason: error.to_string(),
                payload: message.payload.to_vec(),
            }),
        }
    }
    Ok(pulled)
}

/// Acknowledges in one go. An acknowledgement that is lost means that the message comes again.
async fn acknowledge(messages: &[Message]) {
    for message in messages {
        if let Err(error) = message.ack().await {
            tracing::debug!("an acknowledgement was not sent: {error}");
        }
    }
}

async fn park(pool: &PgPool, unreadable: &[Unreadable]) -> Result<(), sqlx::Error> {
    for message in unreadable {
        tracing::error!(stream_seq = message.stream_seq, "parked: {}", message.reason);
        sqlx::query(
            "insert into metering.parked (stream_seq, reason, payload) values ($1, $2, $3)
             on conflict do nothing",
        )
        .bind(message.stream_seq)
        .bind(&message.reason)
        .bind(&message.payload)
        .execute(pool)
        .await?;
    }
    Ok(())
}
