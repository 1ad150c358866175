//! Meters that report what they use now, for ever.

use std::time::Duration;

use anyhow::Result;
use chrono::{TimeDelta, Utc};
use tokio::time::{MissedTickBehavior, interval as ticks};
use uuid::Uuid;

use super::{Publisher, Reading, grid, shape};
use crate::terminal::{say, warn};

/// How long to wait for a broker that is gone; a meter keeps trying.
const PAUSE: Duration = Duration::from_secs(2);

/// Publishes a reading of each device every interval, through every outage of the broker.
pub async fn run(amqp: &str, devices: &[Uuid], interval: Duration) -> Result<()> {
    // The first connection may fail: then the address or the password is wrong.
    let mut publisher = Publisher::connect(amqp).await?;
    say(&format!("publishing for {} devices every {interval:?}; Ctrl-C ends it", devices.len()));
    let mut tick = ticks(interval);
    tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        tick.tick().await;
        while let Err(error) = round(&mut publisher, devices, interval).await {
            warn(&format!("the broker is gone, trying again: {error:#}"));
            tokio::time::sleep(PAUSE).await;
            if let Ok(again) = Publisher::connect(amqp).await {
                publisher = again;
            }
        }
    }
}

async fn round(publisher: &mut Publisher, devices: &[Uuid], interval: Duration) -> Result<()> {
    // On the grid of the interval: a restart within it repeats the same readings.
    let at = grid(Utc::now(), interval);
    let span = TimeDelta::from_std(interval)?;
    for (place, device) in devices.iter().copied().enumerate() {
        let energy = shape::energy(device, place, at, span);
        publisher.send(&Reading { device, at, energy }).await?;
    }
    publisher.confirm().await
}
