//! Logs to standard error and metrics in Prometheus' text format.

use std::io::IsTerminal;
use std::sync::OnceLock;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::{Environment, SettingError};

/// Seconds, for everything whose name ends in `_seconds`.
const BUCKETS: [f64; 10] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// Starts logging: readable lines on a terminal, one JSON object a line elsewhere.
///
/// `EMS_LOG` is the filter, such as `info,projections=debug`; default `info`.
pub fn start_telemetry(environment: &Environment) -> Result<(), SettingError> {
    let filter: EnvFilter = environment.or("EMS_LOG", EnvFilter::new("info,lapin=warn"))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process is a test's; the first one stands.
    let _started = if std::io::stderr().is_terminal() {
        builder.compact().try_init()
    } else {
        builder.json().flatten_event(true).try_init()
    };
    metrics_handle();
    Ok(())
}

/// The process's metrics; the first call installs the recorder.
pub fn metrics_handle() -> &'static PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE.get_or_init(|| {
        PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BUCKETS)
            .and_then(|builder| builder.install_recorder())
            .expect("no other recorder is installed, and the buckets are not empty")
    })
}
