//! Readings that go on flowing while something else is tried.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_nats::HeaderMap;
use chrono::{TimeDelta, Utc};
use domain::ids::DeviceId;
use domain::metering::{Instant, Reading};
use domain::quantity::MicroWattHours;
use domain::subjects;
use event_log::{BatchMessage, EventLog};
use tokio::task::JoinHandle;
use uuid::Uuid;

/// Readings in the log at a time, ten times a second.
const AT_ONCE: u64 = 50;
const PERIOD: Duration = Duration::from_millis(100);
/// Of each reading.
const ENERGY: MicroWattHours = MicroWattHours(1_000_000);

/// 500 readings a second of ten meters that nobody has registered, as the bridge would store them.
/// Every tenth is a repeat.
pub struct Flow {
    sent: Arc<AtomicU64>,
    stop: Arc<AtomicU64>,
    flowing: JoinHandle<()>,
}

impl Flow {
    pub fn start(log: EventLog) -> Self {
        let (sent, stop) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let flowing = tokio::spawn(flow(log, sent.clone(), stop.clone()));
        Self { sent, stop, flowing }
    }

    /// Ends it and answers how many messages were stored.
    pub async fn end(self) -> u64 {
        self.stop.store(1, Ordering::SeqCst);
        self.flowing.await.expect("the flow ends");
        self.sent.load(Ordering::SeqCst)
    }
}

async fn flow(log: EventLog, sent: Arc<AtomicU64>, stop: Arc<AtomicU64>) {
    let devices: Vec<DeviceId> = (0..10).map(|_| DeviceId(Uuid::now_v7())).collect();
    let first = Utc::now() - TimeDelta::days(2);
    while stop.load(Ordering::SeqCst) == 0 {
        let begin = sent.load(Ordering::SeqCst);
        let messages = (begin..begin + AT_ONCE).map(|nth| {
            let nth = if nth % 10 == 9 { nth - 1 } else { nth };
            let device = devices[nth as usize % devices.len()];
            let at = Instant::of(first + TimeDelta::seconds(10 * nth.cast_signed()));
            let reading = Reading { device, measured_at: at, energy: ENERGY };
            BatchMessage {
                subject: subjects::of_measurement(device),
                headers: HeaderMap::new(),
                payload: serde_json::to_vec(&reading).expect("a reading serialises").into(),
            }
        });
        log.publish_batch(messages.collect()).await.expect("the log stores readings");
        sent.fetch_add(AT_ONCE, Ordering::SeqCst);
        tokio::time::sleep(PERIOD).await;
    }
}
