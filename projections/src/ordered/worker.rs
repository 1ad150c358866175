//! The loop of an ordered projection: take the lock, follow the log, commit rows and position.

use std::time::Duration;

use anyhow::Context;
use event_log::{EventLog, Position, RecordError, RecordedEvent, SubscribeError};
use futures::{Stream, StreamExt};
use process::{CancellationToken, Dependency};
use sqlx::{Connection, PgConnection};

use super::OrderedProjection;
use crate::database;

/// Events in one transaction at most; while catching up it spreads the cost of a commit.
const BATCH: usize = 500;
/// How often a standby tries to become active. With the lock's connection dead, PostgreSQL frees
/// the lock at once, so this bounds the time until somebody takes over.
const STANDBY_PAUSE: Duration = Duration::from_secs(1);

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
    let options = database::options(database_url)?;
    let mut connection =
        PgConnection::connect_with(&options).await.context("PostgreSQL does not answer")?;
    let active: bool = sqlx::query_scalar("select pg_try_advisory_lock($1)")
        .bind(P::LOCK)
        .fetch_one(&mut connection)
        .await?;
    if !active {
        return Ok(());
    }
    let mut position = load_position::<P>(&mut connection).await?;
    let events = log.follow(P::FILTER, position).await?;
    let mut events = std::pin::pin!(events.ready_chunks(BATCH));
    tracing::info!(projection = P::NAME, position, "active from this position on");
    health.up();
    while let Some(batch) = next(&mut events, &mut connection).await? {
        let batch = batch.into_iter().map(found).collect::<Result<Vec<_>, _>>()?;
        position = commit(projection, log, &mut connection, position, &batch).await?;
    }
    anyhow::bail!("the subscription ended")
}

/// The next events. While there are none the connection is tried now and then, so that a worker
/// whose lock is gone does not believe for long that it is active.
async fn next<S>(
    events: &mut S,
    connection: &mut PgConnection,
) -> anyhow::Result<Option<Vec<Result<RecordedEvent, SubscribeError>>>>
where
    S: Stream<Item = Vec<Result<RecordedEvent, SubscribeError>>> + Unpin,
{
    loop {
        match tokio::time::timeout(Duration::from_secs(2), events.next()).await {
            Ok(batch) => return Ok(batch),
            Err(_idle) => connection.ping().await.context("PostgreSQL does not answer")?,
        }
    }
}

/// An event, or a message in EVENTS that is none. The latter cannot be deleted, so it is passed over.
type Found = Result<RecordedEvent, RecordError>;

fn found(event: Result<RecordedEvent, SubscribeError>) -> Result<Found, SubscribeError> {
    match event {
        Ok(event) => Ok(Ok(event)),
        Err(SubscribeError::Record(error)) => Ok(Err(error)),
        Err(error) => Err(error),
    }
}

fn position_of(found: &Found) -> Position {
    match found {
        Ok(event) => event.position,
        Err(error) => error.position(),
    }
}

async fn load_position<P: OrderedProjection>(
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
/// an event already seen: its position is not after `from`.
async fn commit<P: OrderedProjection>(
    projection: &P,
    log: &EventLog,
    connection: &mut PgConnection,
    from: Position,
    batch: &[Found],
) -> anyhow::Result<Position> {
    let to = batch.last().map_or(from, position_of);
    let mut transaction = connection.begin().await?;
    P::begin(&mut transaction).await?;
    let moved = sqlx::query(
        "update projections.positions set position = $3 where name = $1 and position = $2",
    )
    .bind(P::NAME)
    .bind(from.cast_signed())
    .bind(to.cast_signed())
    .execute(&mut *transaction)
    .await?;
    anyhow::ensure!(moved.rows_affected() == 1, "another worker has moved the position");
    for found in batch {
        let read = match found {
            Ok(recorded) => match log.decode(recorded).await {
                Err(error) if error.can_be_mended() => return Err(error.into()),
                decoded => decoded.map(|event| (recorded, event)).map_err(|e| e.to_string()),
            },
            Err(error) => Err(error.to_string()),
        };
        match read {
            Ok((recorded, event)) => projection.apply(&mut transaction, recorded, &event).await?,
            Err(reason) => park::<P>(&mut transaction, position_of(found), &reason).await?,
        }
    }
    transaction.commit().await?;
    projection.committed();
    metrics::gauge!("ems_projection_position", "projection" => P::NAME).set(to as f64);
    Ok(to)
}

async fn park<P: OrderedProjection>(
    connection: &mut PgConnection,
    position: Position,
    reason: &str,
) -> Result<(), sqlx::Error> {
    tracing::error!(projection = P::NAME, position, "event parked: {reason}");
    sqlx::query(
        "insert into projections.parked (name, position, reason) values ($1, $2, $3)
         on conflict do nothing",
    )
    .bind(P::NAME)
    .bind(position.cast_signed())
    .bind(reason)
    .execute(connection)
    .await
    .map(drop)
}
