//! Meters that do not exist: readings published to the broker in the wire format.

mod history;
mod live;
mod publisher;
mod reading;
mod shape;

use std::time::Duration;

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

pub use history::{Replay, read_meter_file};
pub use live::run as live;
pub use publisher::Publisher;
pub use reading::Reading;

/// Where meters publish.
const QUEUE: &str = "device.measurements";

/// How often a meter of the demo reported before the live simulator began.
const EARLIER_INTERVAL: TimeDelta = TimeDelta::minutes(10);

/// Publishes what the devices used since midnight, so that the first chart is not empty.
pub async fn day_so_far(amqp: &str, devices: &[String]) -> Result<()> {
    let devices = devices.iter().map(|id| id.parse()).collect::<Result<Vec<Uuid>, _>>()?;
    let now = Utc::now();
    let midnight = now.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
    let mut publisher = Publisher::connect(amqp).await?;
    for (place, device) in devices.into_iter().enumerate() {
        for at in instants(midnight, now, EARLIER_INTERVAL) {
            let energy = shape::energy(device, place, at, EARLIER_INTERVAL);
            publisher.send(&Reading { device, at, energy }).await?;
        }
    }
    publisher.close().await
}

/// The id of the simulated device with this number: the same one on every machine.
pub fn simulated_device(number: u32) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("urn:ems:simulated-device:{number}").as_bytes())
}

fn instants(
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    step: TimeDelta,
) -> impl Iterator<Item = DateTime<Utc>> {
    std::iter::successors(Some(from), move |at| at.checked_add_signed(step))
        .take_while(move |at| *at < until)
}

/// The start of the interval that an instant is in, counted from the epoch.
fn grid(at: DateTime<Utc>, interval: Duration) -> DateTime<Utc> {
    let step = i64::try_from(interval.as_millis()).unwrap_or(i64::MAX).max(1);
    let millis = at.timestamp_millis();
    DateTime::from_timestamp_millis(millis - millis.rem_euclid(step)).unwrap_or(at)
}
