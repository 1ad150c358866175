//! Opening the log for work: connected, with its streams, and sure to keep what it acknowledges.

use thiserror::Error;

use crate::connection::ConnectError;
use crate::durability::Durability;
use crate::streams::StreamError;
use crate::{EventLog, LogSettings};

/// Why the log cannot be worked with.
#[derive(Debug, Error)]
pub enum PrepareError {
    #[error(transparent)]
    Connect(#[from] ConnectError),
    #[error(transparent)]
    Streams(#[from] StreamError),
    #[error(
        "NATS acknowledges messages up to {} s before the disk has them, so a power cut would lose \
         what was promised; set `sync_interval: always` in the jetstream block of its configuration",
        .sync_interval / 1_000_000_000
    )]
    NotDurable { sync_interval: u64 },
}

impl PrepareError {
    /// Whether only a person can mend it, so that trying again would not help.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::NotDurable { .. } | Self::Streams(StreamError::Differs { .. }))
    }
}

impl EventLog {
    /// [`EventLog::prepare`] for a loop that waits for the server: the outer error calls for another
    /// try, the inner one only a person can mend.
    pub async fn try_prepare(
        settings: &LogSettings,
        name: &str,
    ) -> Result<Result<Self, PrepareError>, PrepareError> {
        match Self::prepare(settings, name).await {
            Err(error) if !error.is_final() => Err(error),
            settled => Ok(settled),
        }
    }

    /// Connects as `name`, makes the streams that are missing, and refuses a server that
    /// acknowledges before its disk has the message.
    pub async fn prepare(settings: &LogSettings, name: &str) -> Result<Self, PrepareError> {
        let log = Self::connect(settings, name).await?;
        log.ensure_streams(settings.replicas).await?;
        check_durability(settings.monitor_url.as_deref()).await?;
        Ok(log)
    }
}

/// Where it cannot be seen, a warning has to do: a hosted server may well keep its promise.
async fn check_durability(monitor_url: Option<&str>) -> Result<(), PrepareError> {
    let Some(url) = monitor_url else {
        metrics::gauge!("ems_log_writes_through").set(0.0);
        warn_unseen("EMS_NATS_MONITOR_URL is not set");
        return Ok(());
    };
    let observed = Durability::observe(url).await;
    let writes_through = matches!(observed, Ok(Durability::EveryMessage));
    metrics::gauge!("ems_log_writes_through").set(if writes_through { 1.0 } else { 0.0 });
    match observed {
        Ok(Durability::EveryMessage) => Ok(()),
        Ok(Durability::Windowed { sync_interval }) => {
            Err(PrepareError::NotDurable { sync_interval })
        }
        Err(error) => {
            warn_unseen(&error.to_string());
            Ok(())
        }
    }
}

fn warn_unseen(why: &str) {
    tracing::warn!(
        "whether NATS writes each message to disk before it acknowledges it cannot be seen ({why}); \
         without `sync_interval: always` a power cut loses up to two minutes of events and readings"
    );
}
