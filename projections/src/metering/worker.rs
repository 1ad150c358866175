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

use super::batch::{Arrived, Batch};
use super::live;
use super::rules::RulesCache;
use super::transaction::{self, Committed};
use crate::Settings;
use crate::database::{Failure, classify};

const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

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
}

struct Unreadable {
    stream_seq: i64,
    reason: String,
    payload: Vec<u8>,
}

impl Worker {
    /// Runs until shutdown. A subscription that ends is made anew: what was handed out and not
    /// acknowledged comes again, and counts once.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let mut rules = RulesCache::default();
        loop {
            let outcome = tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                outcome = self.pull(&mut rules, &shutdown) => outcome,
            };
            if shutdown.is_cancelled() {
                return Ok(());
            }
            if let Err(error) = outcome {
                self.nats.down(&error);
                tracing::warn!("the subscription to readings is made anew: {error:#}");
            }
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                () = tokio::time::sleep(Duration::from_millis(500)) => {}
            }
        }
    }

    async fn pull(
        &self,
        rules: &mut RulesCache,
        shutdown: &CancellationToken,
    ) -> anyhow::Result<()> {
        let Settings { batch_size, ack_wait, max_ack_pending, .. } = self.settings;
        let consumer = shared_consumer(&self.log, ack_wait, max_ack_pending).await?;
        let messages = subscribe(&consumer, batch_size).await?;
        let mut batches = messages.ready_chunks(batch_size);
        self.nats.up();
        while let Some(batch) = batches.next().await {
            let messages = batch.into_iter().collect::<Result<Vec<_>, _>>();
            let pulled = read(messages.context("the server ended the subscription")?)?;
            if self.handle(rules, &pulled, shutdown).await.is_none() {
                return Ok(());
            }
        }
        anyhow::bail!("the subscription ended")
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
        let batch = Batch::new(pulled.readings.iter().copied());
        let committed = self.commit(rules, &batch, &pulled.unreadable, shutdown).await?;
        acknowledge(&pulled.messages).await;
        if committed.judged > 0 {
            self.judged.notify_one();
        }
        live::tell(&self.log, &committed.touched, Utc::now()).await;
        self.report(pulled.messages.len(), committed.fresh, started.elapsed());
        Some(())
    }

    /// Tries until it is committed. While PostgreSQL is away nothing is acknowledged, so nothing
    /// more is handed out than the server allows to be pending.
    async fn commit(
        &self,
        rules: &mut RulesCache,
        batch: &Batch,
        unreadable: &[Unreadable],
        shutdown: &CancellationToken,
    ) -> Option<Committed> {
        let mut pause = FIRST_PAUSE;
        loop {
            let outcome = async {
                park(&self.pool, unreadable).await?;
                transaction::run(&self.pool, rules, batch).await
            };
            let error = match outcome.await {
                Ok(committed) => {
                    self.postgres.up();
                    return Some(committed);
                }
                Err(error) => error,
            };
            if classify(&error) == Failure::Contention {
                metrics::counter!("ems_metering_retries_total").increment(1);
            } else {
                self.postgres.down(&error);
                tracing::warn!("a batch of readings waits: {error}");
            }
            tokio::select! {
                () = shutdown.cancelled() => return None,
                () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
            }
        }
    }

    fn report(&self, handled: usize, fresh: usize, took: Duration) {
        let replica = self.settings.replica.clone();
        metrics::counter!("ems_readings_handled_total", "replica" => replica.clone())
            .increment(handled as u64);
        metrics::counter!("ems_readings_new_total", "replica" => replica).increment(fresh as u64);
        metrics::histogram!("ems_batch_seconds").record(took);
        tracing::info!(
            replica = self.settings.replica,
            readings = handled,
            new = fresh,
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
    let mut pulled =
        Pulled { readings: Vec::with_capacity(messages.len()), unreadable: vec![], messages };
    for message in &pulled.messages {
        let info = message.info().map_err(|error| anyhow::anyhow!("{error}"))?;
        let stream_seq = info.stream_sequence.cast_signed();
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
