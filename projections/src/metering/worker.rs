//! The loop of a metering replica: pull, commit, acknowledge; never in another order.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use async_nats::jetstream::consumer::pull;
use async_nats::jetstream::{AckKind, Message};
use async_nats::{Client, Subject};
use chrono::Utc;
use domain::metering::Reading;
use event_log::{EventLog, shared_consumer};
use futures::StreamExt;
use process::{CancellationToken, Dependency};
use sqlx::PgPool;
use tokio::sync::{Notify, mpsc};
use tokio_util::task::AbortOnDropHandle;

use super::batch::Arrived;
use super::parked::{self, Parked};
use super::rules::RulesCache;
use super::transaction::{self, Committed};
use super::{live, recovery};
use crate::Settings;
use crate::database::{Failure, classify};
use crate::runs::{HOURLY_TOTALS, is_paused};

const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
const ANEW_AFTER: Duration = Duration::from_millis(500);
/// For acknowledging a batch and telling of it.
const TELL_WITHIN: Duration = Duration::from_secs(10);
/// For handing back what was read and not begun, when told to stop.
const HAND_BACK_WITHIN: Duration = Duration::from_secs(2);

pub(crate) struct Worker {
    pub settings: Settings,
    pub pool: PgPool,
    pub log: EventLog,
    /// Wakes the publisher after a commit that changed a judgement.
    pub judged: Arc<Notify>,
    /// Set when PostgreSQL may have lost judgements.
    pub doubtful: Arc<AtomicBool>,
    /// Down while readings cannot be fetched or committed, whatever the connections say.
    pub health: Dependency,
}

