//! SECURITY: what was tried at the door, kept for a year and within a size.

use bytes::Bytes;
use domain::subjects;
use thiserror::Error;

use crate::EventLog;

/// A record was not confirmed; it may have been written all the same.
#[derive(Debug, Error)]
#[error("the security record was not confirmed: {0}")]
pub struct SecurityError(String);

impl EventLog {
    /// Adds one record of a kind, as JSON, and waits until the log has it.
    pub async fn record_security(&self, kind: &str, record: Bytes) -> Result<(), SecurityError> {
        let failed = |error: &dyn std::fmt::Display| SecurityError(error.to_string());
        let sent = self.jetstream().publish(subjects::of_security(kind), record).await;
        sent.map_err(|error| failed(&error))?.await.map_err(|error| failed(&error))?;
        Ok(())
    }
}
