//! Events that cannot be applied: parked with their reason, in order for each key, and tried again.

use std::collections::HashSet;

use event_log::{EventLog, Position, RecordError, RecordedEvent};
use sqlx::{Connection, PgConnection};

use super::OrderedProjection;
use crate::database::{Failure, classify};

/// An event, or a message in EVENTS that is none. The latter cannot be deleted, so it is passed over.
pub(super) type Found = Result<RecordedEvent, RecordError>;

pub(super) fn position_of(found: &Found) -> Position {
    match found {
        Ok(event) => event.position,
        Err(error) => error.position(),
    }
}

fn subject_of(found: &Found) -> &str {
    match found {
        Ok(event) => &event.subject,
        Err(error) => error.subject(),
    }
}

/// How events of one transaction are applied.
pub(super) struct Applying<'a, P> {
    pub projection: &'a P,
    pub log: &'a EventLog,
    /// Whether each event has a savepoint of its own, so that one which fails leaves the others.
    pub carefully: bool,
    /// Keys with an event that waits: later ones wait behind it.
    blocked: HashSet<String>,
}

impl<'a, P: OrderedProjection> Applying<'a, P> {
    pub async fn begin(
        projection: &'a P,
        log: &'a EventLog,
        carefully: bool,
        connection: &mut PgConnection,
    ) -> Result<Self, sqlx::Error> {
        P::begin(connection).await?;
        let blocked: Vec<String> =
            sqlx::query_scalar("select distinct subject from projections.parked where name = $1")
                .bind(P::NAME)
                .fetch_all(connection)
                .await?;
        Ok(Self { projection, log, carefully, blocked: blocked.into_iter().collect() })
    }

    /// Applies events in their order, and parks those that cannot be.
    pub async fn apply(
        &mut self,
        connection: &mut PgConnection,
        batch: &[Found],
    ) -> anyhow::Result<()> {
        let events: Vec<&RecordedEvent> =
            batch.iter().filter_map(|found| found.as_ref().ok()).collect();
        P::keep(connection, &events).await?;
        for found in batch {
            let subject = subject_of(found);
            let refused = match self.blocked.contains(subject) {
                true => Some("an earlier event of the same key waits".to_owned()),
                false => self.try_to_apply(connection, found).await?,
            };
            if let Some(reason) = refused {
                park::<P>(connection, found, &reason).await?;
                self.blocked.insert(subject.to_owned());
            }
        }
        Ok(())
    }

    /// None when it is applied, else why it cannot be.
    async fn try_to_apply(
        &self,
        connection: &mut PgConnection,
        found: &Found,
    ) -> anyhow::Result<Option<String>> {
        let recorded = match found {
            Ok(recorded) => recorded,
            Err(error) => return Ok(Some(error.to_string())),
        };
        let event = match self.log.decode(recorded).await {
            Ok(event) => event,
            Err(error) if error.can_be_mended() => return Err(error.into()),
            Err(error) => return Ok(Some(error.to_string())),
        };
        if !self.carefully {
            self.projection.apply(connection, recorded, &event).await?;
            return Ok(None);
        }
        let mut savepoint = connection.begin().await?;
        match self.projection.apply(&mut savepoint, recorded, &event).await {
            Ok(()) => {
                savepoint.commit().await?;
                Ok(None)
            }
            Err(error) if classify(&error) == Failure::Permanent => {
                savepoint.rollback().await?;
                Ok(Some(error.to_string()))
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Whether the same again would fail again: then the event at fault has to be found.
pub(super) fn is_permanent(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<sqlx::Error>();
    error.is_some_and(|error| classify(error) == Failure::Permanent)
}

async fn park<P: OrderedProjection>(
    connection: &mut PgConnection,
    found: &Found,
    reason: &str,
) -> Result<(), sqlx::Error> {
    let position = position_of(found);
    tracing::error!(projection = P::NAME, position, "event parked: {reason}");
    sqlx::query(
        "insert into projections.parked (name, position, reason, subject) values ($1, $2, $3, $4)
         on conflict do nothing",
    )
    .bind(P::NAME)
    .bind(position.cast_signed())
    .bind(reason)
    .bind(subject_of(found))
    .execute(connection)
    .await
    .map(drop)
}

/// Tries events again that somebody has asked for, with those that wait behind them. The caller is
/// the active worker, so nobody else applies events.
pub(super) async fn retry<P: OrderedProjection>(
    projection: &P,
    log: &EventLog,
    connection: &mut PgConnection,
) -> anyhow::Result<()> {
    let subjects: Vec<String> = sqlx::query_scalar(
        "select distinct subject from projections.parked where name = $1 and retry_asked",
    )
    .bind(P::NAME)
    .fetch_all(&mut *connection)
    .await?;
    for subject in subjects {
        let mut transaction = connection.begin().await?;
        retry_key(projection, log, &mut transaction, &subject).await?;
        transaction.commit().await?;
        projection.committed();
    }
    Ok(())
}

async fn retry_key<P: OrderedProjection>(
    projection: &P,
    log: &EventLog,
    connection: &mut PgConnection,
    subject: &str,
) -> anyhow::Result<()> {
    let applying = Applying::begin(projection, log, true, connection).await?;
    let waiting: Vec<i64> = sqlx::query_scalar(
        "update projections.parked set retry_asked = false
         where name = $1 and subject = $2 returning position",
    )
    .bind(P::NAME)
    .bind(subject)
    .fetch_all(&mut *connection)
    .await?;
    let mut waiting: Vec<u64> = waiting.into_iter().map(i64::unsigned_abs).collect();
    waiting.sort_unstable();
    for position in waiting {
        let refused = match log.event_at(position).await {
            Ok(Some(recorded)) => applying.try_to_apply(connection, &Ok(recorded)).await?,
            Ok(None) => Some("the log has no such event".to_owned()),
            Err(event_log::ReadError::Record(error)) => Some(error.to_string()),
            Err(error) => return Err(error.into()),
        };
        let sql = match refused {
            None => {
                "delete from projections.parked where name = $1 and position = $2 and $3::text is null"
            }
            Some(_) => {
                "update projections.parked set reason = $3 where name = $1 and position = $2"
            }
        };
        let settled = sqlx::query(sql).bind(P::NAME).bind(position.cast_signed()).bind(&refused);
        settled.execute(&mut *connection).await?;
        if refused.is_some() {
            return Ok(());
        }
        tracing::info!(projection = P::NAME, position, "a parked event is applied");
    }
    Ok(())
}
