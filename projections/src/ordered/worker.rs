//! The loop of an ordered projection: take the lock, follow the log, commit rows and position.

use std::time::Duration;

use anyhow::Context;
use event_log::{EventLog, Position, RecordedEvent, SubscribeError};
use futures::StreamExt;
use process::{CancellationToken, Dependency};
use sqlx::{Connection, PgConnection};

use super::OrderedProjection;
use super::poison::{self, Applying, Found, is_permanent, position_of};
use crate::database;

/// Events in one transaction at most; while catching up it spreads the cost of a commit.
const BATCH: usize = 500;
/// How often a standby tries to become active. With the lock's connection dead, PostgreSQL frees
/// the lock at once, so this bounds the time until somebody takes over.
const STANDBY_PAUSE: Duration = Duration::from_secs(1);
/// How often an active worker without events looks whether something else is wanted of it.
const LOOK_AROUND: Duration = Duration::from_secs(1);

/// Runs until shutdown: active when it holds the projection's lock, waiting otherwise.
pub(crate) async fn run<P: OrderedProjection>(
    projection: P,
    log: EventLog,
    database_url: String,
    health: Dependency,
    shutdown: CancellationToken,
) -> anyhow::Result<()> {
    loop {
        let turn = tokio::select! {
            () = shutdown.cancelled() => return Ok(()),
            turn = take_turn(&projection, &log, &database_url, &health) => turn,
        };
        match turn {
            Ok(()) => health.up(),
            Err(error) => {
                health.down(&error);
                tracing::warn!(projection = P::NAME, "stopped for now: {error:#}");
            }
        }
        tokio::select! {
            () = shutdown.cancelled() => return Ok(()),
            () = tokio::time::sleep(STANDBY_PAUSE) => {}
        }
    }
}

/// Returns at once when another worker is active; else only with an error.
async fn take_turn<P: OrderedProjection>(
    projection: &P,
    log: &EventLog,
    database_url: &str,
    health: &Dependency,
) -> anyhow::Result<()> {
    // The lock and the transactions share one connection: when it breaks, both are gone together.
    let options = database::turn_options(database_url)?;
    let mut connection =
        PgConnection::connect_with(&options).await.context("PostgreSQL does not answer")?;
    let active: bool = sqlx::query_scalar("select pg_try_advisory_lock($1)")
        .bind(P::LOCK)
        .fetch_one(&mut connection)
        .await?;
    if !active || is_paused::<P>(&mut connection).await? {
        return Ok(());
    }
    let mut position = load_position::<P>(&mut connection).await?;
    let events = log.follow(P::FILTER, position).await?;
    let mut events = std::pin::pin!(events.ready_chunks(BATCH));
    tracing::info!(projection = P::NAME, position, "active from this position on");
    health.up();
    loop {
        if is_paused::<P>(&mut connection).await? {
            return Ok(());
        }
        poison::retry(projection, log, &mut connection).await?;
        match tokio::time::timeout(LOOK_AROUND, events.next()).await {
            Ok(Some(batch)) => {
                let batch = batch.into_iter().map(found).collect::<Result<Vec<_>, _>>()?;
                position = commit(projection, log, &mut connection, position, &batch).await?;
            }
            Ok(None) => anyhow::bail!("the subscription ended"),
            Err(_idle) => {}
        }
    }
}

/// Whether an operator has stopped it. The asking also shows that the connection stands, so that a
/// worker whose lock is gone does not believe for long that it is active.
async fn is_paused<P: OrderedProjection>(connection: &mut PgConnection) -> anyhow::Result<bool> {
    sqlx::query_scalar("select exists (select from projections.paused where name = any($1))")
        .bind(P::PAUSED_BY)
        .fetch_one(connection)
        .await
        .context("PostgreSQL does not answer")
}

pub(super) fn found(event: Result<RecordedEvent, SubscribeError>) -> Result<Found, SubscribeError> {
    match event {
        Ok(event) => Ok(Ok(event)),
        Err(SubscribeError::Record(error)) => Ok(Err(error)),
        Err(error) => Err(error),
    }
}

pub(crate) async fn load_position<P: OrderedProjection>(
    connection: &mut PgConnection,
) -> Result<Position, sqlx::Error> {
    let position: i64 = sqlx::query_scalar(
        "insert into projections.positions (name, position) values ($1, 0)
         on conflict (name) do update set name = excluded.name returning position",
    )
    .bind(P::NAME)
    .fetch_one(connection)
    .await?;
    Ok(position.unsigned_abs())
}

/// Applies a batch and moves the position in one transaction, so that an event delivered again is
/// an event already seen: its position is not after `from`. Of a batch that fails for good each event
/// is tried by itself, and the one at fault is parked.
pub(crate) async fn commit<P: OrderedProjection>(
    projection: &P,
    log: &EventLog,
    connection: &mut PgConnection,
    from: Position,
    batch: &[Found],
) -> anyhow::Result<Position> {
    match try_to_commit(projection, log, connection, from, batch, false).await {
        Err(error) if is_permanent(&error) => {
            try_to_commit(projection, log, connection, from, batch, true).await
        }
        outcome => outcome,
    }
}

async fn try_to_commit<P: OrderedProjection>(
    projection: &P,
    log: &EventLog,
    connection: &mut PgConnection,
    from: Position,
    batch: &[Found],
    carefully: bool,
) -> anyhow::Result<Position> {
    let to = batch.last().map_or(from, position_of);
    let mut transaction = connection.begin().await?;
    let mut applying = Applying::begin(projection, log, carefully, &mut transaction).await?;
    let moved = sqlx::query(
        "update projections.positions set position = $3 where name = $1 and position = $2",
    )
    .bind(P::NAME)
    .bind(from.cast_signed())
    .bind(to.cast_signed())
    .execute(&mut *transaction)
    .await?;
    anyhow::ensure!(moved.rows_affected() == 1, "another worker has moved the position");
    applying.apply(&mut transaction, batch).await?;
    transaction.commit().await?;
    projection.committed();
    metrics::gauge!("ems_projection_position", "projection" => P::NAME).set(to as f64);
    Ok(to)
}
