//! Every process tells how it is, over core NATS, for the page on which administrators see all of them.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::subjects;
use process::{CancellationToken, Health};
use serde::{Deserialize, Serialize};

use crate::EventLog;

/// How often it is told.
const PERIOD: Duration = Duration::from_secs(1);

/// How much work waits for a role, where it has any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// Messages that wait.
    pub lag: Option<u64>,
    /// The age of the oldest of them.
    pub lag_seconds: Option<f64>,
    /// Messages per second.
    pub rate: Option<f64>,
}

/// One process as it tells of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Heartbeat {
    pub role: String,
    pub replica: String,
    pub version: String,
    pub ready: bool,
    /// When it started.
    pub since: DateTime<Utc>,
    #[serde(flatten)]
    pub figures: Figures,
    /// Why it is not ready.
    pub causes: Vec<String>,
}

/// What a process tells of itself again and again. Clones share the figures.
#[derive(Clone)]
pub struct Pulse {
    role: &'static str,
    replica: String,
    version: &'static str,
    health: Health,
    since: DateTime<Utc>,
    figures: Arc<Mutex<Figures>>,
}

impl Pulse {
    pub fn of(role: &'static str, replica: &str, version: &'static str, health: Health) -> Self {
        let (replica, since) = (replica.to_owned(), Utc::now());
        Self { role, replica, version, health, since, figures: Arc::default() }
    }

    /// Of work that waits, as it was last measured.
    pub fn measured(&self, figures: Figures) {
        *self.figures.lock().unwrap_or_else(PoisonError::into_inner) = figures;
    }

    /// Tells until shutdown. Nobody depends on it: what is lost on the way is told again soon.
    pub async fn beat(&self, log: &EventLog, shutdown: &CancellationToken) {
        while !shutdown.is_cancelled() {
            let body = serde_json::to_vec(&self.heartbeat()).expect("a plain struct serialises");
            if let Err(error) = log.client().publish(subjects::LIVE_ROLES, body.into()).await {
                tracing::debug!("nobody is told how this process is: {error}");
            }
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = tokio::time::sleep(PERIOD) => {}
            }
        }
    }

    fn heartbeat(&self) -> Heartbeat {
        let causes = self.health.causes();
        Heartbeat {
            role: self.role.to_owned(),
            replica: self.replica.clone(),
            version: self.version.to_owned(),
            ready: causes.is_empty(),
            since: self.since,
            figures: *self.figures.lock().unwrap_or_else(PoisonError::into_inner),
            causes,
        }
    }
}
