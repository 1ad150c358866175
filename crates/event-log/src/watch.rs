//! Readiness that is true to the connection, also while nothing is asked of the log.

use std::time::Duration;

use process::{CancellationToken, Dependency};

use crate::EventLog;

const PERIOD: Duration = Duration::from_secs(1);

impl EventLog {
    /// Keeps `health` true to the connection until shutdown.
    pub async fn watch(&self, health: &Dependency, shutdown: &CancellationToken) {
        while !shutdown.is_cancelled() {
            match self.is_connected() {
                true => health.up(),
                false => health.down("the connection is lost"),
            }
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = tokio::time::sleep(PERIOD) => {}
            }
        }
    }
}
