//! The task that seals the log now and then: every replica has one, one of them is active.

use std::path::PathBuf;
use std::time::Duration;

use event_log::EventLog;
use process::CancellationToken;
use sqlx::PgPool;

use super::book::Book;
use super::keys::AuditKey;
use super::seal::seal;

/// Seals what was added, until shutdown.
pub(crate) struct KeepSealed {
    pub log: EventLog,
    pub pool: PgPool,
    pub key: AuditKey,
    /// The file for elsewhere.
    pub file: Option<PathBuf>,
    pub every: Duration,
}

impl KeepSealed {
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let book = Book::new(self.pool.clone(), self.file.clone());
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                () = tokio::time::sleep(self.every) => {}
            }
            let sealed = tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                sealed = seal(&self.log, &book, &self.key, false, &()) => sealed,
            };
            match sealed {
                Ok(Some(checkpoint)) => tracing::info!(
                    checkpoint = checkpoint.number,
                    "the log is sealed up to event {} and reading {}",
                    checkpoint.events.to,
                    checkpoint.measurements.to,
                ),
                Ok(None) => {}
                Err(error) => tracing::error!("the log is not sealed: {error:#}"),
            }
        }
    }
}
