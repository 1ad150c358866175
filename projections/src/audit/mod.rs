//! Every number traced to the events and readings that it came from, as of any past moment.
//!
//! Everything here reads the log itself, decides with the rules that metering uses, and compares
//! with the read models. `moment` says what the log held when; `state` and `history` fold any
//! aggregate; `facts`, `arrivals` and `total` work out one hour, `alert` one alert, `whatif`
//! another limit; `replay` makes
//! every read model anew, and `evidence` seals the log and checks it.

mod moment;

mod history;
mod state;

mod alert;
mod arrivals;
mod facts;
mod total;
mod whatif;

mod progress;
mod replay;

mod evidence;

use chrono::{DateTime, Utc};
use domain::ids::{AlertId, DeviceId};
use domain::metering::Hour;
use domain::quantity::MicroWattHours;
use event_log::EventLog;
use sqlx::PgPool;

use crate::Queries;

pub use alert::{AlertFact, AlertProof, Passed, Stated};
pub(crate) use evidence::KeepSealed;
pub use evidence::{
    AuditKey, AuditPublicKey, Book, Checkpoint, Finding, SignedCheckpoint, Verified, read_file,
};
pub use facts::{Said, Word};
pub use history::{Change, History, HistoryEvent};
pub use moment::{Cut, Moment, MomentError};
pub use progress::Progress;
pub use replay::{Difference, Replay, Replayed, ReplayedTable};
pub use state::TYPES;
pub use total::{Outcome, ReadingProof, Shown, TotalProof};
pub use whatif::{ChangedHour, WhatIf};

/// What auditors ask. It reads and changes nothing.
#[derive(Clone)]
pub struct Audit {
    log: EventLog,
    pool: PgPool,
}

impl Audit {
    pub fn new(log: EventLog, pool: PgPool) -> Self {
        Self { log, pool }
    }

    /// What happened to an aggregate by a moment; none if nothing did.
    pub async fn history(
        &self,
        kind: &str,
        id: &str,
        as_of: Moment,
    ) -> anyhow::Result<Option<History>> {
        history::history(&self.log, kind, id, as_of).await
    }

    /// How an hour's total came about, as of a moment.
    pub async fn total(
        &self,
        device: DeviceId,
        hour: Hour,
        as_of: Moment,
    ) -> anyhow::Result<TotalProof> {
        let queries = Queries::new(self.pool.clone());
        total::total(&self.log, &queries, device, hour, as_of).await
    }

    /// What led to an alert and what came of it; none if there is no such alert.
    pub async fn alert(&self, id: AlertId) -> anyhow::Result<Option<AlertProof>> {
        alert::alert(&self.log, &self.pool, id).await
    }

    /// Makes every read model as of a moment in a schema of its own. `database_url` names the
    /// database of the live ones, by a user who may create databases.
    pub async fn replay(
        &self,
        database_url: &str,
        wanted: &Replay,
        progress: &dyn Progress,
    ) -> anyhow::Result<Replayed> {
        replay::replay(&self.log, database_url, wanted, progress).await
    }

    /// Seals what was added to the log since the newest checkpoint, as far as fits into one; none if
    /// nothing was.
    pub async fn seal(
        &self,
        book: &Book,
        key: &AuditKey,
        progress: &dyn Progress,
    ) -> anyhow::Result<Option<Checkpoint>> {
        evidence::seal(&self.log, book, key, true, progress).await
    }

    /// Checks the log with checkpoints that the owner of the key has signed.
    pub async fn verify(
        &self,
        checkpoints: &[SignedCheckpoint],
        key: &AuditPublicKey,
        progress: &dyn Progress,
    ) -> anyhow::Result<Verified> {
        evidence::verify(&self.log, checkpoints, key, progress).await
    }

    /// Which alerts another limit would have raised in the hours that start in `[from, to)`.
    pub async fn what_if(
        &self,
        device: DeviceId,
        limit: MicroWattHours,
        span: (DateTime<Utc>, DateTime<Utc>),
    ) -> anyhow::Result<WhatIf> {
        let queries = Queries::new(self.pool.clone());
        whatif::what_if(&self.log, &queries, device, limit, span).await
    }
}
