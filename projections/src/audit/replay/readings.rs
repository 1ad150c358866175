//! The other part of a replay: readings into totals and judgements, by metering's own transaction.

use chrono::Utc;
use domain::ids::DeviceId;
use domain::subjects;
use event_log::{EventLog, Position, ScanFrom, Stored};
use futures::{StreamExt, TryStreamExt};
use sqlx::PgPool;

use super::super::Progress;
use crate::metering::Recount;

/// Readings in one transaction. It is always the same, so that two replays do the same.
const BATCH: usize = 5_000;

/// Counts the readings up to a position: all of them, or one device's.
pub(super) async fn apply(
    log: &EventLog,
    pool: &PgPool,
    until: Position,
    only: Option<DeviceId>,
    progress: &dyn Progress,
) -> anyhow::Result<()> {
    let shard = only.map(subjects::of_measurement);
    let filter = shard.as_deref().unwrap_or(subjects::ALL_MEASUREMENTS);
    let from = ScanFrom::Sequence(1);
    let stored = log.scan(subjects::MEASUREMENTS, filter, from, until).await?;
    let mut chunks = std::pin::pin!(stored.try_chunks(BATCH));
    let mut recount = Recount::default();
    while let Some(chunk) = chunks.next().await {
        let chunk: Vec<Stored> = chunk.map_err(|error| error.1)?;
        let messages = chunk.iter().map(|stored| (stored.sequence, stored.payload.as_ref()));
        let now = chunk.last().map_or_else(Utc::now, |last| last.stored_at);
        recount.count(pool, messages, only, now).await?;
        let done = chunk.last().map_or(0, |stored| stored.sequence);
        progress.at("readings", done, until);
    }
    Ok(())
}
