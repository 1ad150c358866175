//! What an operator sees of a replica while nothing happens: readiness, and how much work waits.

use std::time::Duration;

use async_nats::jetstream::stream::Stream;
use chrono::{DateTime, Utc};
use domain::subjects;
use event_log::EventLog;
use process::{CancellationToken, Dependency};
use sqlx::PgPool;
use tokio::time::timeout;

use crate::metering::RulesProjection;
use crate::ordered::{self, OrderedProjection, ReadModels};

/// How often the servers are asked.
const PERIOD: Duration = Duration::from_secs(2);
/// A server that takes longer than this does not answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// A gauge that shows this many means: at least so many.
const COUNTED: i64 = 10_000;

pub(crate) struct Watch {
    pub log: EventLog,
    pub pool: PgPool,
    pub postgres: Dependency,
}

impl Watch {
    /// Runs until shutdown.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        loop {
            self.look().await;
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                () = tokio::time::sleep(PERIOD) => {}
            }
        }
    }

    async fn look(&self) {
        match timeout(PATIENCE, sqlx::query("select 1").execute(&self.pool)).await {
            Ok(Ok(_)) => self.postgres.up(),
            Ok(Err(error)) => self.postgres.down(error),
            Err(_) => self.postgres.down("no answer within 2 s"),
        }
        if let Ok(Err(error)) = timeout(PATIENCE, self.count_what_waits()).await {
            tracing::debug!("how much waits for a person is not known now: {error}");
        }
        // Without NATS these gauges keep their last values; readiness names it.
        if let Ok(Err(error)) = timeout(PATIENCE, self.measure_lag()).await {
            tracing::debug!("the lag is not known now: {error:#}");
        }
    }

    /// No further than [`COUNTED`]: an operator acts on the first of them, and a flood must not make
    /// counting a burden of its own.
    async fn count_what_waits(&self) -> Result<(), sqlx::Error> {
        let (parked, events, held, conflicts, unregistered): (i64, i64, i64, i64, i64) =
            sqlx::query_as(
                "select (select count(*) from
                            (select from metering.parked where settled_at is null limit $1) a),
                        (select count(*) from (select from projections.parked limit $1) b),
                        (select count(*) from (
                            select from metering.held h where not exists (
                                select from metering.verdicts v where v.device_id = h.device_id
                                    and v.measured_at = h.measured_at and v.energy = h.energy)
                            limit $1) c),
                        (select count(*) from
                            (select from metering.reading_conflicts limit $1) d),
                        (select count(*) from metering.unregistered)",
            )
            .bind(COUNTED)
            .fetch_one(&self.pool)
            .await?;
        metrics::gauge!("ems_metering_parked").set(parked as f64);
        metrics::gauge!("ems_events_parked").set(events as f64);
        metrics::gauge!("ems_metering_held").set(held as f64);
        metrics::gauge!("ems_metering_conflicts").set(conflicts as f64);
        metrics::gauge!("ems_metering_unregistered").set(unregistered as f64);
        Ok(())
    }

    async fn measure_lag(&self) -> anyhow::Result<()> {
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
