//! What waits for a person: readings held or parked, events parked, conflicts to know of.

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

use crate::QueryError;
use crate::metering::{self, Retried};

/// The tables that operators look into and settle.
#[derive(Clone)]
pub struct Waiting {
    pool: PgPool,
}

/// A message of MEASUREMENTS that is no reading, or one that fails for good.
#[derive(Clone, Debug, Serialize, FromRow)]
#[serde(rename_all = "camelCase")]
pub struct ParkedReading {
    pub stream_seq: i64,
    pub reason: String,
    /// As text, as far as it is text.
    pub payload: String,
    pub parked_at: DateTime<Utc>,
}

/// An event that an ordered projection could not apply.
#[derive(Clone, Debug, Serialize, FromRow)]
#[serde(rename_all = "camelCase")]
pub struct ParkedEvent {
    pub projection: String,
    /// In EVENTS.
    pub position: i64,
    pub reason: String,
    pub parked_at: DateTime<Utc>,
}

/// A value outside of its device's plausible range that nobody has decided on.
#[derive(Clone, Debug, Serialize, FromRow)]
#[serde(rename_all = "camelCase")]
pub struct HeldReading {
    pub device_id: Uuid,
    pub measured_at: DateTime<Utc>,
    /// In micro-watt-hours.
    pub energy: i64,
    pub stream_seq: i64,
    /// The range that was in force when it was measured; none if a person rejected it.
    pub at_least: Option<i64>,
    pub at_most: Option<i64>,
}

/// A value that lost against the one that stands for its instant.
#[derive(Clone, Debug, Serialize, FromRow)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    pub device_id: Uuid,
    pub measured_at: DateTime<Utc>,
    /// In micro-watt-hours; of the message that was first in the log.
    pub standing: i64,
    pub standing_seq: i64,
    /// In micro-watt-hours.
    pub other: i64,
    pub other_seq: i64,
}

/// How much waits of each kind. A count of [`COUNTED`] means: at least so many.
#[derive(Clone, Copy, Debug, Default, FromRow)]
pub struct WaitingCounts {
    pub parked: i64,
    pub events: i64,
    pub held: i64,
    pub conflicts: i64,
    pub unregistered: i64,
}

/// An operator acts on the first of them, and a flood must not make counting a burden of its own.
const COUNTED: i64 = 10_000;