/// A message, and what could be read of it.
struct Pulled {
    /// Where it is acknowledged. All that is kept of a message: thousands wait for a commit.
    reply: Subject,
    reading: Result<Arrived, Parked>,
    /// It was handed out before, to a replica that did not acknowledge it.
    redelivered: bool,
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
                self.health.down(format!("{error:#}"));
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
        let in_work = max_ack_pending.unsigned_abs();
        if recovery::take_again_what_was_lost(&self.log, &self.pool, in_work).await? {
            self.doubtful.store(true, Ordering::SeqCst);
        }
        let (log, pool, doubtful) = (self.log.clone(), self.pool.clone(), self.doubtful.clone());
        let look_again = recovery::look_again(log, pool, in_work, doubtful);
        recovery::wait_for_rules(&self.log, &self.pool).await?;
        self.wait_while_paused(shutdown).await?;
        let consumer = shared_consumer(&self.log, ack_wait, max_ack_pending).await?;
        let messages = subscribe(&consumer, batch_size).await?;
        // What comes while a batch is committed is read meanwhile.
        let (sender, mut arriving) = mpsc::channel(batch_size);
        let reading = AbortOnDropHandle::new(tokio::spawn(read(messages, sender)));
        let _looking_again = AbortOnDropHandle::new(tokio::spawn(look_again));
        self.health.up();
        loop {
            let mut batch = Vec::with_capacity(batch_size);
            tokio::select! {
                () = shutdown.cancelled() => {
                    drop(reading);
                    self.hand_back(arriving).await;
                    return Ok(());
                }
                _ = arriving.recv_many(&mut batch, batch_size) => {}
            };
            anyhow::ensure!(!batch.is_empty(), "the subscription ended");
            let batch = batch.into_iter().collect::<anyhow::Result<Vec<_>>>()?;
            if self.handle(rules, batch, shutdown).await.is_none() {
                return Ok(());
            }
            if rules.take_database_is_another() {
                tracing::info!("PostgreSQL is another one than before; subscribing anew");
                return Ok(());
            }
        }
    }

    /// A subscription would let readings flow again that an operator has stopped.
    async fn wait_while_paused(&self, shutdown: &CancellationToken) -> anyhow::Result<()> {
        while !shutdown.is_cancelled() && is_paused(&self.pool, HOURLY_TOTALS).await? {
            self.health.down("an operator has paused it");
            tokio::time::sleep(ANEW_AFTER).await;
        }
        Ok(())
    }

    /// Another replica need not wait until the time of these messages is up.
    async fn hand_back(&self, mut arriving: mpsc::Receiver<anyhow::Result<Pulled>>) {
        let handed_back = async {
            let client = self.log.client();
            while let Some(Ok(Pulled { reply, .. })) = arriving.recv().await {
                if client.publish(reply, AckKind::Nak(None).into()).await.is_err() {
                    return;
                }
            }
            if let Err(error) = client.flush().await {
                tracing::debug!("readings were not handed back: {error}");
            }
        };
        if tokio::time::timeout(HAND_BACK_WITHIN, handed_back).await.is_err() {
            tracing::debug!("readings were not handed back in time");
        }
    }

    /// Commits, then acknowledges. `None` when told to stop before the commit: the messages are
    /// handed to another replica once their time is up.
    async fn handle(
        &self,
        rules: &mut RulesCache,
        batch: Vec<Pulled>,
        shutdown: &CancellationToken,
    ) -> Option<()> {
        let started = Instant::now();
        let redelivered = batch.iter().filter(|pulled| pulled.redelivered).count();
        let (mut readings, mut unreadable, mut replies) = (vec![], vec![], vec![]);
        let handled = batch.len();
        for Pulled { reply, reading, .. } in batch {
            replies.push(reply);
            match reading {
                Ok(arrived) => readings.push(arrived),
                Err(parked) => unreadable.push(parked),
            }
        }
        self.park(&unreadable, shutdown).await?;
        let (mut fresh, mut judged, mut touched) = (0, 0, vec![]);
        let mut parts = vec![readings];
        while let Some(mut part) = parts.pop() {
            match self.commit(rules, &part, shutdown).await? {
                Ok(committed) => {
                    fresh += committed.fresh;
                    judged += committed.judged;
                    touched.extend(committed.touched);
                }
                Err(reason) if part.len() == 1 => {
                    self.park(&[Parked::reading(&part[0], reason)], shutdown).await?;
                }
                // Bisecting finds the one reading that fails; the others count.
                Err(_) => {
                    parts.push(part.split_off(part.len() / 2));
                    parts.push(part);
                }
            }
        }
        if judged > 0 {
            self.judged.notify_one();
        }
        // While NATS is away both would wait for room to send; what is not acknowledged comes again.
        let told = async {
            acknowledge(self.log.client(), replies).await;
            live::tell(&self.log, &touched, Utc::now()).await;
        };
        if tokio::time::timeout(TELL_WITHIN, told).await.is_err() {
            tracing::warn!("NATS takes no acknowledgements now; these readings come again");
        }
        self.report(handled, fresh, redelivered, started.elapsed());
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
            let error = match transaction::run(&self.pool, rules, readings, Utc::now()).await {
                Ok(committed) => {
                    self.health.up();
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
    async fn park(&self, messages: &[Parked], shutdown: &CancellationToken) -> Option<()> {
        let mut pause = FIRST_PAUSE;
        while let Err(error) = self.try_to_park(messages).await {
            self.wait_for_postgres(&error);
            self.pause(&mut pause, shutdown).await?;
        }
        Some(())
    }

    async fn try_to_park(&self, messages: &[Parked]) -> Result<(), sqlx::Error> {
        if messages.is_empty() {
            return Ok(());
        }
        parked::keep(&mut *self.pool.acquire().await?, messages).await
    }

    fn wait_for_postgres(&self, error: &sqlx::Error) {
        self.health.down(error);
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

    fn report(&self, handled: usize, fresh: usize, redelivered: usize, took: Duration) {
        let replica = self.settings.replica.clone();
        metrics::counter!("ems_readings_handled_total", "replica" => replica.clone())
            .increment(handled as u64);
        metrics::counter!("ems_readings_new_total", "replica" => replica).increment(fresh as u64);
        metrics::histogram!("ems_batch_seconds").record(took);
        tracing::info!(
            replica = self.settings.replica,
            readings = handled,
            new = fresh,
            redelivered,
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

/// Reads messages until the subscription fails or nobody takes them any more.
async fn read(mut messages: pull::Stream, into: mpsc::Sender<anyhow::Result<Pulled>>) {
    while let Some(message) = messages.next().await {
        let pulled = message.context("the server ended the subscription").and_then(pulled);
        let failed = pulled.is_err();
        if into.send(pulled).await.is_err() || failed {
            return;
        }
    }
}

fn pulled(message: Message) -> anyhow::Result<Pulled> {
    let info = message.info().map_err(|error| anyhow::anyhow!("{error}"))?;
    let stream_seq = info.stream_sequence.cast_signed();
    let redelivered = info.delivered > 1;
    let reading = match serde_json::from_slice::<Reading>(&message.payload) {
        Ok(reading) => Ok(Arrived { reading, stream_seq }),
        Err(error) => {
            let (reason, payload) = (error.to_string(), message.payload.to_vec());
            Err(Parked { stream_seq, reason, payload })
        }
    };
    let reply = message.message.reply.context("a message cannot be acknowledged")?;
    Ok(Pulled { reply, reading, redelivered })
}

/// Acknowledges in one go. An acknowledgement that is lost means that the message comes again.
async fn acknowledge(client: &Client, replies: Vec<Subject>) {
    for reply in replies {
        if let Err(error) = client.publish(reply, AckKind::Ack.into()).await {
            tracing::debug!("an acknowledgement was not sent: {error}");
        }
    }
}
