//! Projections that need the events in their order: one active worker, the others stand by.

mod read_models;
mod worker;

use std::future::Future;

use domain::event::Event;
use event_log::{Position, RecordedEvent};
use sqlx::{PgConnection, PgPool};

pub(crate) use read_models::ReadModels;
pub(crate) use worker::run;

/// A fold of events into tables.
pub(crate) trait OrderedProjection: Send + Sync + 'static {
    /// Its row in `projections.positions`.
    const NAME: &'static str;
    /// Which events it needs.
    const FILTER: &'static str;
    /// The advisory lock that its active worker holds.
    const LOCK: i64;

    /// Called once at the start of each transaction, before any event is applied.
    fn begin(connection: &mut PgConnection)
    -> impl Future<Output = Result<(), sqlx::Error>> + Send;

    /// Applies one event. Events arrive in the order of the log, each exactly once.
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
