//! The streams of the log, made by the operator: no role may make, change or empty one.

use std::time::Duration;

use anyhow::{Context, Result};
use event_log::{EventLog, LogSettings};

const PATIENCE: Duration = Duration::from_secs(30);
const AGAIN: Duration = Duration::from_millis(200);

/// Makes the streams that are missing. A server that has just started may not be ready for them.
pub async fn make_streams(settings: &LogSettings) -> Result<()> {
    let made = async {
        let log = EventLog::connect(settings, "ems-operator").await?;
        loop {
            match log.ensure_streams(settings.replicas).await {
                Ok(()) => return Ok(()),
                Err(error @ event_log::StreamError::Differs { .. }) => return Err(error.into()),
                Err(_) => tokio::time::sleep(AGAIN).await,
            }
        }
    };
    let late = || format!("the streams could not be made within {} s", PATIENCE.as_secs());
    tokio::time::timeout(PATIENCE, made).await.with_context(late)?
}