impl Waiting {
    pub async fn counts(&self) -> Result<WaitingCounts, QueryError> {
        let counts = sqlx::query_as(
            "select (select count(*) from
                        (select from metering.parked where settled_at is null limit $1) a) as parked,
                    (select count(*) from (select from projections.parked limit $1) b) as events,
                    (select count(*) from (
                        select from metering.held h where not exists (
                            select from metering.verdicts v where v.device_id = h.device_id
                                and v.measured_at = h.measured_at and v.energy = h.energy)
                        limit $1) c) as held,
                    (select count(*) from
                        (select from metering.reading_conflicts limit $1) d) as conflicts,
                    (select count(*) from metering.unregistered) as unregistered",
        );
        Ok(counts.bind(COUNTED).fetch_one(&self.pool).await?)
    }

    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// The newest `limit` parked messages that nobody has settled.
    pub async fn parked_readings(&self, limit: i64) -> Result<Vec<ParkedReading>, QueryError> {
        let parked = sqlx::query_as(
            "select stream_seq, reason, encode(payload, 'escape') as payload, parked_at
             from metering.parked where settled_at is null
             order by stream_seq desc limit $1",
        );
        Ok(parked.bind(limit).fetch_all(&self.pool).await?)
    }

    /// One parked message that nobody has settled.
    pub async fn parked_reading(
        &self,
        stream_seq: i64,
    ) -> Result<Option<ParkedReading>, QueryError> {
        let parked = sqlx::query_as(
            "select stream_seq, reason, encode(payload, 'escape') as payload, parked_at
             from metering.parked where settled_at is null and stream_seq = $1",
        );
        Ok(parked.bind(stream_seq).fetch_optional(&self.pool).await?)
    }

    /// The sequences of the parked messages that name a device and that nobody has settled.
    pub async fn parked_of_device(&self, device: Uuid) -> Result<Vec<i64>, QueryError> {
        let parked = sqlx::query_scalar(
            "select stream_seq from metering.parked
             where settled_at is null and position($1::bytea in payload) > 0 order by stream_seq",
        );
        Ok(parked.bind(device.to_string().into_bytes()).fetch_all(&self.pool).await?)
    }

    /// One parked event.
    pub async fn parked_event(&self, position: i64) -> Result<Option<ParkedEvent>, QueryError> {
        let parked = sqlx::query_as(
            "select name as projection, position, reason, parked_at from projections.parked
             where position = $1 order by name limit 1",
        );
        Ok(parked.bind(position).fetch_optional(&self.pool).await?)
    }

    /// The newest `limit` parked events.
    pub async fn parked_events(&self, limit: i64) -> Result<Vec<ParkedEvent>, QueryError> {
        let parked = sqlx::query_as(
            "select name as projection, position, reason, parked_at from projections.parked
             order by position desc, name limit $1",
        );
        Ok(parked.bind(limit).fetch_all(&self.pool).await?)
    }

    /// Asks the active worker to apply a parked event again, with those that wait behind it. False if
    /// there is none.
    pub async fn ask_to_apply(&self, position: i64) -> Result<bool, QueryError> {
        let asked =
            sqlx::query("update projections.parked set retry_asked = true where position = $1");
        Ok(asked.bind(position).execute(&self.pool).await?.rows_affected() > 0)
    }

    /// Whether what was asked for has not been tried yet.
    pub async fn awaits_retry(&self, position: i64) -> Result<bool, QueryError> {
        let awaits = sqlx::query_scalar(
            "select exists (select from projections.parked where position = $1 and retry_asked)",
        );
        Ok(awaits.bind(position).fetch_one(&self.pool).await?)
    }

    /// Notes how a parked message was settled without being counted. False if there is none.
    pub async fn settle_parked(&self, stream_seq: i64, how: &str) -> Result<bool, QueryError> {
        Ok(metering::settle_parked(&self.pool, stream_seq, how).await?)
    }

    /// Puts parked readings to work again, each under its own sequence.
    pub async fn retry_parked(&self, sequences: &[i64]) -> Result<Vec<(i64, Retried)>, QueryError> {
        Ok(metering::retry_parked(&self.pool, sequences).await?)
    }

    /// The newest `limit` held values without a verdict.
    pub async fn held(&self, limit: i64) -> Result<Vec<HeldReading>, QueryError> {
        let held = sqlx::query_as(
            "select h.*, r.at_least, r.at_most from metering.held h left join lateral (
                 select at_least, at_most from metering.plausible_ranges p
                 where p.device_id = h.device_id and p.since <= h.measured_at
                 order by p.since desc, p.position desc limit 1) r on true
             where not exists (select from metering.verdicts v
                 where v.device_id = h.device_id and v.measured_at = h.measured_at
                     and v.energy = h.energy)
             order by h.measured_at desc, h.device_id, h.energy limit $1",
        );
        Ok(held.bind(limit).fetch_all(&self.pool).await?)
    }

    /// The values held of a device at an instant, without a verdict.
    pub async fn held_at(
        &self,
        device: Uuid,
        measured_at: DateTime<Utc>,
    ) -> Result<Vec<HeldReading>, QueryError> {
        let held = sqlx::query_as(
            "select h.*, r.at_least, r.at_most from metering.held h left join lateral (
                 select at_least, at_most from metering.plausible_ranges p
                 where p.device_id = h.device_id and p.since <= h.measured_at
                 order by p.since desc, p.position desc limit 1) r on true
             where h.device_id = $1 and h.measured_at = $2
                 and not exists (select from metering.verdicts v
                     where v.device_id = h.device_id and v.measured_at = h.measured_at
                         and v.energy = h.energy)
             order by h.energy",
        );
        Ok(held.bind(device).bind(measured_at).fetch_all(&self.pool).await?)
    }

    /// The conflicts of a device at an instant.
    pub async fn conflicts_at(
        &self,
        device: Uuid,
        measured_at: DateTime<Utc>,
    ) -> Result<Vec<Conflict>, QueryError> {
        let conflicts = sqlx::query_as(
            "select device_id, measured_at, r.energy as standing, r.stream_seq as standing_seq,
                    c.energy as other, c.stream_seq as other_seq
             from metering.reading_conflicts c join metering.readings r
                 using (device_id, measured_at)
             where device_id = $1 and measured_at = $2 order by other",
        );
        Ok(conflicts.bind(device).bind(measured_at).fetch_all(&self.pool).await?)
    }

    /// The newest `limit` conflicts.
    pub async fn conflicts(&self, limit: i64) -> Result<Vec<Conflict>, QueryError> {
        self.conflicts_of(None, limit).await
    }

    /// The newest `limit` conflicts of a device, or of all of them.
    pub async fn conflicts_of(
        &self,
        device: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Conflict>, QueryError> {
        let conflicts = sqlx::query_as(
            "select device_id, measured_at, r.energy as standing, r.stream_seq as standing_seq,
                    c.energy as other, c.stream_seq as other_seq
             from metering.reading_conflicts c join metering.readings r
                 using (device_id, measured_at)
             where $2::uuid is null or device_id = $2
             order by measured_at desc, device_id, other limit $1",
        );
        Ok(conflicts.bind(limit).bind(device).fetch_all(&self.pool).await?)
    }

    /// Takes a device from the list of strangers until it sends again. False if it is not there.
    pub async fn forget_unregistered(&self, device: Uuid) -> Result<bool, QueryError> {
        let forgotten = sqlx::query("delete from metering.unregistered where device_id = $1");
        Ok(forgotten.bind(device).execute(&self.pool).await?.rows_affected() == 1)
    }
}
