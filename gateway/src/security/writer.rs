//! From requests to the stream: a queue that never makes a request wait, and the task behind it.

use std::sync::Mutex;
use std::time::Duration;

use anyhow::Context;
use chrono::Utc;
use event_log::EventLog;
use metrics::counter;
use process::CancellationToken;
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};

use super::fold::{Folded, Record};
use super::{Act, Kind};

/// Acts that may wait while the log is away; what comes on top is counted and lost.
const QUEUE: usize = 4_096;
const SETTLE_EVERY: Duration = Duration::from_secs(10);

/// Where requests and sockets leave what happened.
pub struct SecurityLog {
    acts: mpsc::Sender<Act>,
    waiting: Mutex<Option<mpsc::Receiver<Act>>>,
}

impl SecurityLog {
    pub fn new() -> Self {
        let (acts, waiting) = mpsc::channel(QUEUE);
        Self { acts, waiting: Mutex::new(Some(waiting)) }
    }

    pub fn record(&self, act: Act) {
        let kind: &str = act.kind.into();
        counter!("ems_gateway_security_acts_total", "kind" => kind).increment(1);
        if self.acts.try_send(act).is_err() {
            counter!("ems_gateway_security_acts_lost_total").increment(1);
        }
    }
}

/// Writes what was recorded until told to stop, and then what is left.
pub async fn write(
    records: &SecurityLog,
    log: EventLog,
    shutdown: CancellationToken,
) -> anyhow::Result<()> {
    let waiting = records.waiting.lock().ok().and_then(|mut waiting| waiting.take());
    let mut acts = waiting.context("the security records are written twice")?;
    let mut folded = Folded::default();
    let mut settle = interval(SETTLE_EVERY);
    settle.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let records = tokio::select! {
            () = shutdown.cancelled() => break,
            Some(act) = acts.recv() => folded.add(act, Utc::now()).into_iter().collect(),
            _ = settle.tick() => folded.settle(),
        };
        keep(&log, records).await;
    }
    while let Ok(act) = acts.try_recv() {
        let first = folded.add(act, Utc::now());
        keep(&log, first.into_iter().collect()).await;
    }
    keep(&log, folded.settle()).await;
    Ok(())
}

async fn keep(log: &EventLog, records: Vec<Record>) {
    for record in records {
        let kind: &str = record.act.kind.into();
        tell(&record);
        let json = serde_json::to_vec(&record).expect("a plain struct serialises");
        if let Err(error) = log.record_security(kind, json.into()).await {
            tracing::warn!("{error}");
        }
    }
}

/// In the process's own log as well, which is there when the stream is not.
fn tell(record: &Record) {
    let Record { act, times, .. } = record;
    if matches!(act.kind, Kind::SignedIn | Kind::SignedOut) {
        return;
    }
    let actor = act.actor.map_or_else(|| "somebody".to_owned(), |actor| actor.to_string());
    let kind: &str = act.kind.into();
    tracing::info!(
        security.kind = kind, client.address = %act.address,
        "{kind}: {actor} from {}: {} ({times} times)", act.address, act.what,
    );
}
