//! The processes of the product as they tell of themselves, kept for whoever asks.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::subjects;
use event_log::{EventLog, Heartbeat};
use futures::StreamExt;

use crate::state::Gateway;

const PAUSE: Duration = Duration::from_millis(500);
/// They tell every second.
const SILENT_AFTER: Duration = Duration::from_secs(7);
/// A process that is gone on purpose is no longer news.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(600);
/// More are not kept: whoever can publish there must not fill the memory.
const AT_MOST: usize = 500;

/// What each process told last, and when.
#[derive(Default)]
pub struct Roles(Mutex<BTreeMap<(String, String), (Instant, Heartbeat)>>);

impl Roles {
    fn hear(&self, heartbeat: Heartbeat) {
        let mut roles = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (heartbeat.role.clone(), heartbeat.replica.clone());
        if roles.len() < AT_MOST || roles.contains_key(&key) {
            roles.insert(key, (Instant::now(), heartbeat));
        }
    }

    /// All that were heard in the last minutes. Of one that has fallen silent nothing is known now.
    pub fn list(&self) -> Vec<Heartbeat> {
        let mut roles = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        roles.retain(|_, (heard, _)| heard.elapsed() < FORGOTTEN_AFTER);
        let told = |(heard, heartbeat): &(Instant, Heartbeat)| match heard.elapsed() {
            silent if silent < SILENT_AFTER => heartbeat.clone(),
            silent => {
                let causes = vec![format!("not heard for {} s", silent.as_secs())];
                Heartbeat { ready: false, causes, ..heartbeat.clone() }
            }
        };
        roles.values().map(told).collect()
    }
}

/// Listens until told to stop.
pub async fn hear_roles(gateway: Arc<Gateway>, log: EventLog) -> anyhow::Result<()> {
    let shutdown = gateway.shutdown.clone();
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return Ok(()),
            () = hear(&gateway, &log) => {}
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Returns only when there is no subscription.
async fn hear(gateway: &Gateway, log: &EventLog) {
    let Ok(mut heartbeats) = log.client().subscribe(subjects::LIVE_ROLES).await else { return };
    while let Some(message) = heartbeats.next().await {
        if let Ok(heartbeat) = serde_json::from_slice(&message.payload) {
            gateway.roles.hear(heartbeat);
        }
    }
}
