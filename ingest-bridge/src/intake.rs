//! The loop of the bridge: delivery, translate, publish, acknowledgement of the log, acknowledgement
//! to RabbitMQ. In this order a crash repeats a reading, and the reading's key (device, instant)
//! makes the repeat harmless; in any other order a crash would lose it.

use std::time::Duration;

use anyhow::Context;
use chrono::Utc;
use event_log::EventLog;
use futures::StreamExt;
use futures::stream::FuturesOrdered;
use lapin::message::Delivery;
use process::{CancellationToken, Dependency};
use tokio::task::JoinError;
use tokio_util::task::AbortOnDropHandle;

use crate::Settings;
use crate::broker::{self, Subscription};
use crate::publish::Chunk;
use crate::translate::{Rejected, translate_or_reject};

/// Messages in one atomic batch at most; the server takes no more (ADR-50).
const CHUNK: usize = 1_000;
/// How long a chunk waits to fill. It is the bridge's whole share of a reading's way to the screen.
const FILL: Duration = Duration::from_millis(5);
/// Batches on their way to the log at once; far below the server's 50 open ones for each stream.
const IN_FLIGHT: usize = 4;
const FIRST_PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

pub(crate) struct Intake {
    pub settings: Settings,
    pub log: EventLog,
    /// Down while the log does not take what it is given, whatever the connection says.
    pub stored: Dependency,
    pub rabbitmq: Dependency,
}

/// Why the pump stopped before it was told to.
enum Fault {
    RabbitMq(anyhow::Error),
    /// The task that stores a chunk panicked: a fault of the bridge itself.
    Storing(JoinError),
}

impl From<anyhow::Error> for Fault {
    fn from(error: anyhow::Error) -> Self {
        Self::RabbitMq(error)
    }
}

impl Intake {
    /// Runs until shutdown, and connects anew whenever RabbitMQ is back.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let mut pause = FIRST_PAUSE;
        self.stored.up();
        loop {
            let outcome = match broker::subscribe(&self.settings).await {
                Ok(subscription) => {
                    pause = FIRST_PAUSE;
                    self.rabbitmq.up();
                    tracing::info!("taking readings from {}", self.settings.queue);
                    self.pump(subscription, &shutdown).await
                }
                Err(error) => Err(error.into()),
            };
            if shutdown.is_cancelled() {
                return Ok(());
            }
            if let Err(fault) = outcome {
                self.name(&fault);
            }
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
            }
        }
    }

    /// Says in the log and in the health report what is at fault.
    fn name(&self, fault: &Fault) {
        match fault {
            Fault::RabbitMq(error) => {
                self.rabbitmq.down(format!("{error:#}"));
                tracing::warn!("RabbitMQ is out of reach, trying again: {error:#}");
            }
            Fault::Storing(error) => {
                self.stored.down(format!("the bridge failed: {error}"));
                tracing::error!(
                    "the bridge failed on a chunk, taking it from the queue again: {error}"
                );
            }
        }
    }

    /// Moves deliveries until the channel breaks or shutdown. Chunks are stored side by side, and
    /// acknowledged in the order of their tags, never past one that is not stored yet.
    async fn pump(
        &self,
        subscription: Subscription,
        shutdown: &CancellationToken,
    ) -> Result<(), Fault> {
        let acknowledger = subscription.acknowledger();
        let deliveries =
            tokio_stream::StreamExt::chunks_timeout(subscription.deliveries, CHUNK, FILL);
        let mut chunks = std::pin::pin!(deliveries);
        let mut storing: FuturesOrdered<AbortOnDropHandle<Option<u64>>> = FuturesOrdered::new();
        loop {
            tokio::select! {
                () = shutdown.cancelled() => break,
                Some(stored) = storing.next(), if !storing.is_empty() => {
                    let Some(tag) = stored.map_err(Fault::Storing)? else { break };
                    acknowledger.up_to(tag).await?;
                }
                chunk = chunks.next(), if storing.len() < IN_FLIGHT => {
                    let chunk = chunk.context("the connection ended")?;
                    let deliveries: Result<Vec<_>, _> = chunk.into_iter().collect();
                    let deliveries = deliveries.context("a delivery failed")?;
                    storing.push_back(self.store(deliveries, shutdown));
                }
            }
        }
        // A chunk that was not stored ends it: acknowledging a later one would cover it as well.
        while let Some(Some(tag)) = storing.next().await.transpose().map_err(Fault::Storing)? {
            acknowledger.up_to(tag).await?;
        }
        Ok(())
    }

    /// Stores a chunk in a task of its own, so that both cores translate. The task answers the last
    /// tag, or `None` when told to stop first; it ends with the subscription that it belongs to.
    fn store(
        &self,
        deliveries: Vec<Delivery>,
        shutdown: &CancellationToken,
    ) -> AbortOnDropHandle<Option<u64>> {
        let (log, stored, shutdown) = (self.log.clone(), self.stored.clone(), shutdown.clone());
        let queue = self.settings.queue.clone();
        AbortOnDropHandle::new(tokio::spawn(async move {
            let last_tag = deliveries.last()?.delivery_tag;
            let chunk = read(&queue, &deliveries);
            drop(deliveries);
            chunk.store(log, stored, shutdown).await?;
            Some(last_tag)
        }))
    }
}

fn read(queue: &str, deliveries: &[Delivery]) -> Chunk {
    let arrival = Utc::now();
    let mut chunk = Chunk::of(queue);
    for delivery in deliveries {
        match translate_or_reject(&delivery.data, arrival) {
            Ok(reading) => chunk.add_reading(&reading),
            Err(reason) => {
                if let Rejected::Panic(said) = &reason {
                    tracing::error!("a panic on one message, which goes to quarantine: {said}");
                }
                chunk.add_rejected(&delivery.data, &reason);
            }
        }
    }
    let redelivered = deliveries.iter().filter(|delivery| delivery.redelivered).count();
    report(&chunk, redelivered);
    chunk
}

fn report(chunk: &Chunk, redelivered: usize) {
    let (readings, rejected) = (chunk.readings.len(), chunk.rejected.len());
    metrics::counter!("ems_bridge_readings_total").increment(readings as u64);
    metrics::counter!("ems_bridge_rejected_total").increment(rejected as u64);
    metrics::counter!("ems_bridge_redelivered_total").increment(redelivered as u64);
    if rejected > 0 || redelivered > 0 {
        tracing::info!(
            readings,
            rejected,
            redelivered,
            "{rejected} messages go to quarantine, {redelivered} were delivered before"
        );
    }
}
