//! What a run found.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The outcome of a rebuild, a verification or a rollback.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Rows that the live tables had otherwise than the log has it.
    pub differences: u64,
    /// The first of them.
    pub shown: Vec<Difference>,
    /// What was measured before cannot be made from the log any more; it was carried over as it was.
    pub horizon: Option<DateTime<Utc>>,
    /// Hours that were carried over.
    pub carried_over: u64,
    /// Messages of the log that were read.
    pub read: u64,
    /// Of the reading and writing of all that was in the log at the beginning.
    pub seconds: f64,
    /// How long no reading was handed out at the end.
    pub held_back_millis: u64,
}

/// A row that is not the same; each side as JSON, none where there is no such row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    pub table: String,
    pub live: Option<String>,
    pub from_log: Option<String>,
}
