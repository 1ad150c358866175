//! Projections that need the events in their order: one active worker, the others stand by.
//!
//! `worker` takes the turn and commits batches, `poison` parks what cannot be applied and tries it
//! again, `remake` makes the read models anew beside the live ones.

mod poison;
mod read_models;
mod worker;

pub(crate) mod remake;

use std::future::Future;

use domain::event::Event;
use event_log::{Position, RecordedEvent};
use sqlx::{PgConnection, PgPool};

pub(crate) use read_models::{MODELS, ReadModels};
pub(crate) use worker::{commit, load_position, run};

/// A fold of events into tables.
pub(crate) trait OrderedProjection: Send + Sync + 'static {
    /// Its row in `projections.positions`.
    const NAME: &'static str;
    /// Which events it needs.
    const FILTER: &'static str;
    /// The advisory lock that its active worker holds.
    const LOCK: i64;
    /// Whoever of these is paused stops it.
    const PAUSED_BY: &'static [&'static str];

    /// Called once at the start of each transaction, before any event is applied.
    fn begin(connection: &mut PgConnection)
    -> impl Future<Output = Result<(), sqlx::Error>> + Send;

    /// Called once in each transaction with all of its events, also those that cannot be applied.
    fn keep(
        _connection: &mut PgConnection,
        _events: &[&RecordedEvent],
    ) -> impl Future<Output = Result<(), sqlx::Error>> + Send {
        async { Ok(()) }
    }

    /// Applies one event. Events of a key arrive in the order of the log, each exactly once.
    fn apply(
        &self,
        connection: &mut PgConnection,
        recorded: &RecordedEvent,
        event: &Event,
    ) -> impl Future<Output = Result<(), sqlx::Error>> + Send;

    /// Called after the transaction with its events is committed.
    fn committed(&self) {}
}

/// How far a projection has come; 0 before its first event.
pub(crate) async fn position<P: OrderedProjection>(pool: &PgPool) -> Result<Position, sqlx::Error> {
    let position: Option<i64> =
        sqlx::query_scalar("select position from projections.positions where name = $1")
            .bind(P::NAME)
            .fetch_optional(pool)
            .await?;
    Ok(position.unwrap_or(0).unsigned_abs())
}
