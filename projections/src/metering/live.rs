//! Fresh totals for whoever looks at them now, over core NATS: best effort, never a source.

use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::DeviceId;
use domain::metering::Hour;
use domain::subjects;
use event_log::EventLog;
use serde::Serialize;

use super::transaction::Touched;

/// Hours that ended longer ago than this are history; whoever looks at them asks.
const RECENT: TimeDelta = TimeDelta::hours(2);
/// Before this much of an hour has passed, a projection of its end would be a guess.
const ENOUGH_TO_PROJECT: TimeDelta = TimeDelta::minutes(1);
const SLOTS: f64 = 6.0;

/// The body of `/topic/live/{userId}`; energies in kWh.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LiveTotal {
    device_id: DeviceId,
    hour: Hour,
    consumption: f64,
    limit: Option<f64>,
    /// Share of the hour's six ten-minute slots in which there is a reading, 0 to 1.
    coverage: f64,
    /// What the running hour comes to if it goes on like this.
    projected: Option<f64>,
    /// Grows with each change of the hour. Replicas may tell in another order than they commit.
    revision: i64,
}

/// Tells the owners of the touched hours. A failure is of no account: the next query shows the same.
pub(super) async fn tell(log: &EventLog, touched: &[Touched], now: DateTime<Utc>) {
    let recent =
        touched.iter().filter(|hour| hour.key.1.end() + RECENT > now && hour.key.1.start() <= now);
    for hour in recent {
        let Some(owner) = hour.owner else { continue };
        let body = serde_json::to_vec(&describe(hour, now)).expect("a plain struct serialises");
        let sent = log.client().publish(subjects::of_live_totals(owner), body.into()).await;
        if let Err(error) = sent {
            tracing::debug!("live totals were not sent: {error}");
            return;
        }
    }
}

fn describe(hour: &Touched, now: DateTime<Utc>) -> LiveTotal {
    let (device, start) = (hour.key.0, hour.key.1);
    LiveTotal {
        device_id: device,
        hour: start,
        consumption: hour.total.energy.as_kwh(),
        limit: hour.limit.map(|limit| limit.as_kwh()),
        coverage: f64::from(hour.total.slots.count_ones()) / SLOTS,
        projected: projected(hour.total.energy.as_kwh(), start, now),
        revision: hour.total.revision,
    }
}

/// What a running hour comes to, in kWh, if it goes on as it did so far.
pub(super) fn projected(consumption: f64, hour: Hour, now: DateTime<Utc>) -> Option<f64> {
    let elapsed = now - hour.start();
    let running = now < hour.end() && elapsed >= ENOUGH_TO_PROJECT;
    running.then(|| consumption * 3_600_000.0 / elapsed.num_milliseconds() as f64)
}
