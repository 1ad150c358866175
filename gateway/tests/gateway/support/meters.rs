//! Readings, put into the log as the bridge does it, and counted when it returns.

use std::time::Duration;

use anyhow::{Result, ensure};
use chrono::{DateTime, Utc};
use domain::ids::DeviceId;
use domain::metering::{Instant, Reading};
use domain::quantity::MicroWattHours;
use domain::subjects;
use event_log::Position;

use super::Stage;

const PATIENCE: Duration = Duration::from_secs(30);
const LOOK_AGAIN: Duration = Duration::from_millis(10);

impl Stage {
    /// Readings of (device, time, micro-watt-hours); returns when projections have handled them.
    pub async fn measure(&self, readings: &[(DeviceId, DateTime<Utc>, i64)]) -> Result<()> {
        for (device, at, energy) in readings {
            let (measured_at, energy) = (Instant::of(*at), MicroWattHours(*energy));
            let reading = Reading { device: *device, measured_at, energy };
            let payload = serde_json::to_vec(&reading)?;
            self.log
                .jetstream()
                .publish(subjects::of_measurement(*device), payload.into())
                .await?
                .await?;
        }
        self.handled().await
    }

    /// A message that claims to be a reading.
    pub async fn publish_reading(&self, subject: &str, payload: Vec<u8>) -> Result<()> {
        self.log.jetstream().publish(subject.to_owned(), payload.into()).await?.await?;
        self.handled().await
    }

    async fn handled(&self) -> Result<()> {
        let handled = async {
            loop {
                let stream = self.log.jetstream().get_stream(subjects::MEASUREMENTS).await?;
                let last = stream.cached_info().state.last_sequence;
                let info = stream.consumer_info(subjects::METERING_CONSUMER).await;
                if info.is_ok_and(|info| info.ack_floor.stream_sequence >= last) {
                    return anyhow::Ok(());
                }
                tokio::time::sleep(LOOK_AGAIN).await;
            }
        };
        tokio::time::timeout(PATIENCE, handled).await?
    }

    /// Waits until metering's rules have come so far.
    pub async fn rules_at(&self, position: Position) -> Result<()> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            let reached: Option<i64> = sqlx::query_scalar(
                "select position from projections.positions where name = 'metering-rules'",
            )
            .fetch_optional(&self.pool)
            .await?;
            if reached.is_some_and(|reached| reached.unsigned_abs() >= position) {
                return Ok(());
            }
            ensure!(tokio::time::Instant::now() < deadline, "the rules are at {reached:?}");
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }
}
