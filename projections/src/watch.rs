//! What an operator sees of a replica while nothing happens: readiness, and how much work waits.

use std::time::Duration;

use async_nats::jetstream::stream::Stream;
use chrono::{DateTime, Utc};
use domain::subjects;
use event_log::{EventLog, Figures, Pulse};
use process::{CancellationToken, Dependency};
use sqlx::PgPool;
use tokio::time::timeout;

use crate::metering::RulesProjection;
use crate::ordered::{self, OrderedProjection, ReadModels};
use crate::{QueryError, Waiting, WaitingCounts};

/// How often the servers are asked.
const PERIOD: Duration = Duration::from_secs(2);
/// A server that takes longer than this does not answer.
const PATIENCE: Duration = Duration::from_secs(2);

pub(crate) struct Watch {
    pub log: EventLog,
    pub pool: PgPool,
    pub postgres: Dependency,
    /// Down while readings may be forgotten before they are counted.
    pub retention: Dependency,
    /// Tells whoever watches how much waits.
    pub pulse: Pulse,
}

impl Watch {
    /// Runs until shutdown.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        self.retention.up();
        let mut seen = None;
        loop {
            self.look(&mut seen).await;
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                () = tokio::time::sleep(PERIOD) => {}
            }
        }
    }

    /// `seen` is how far the readings were handled when it looked before.
    async fn look(&self, seen: &mut Option<u64>) {
        match timeout(PATIENCE, sqlx::query("select 1").execute(&self.pool)).await {
            Ok(Ok(_)) => self.postgres.up(),
            Ok(Err(error)) => self.postgres.down(error),
            Err(_) => self.postgres.down("no answer within 2 s"),
        }
        if let Ok(Err(error)) = timeout(PATIENCE, self.count_what_waits()).await {
            tracing::debug!("how much waits for a person is not known now: {error}");
        }
        // Without NATS these gauges keep their last values; readiness names it.
        if let Ok(Err(error)) = timeout(PATIENCE, self.measure_lag(seen)).await {
            tracing::debug!("the lag is not known now: {error:#}");
        }
    }

    async fn count_what_waits(&self) -> Result<(), QueryError> {
        let counts = Waiting::new(self.pool.clone()).counts().await?;
        let WaitingCounts { parked, events, held, conflicts, unregistered } = counts;
        metrics::gauge!("ems_metering_parked").set(parked as f64);
        metrics::gauge!("ems_events_parked").set(events as f64);
        metrics::gauge!("ems_metering_held").set(held as f64);
        metrics::gauge!("ems_metering_conflicts").set(conflicts as f64);
        metrics::gauge!("ems_metering_unregistered").set(unregistered as f64);
        Ok(())
    }

    async fn measure_lag(&self, seen: &mut Option<u64>) -> anyhow::Result<()> {
        self.measure_lag_of::<ReadModels>().await?;
        self.measure_lag_of::<RulesProjection>().await?;
        let quarantine = self.log.jetstream().get_stream(subjects::QUARANTINE).await?;
        metrics::gauge!("ems_quarantine_messages")
            .set(quarantine.cached_info().state.messages as f64);
        let stream = self.log.jetstream().get_stream(subjects::MEASUREMENTS).await?;
        let consumer = stream.consumer_info(subjects::METERING_CONSUMER).await?;
        let waiting = consumer.num_pending + consumer.num_ack_pending as u64;
        metrics::gauge!("ems_metering_lag_messages").set(waiting as f64);
        let oldest = match waiting {
            0 => 0.0,
            _ => age(&stream, consumer.ack_floor.stream_sequence + 1).await?,
        };
        metrics::gauge!("ems_metering_oldest_unconsumed_seconds").set(oldest);
        let kept = stream.cached_info().config.max_age;
        match kept.is_zero() || oldest * 2.0 < kept.as_secs_f64() {
            true => self.retention.up(),
            false => self.retention.down(format!(
                "a reading waits for {oldest:.0} s, and the log forgets after {} s",
                kept.as_secs()
            )),
        }
        let handled = consumer.ack_floor.stream_sequence;
        let rate = seen.map(|before| handled.saturating_sub(before) as f64 / PERIOD.as_secs_f64());
        self.pulse.measured(Figures { lag: Some(waiting), lag_seconds: Some(oldest), rate });
        *seen = Some(handled);
        Ok(())
    }

    /// Of an ordered projection, in positions of EVENTS, some of which may be other events.
    async fn measure_lag_of<P: OrderedProjection>(&self) -> anyhow::Result<()> {
        let reached = ordered::position::<P>(&self.pool).await?;
        let lag = self.log.last_position(P::FILTER).await?.saturating_sub(reached);
        let oldest = match lag {
            0 => None,
            _ => self.log.next_after(P::FILTER, reached).await?,
        };
        metrics::gauge!("ems_projection_lag_positions", "projection" => P::NAME).set(lag as f64);
        metrics::gauge!("ems_projection_oldest_unapplied_seconds", "projection" => P::NAME)
            .set(oldest.map_or(0.0, seconds_since));
        Ok(())
    }
}

/// Seconds since a message arrived in the log.
async fn age(stream: &Stream, sequence: u64) -> anyhow::Result<f64> {
    let message = stream.get_raw_message(sequence).await?;
    Ok(seconds_since(message.time))
}

fn seconds_since(time: DateTime<Utc>) -> f64 {
    (Utc::now() - time).num_milliseconds().max(0) as f64 / 1_000.0
}
