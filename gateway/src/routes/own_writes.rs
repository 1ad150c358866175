//! Reading one's own writes: which position each session must be able to see.

use std::time::Duration;

use event_log::Position;
use moka::future::Cache;
use projections::Queries;
use uuid::Uuid;

use crate::http::Problem;

/// How long a write waits for the read models before it is answered.
const AFTER_WRITE: Duration = Duration::from_secs(1);
/// How long the next read waits for them before it says that it cannot answer yet.
const BEFORE_READ: Duration = Duration::from_secs(2);
/// Read models that are further behind than this are an outage that readiness shows.
const REMEMBERED: Duration = Duration::from_secs(600);
const SESSIONS: u64 = 50_000;

/// The newest write of each session that its reads could not see yet.
pub struct OwnWrites {
    unseen: Cache<Uuid, Position>,
}

impl OwnWrites {
    pub fn new() -> Self {
        Self { unseen: Cache::builder().time_to_live(REMEMBERED).max_capacity(SESSIONS).build() }
    }

    /// Waits until readers can see a write, and remembers it for its session if they cannot yet. The
    /// write itself has succeeded either way.
    pub async fn written(&self, queries: &Queries, session: Option<Uuid>, position: Position) {
        let shown = queries.wait_until(position, AFTER_WRITE).await.unwrap_or(false);
        if !shown {
            self.remember(session, position).await;
        }
    }

    /// For a writer that does not wait.
    pub async fn remember(&self, session: Option<Uuid>, position: Position) {
        let Some(session) = session else { return };
        let newest = self.unseen.get(&session).await.unwrap_or_default().max(position);
        self.unseen.insert(session, newest).await;
    }

    pub async fn readable(&self, queries: &Queries, session: Uuid) -> Result<(), Problem> {
        let Some(position) = self.unseen.get(&session).await else { return Ok(()) };
        if !queries.wait_until(position, BEFORE_READ).await? {
            return Err(Problem::not_yet_readable());
        }
        self.unseen.invalidate(&session).await;
        Ok(())
    }
}
