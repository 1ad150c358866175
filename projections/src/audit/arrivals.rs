//! The readings of one device and hour, straight from the stream in which they arrived.

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::DeviceId;
use domain::metering::{Hour, Reading};
use domain::subjects;
use event_log::{EventLog, Position, ScanFrom};
use futures::TryStreamExt;

/// A reading is accepted at most 48 hours before it is measured; an hour more, since the clocks of
/// whoever accepted it and of the server that stored it may differ.
const EARLIEST: TimeDelta = TimeDelta::hours(49);

/// A reading as it arrived.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrival {
    pub reading: Reading,
    /// In MEASUREMENTS.
    pub position: Position,
    pub at: DateTime<Utc>,
}

/// Every message of the hour up to a position, in the order of arrival. The device's shard alone is
/// read, and from the time on from which a reading of the hour could arrive.
pub(super) async fn of_hour(
    log: &EventLog,
    device: DeviceId,
    hour: Hour,
    until: Position,
) -> anyhow::Result<Vec<Arrival>> {
    let shard = subjects::of_measurement(device);
    let from = ScanFrom::Time(hour.start() - EARLIEST);
    let stored = log.scan(subjects::MEASUREMENTS, &shard, from, until).await?;
    let mut stored = std::pin::pin!(stored);
    let mut found = Vec::new();
    while let Some(message) = stored.try_next().await? {
        let Ok(reading) = serde_json::from_slice::<Reading>(&message.payload) else { continue };
        if reading.device == device && Hour::containing(reading.measured_at) == hour {
            found.push(Arrival { reading, position: message.sequence, at: message.stored_at });
        }
    }
    Ok(found)
}
