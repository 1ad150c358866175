//! Whether the server writes each message through to disk before it acknowledges it.

use std::time::Duration;

use serde::Deserialize;
use thiserror::Error;

const ANSWER_WITHIN: Duration = Duration::from_secs(2);

/// What the server's monitoring port says of its store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// `sync_interval: always`: an acknowledged message survives a power cut.
    EveryMessage,
    /// Acknowledged up to this many nanoseconds before the disk has it.
    Windowed { sync_interval: u64 },
}

#[derive(Debug, Error)]
pub enum DurabilityError {
    #[error("cannot ask the monitoring port of NATS: {0}")]
    Unreachable(#[from] reqwest::Error),
    #[error("the monitoring port of NATS speaks of no JetStream; is it enabled?")]
    NoJetStream,
}

#[derive(Deserialize)]
struct Jsz {
    config: Option<JetStreamConfig>,
}

#[derive(Deserialize)]
struct JetStreamConfig {
    #[serde(default)]
    sync_interval: u64,
    #[serde(default)]
    sync_always: bool,
}

impl Durability {
    /// Asks `<monitor>/jsz`.
    pub async fn observe(monitor_url: &str) -> Result<Self, DurabilityError> {
        let url = format!("{}/jsz", monitor_url.trim_end_matches('/'));
        let answer = reqwest::Client::new().get(url).timeout(ANSWER_WITHIN).send().await?;
        let jsz: Jsz = answer.error_for_status()?.json().await?;
        let config = jsz.config.ok_or(DurabilityError::NoJetStream)?;
        Ok(if config.sync_always {
            Self::EveryMessage
        } else {
            Self::Windowed { sync_interval: config.sync_interval }
        })
    }
}
