//! Readiness that is true to the connection, also while nothing is asked of the log.

use std::time::{Duration, Instant};

use domain::subjects;
use process::{CancellationToken, Dependency};

use crate::EventLog;

const PERIOD: Duration = Duration::from_secs(1);
/// How full a stream is changes slowly.
const MEASURE_EVERY: Duration = Duration::from_secs(30);

impl EventLog {
    /// Keeps `health` true to the connection until shutdown.
    pub async fn watch(&self, health: &Dependency, shutdown: &CancellationToken) {
        let mut measured: Option<Instant> = None;
        while !shutdown.is_cancelled() {
            if self.is_connected() && measured.is_none_or(|at| at.elapsed() > MEASURE_EVERY) {
                measured = Some(Instant::now());
                self.measure().await;
            }
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

    /// A full stream refuses what is new, so its alarm has to come before.
    async fn measure(&self) {
        for name in subjects::STREAMS {
            // Whoever watches the metrics sees that a stream does not answer: its figures stand.
            let Ok(stream) = self.jetstream().get_stream(name).await else { continue };
            let info = stream.cached_info();
            metrics::gauge!("ems_stream_bytes", "stream" => name).set(info.state.bytes as f64);
            metrics::gauge!("ems_stream_max_bytes", "stream" => name)
                .set(info.config.max_bytes as f64);
        }
    }
}
