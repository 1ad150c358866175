//! Bringing a version up to date: with the readings since its floor, and with changed rules.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::ids::DeviceId;
use domain::metering::{Instant, Reading};
use domain::subjects;
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

use super::Work;
use super::merge::{self, Values};
use super::version::Version;
use crate::metering::batch::{Arrived, Key};
use crate::metering::rules::RulesCache;
use crate::metering::totals::HourKey;

/// Readings in one transaction.
const BATCH: usize = 5_000;
/// So few are left to whoever holds the lock: about what arrives in a tenth of a second.
const CLOSE_ENOUGH: u64 = 500;
/// Readings that arrive faster than they are merged are caught up with under the lock.
const ROUNDS: usize = 20;

/// Adds what has arrived since, until hardly anything is left.
pub(super) async fn readings(
    work: &Work<'_>,
    connection: &mut PgConnection,
    version: &mut Version,
    touched: &mut BTreeSet<HourKey>,
) -> anyhow::Result<()> {
    for _ in 0..ROUNDS {
        let mut stream = work.log.jetstream().get_stream(subjects::MEASUREMENTS).await?;
        let last = stream.info().await?.state.last_sequence;
        if last.saturating_sub(version.readings_floor.unsigned_abs()) <= CLOSE_ENOUGH {
            return Ok(());
        }
        let rules = work.rules(connection).await?;
        up_to(work, connection, version, &rules, last, touched).await?;
    }
    Ok(())
}

/// Adds what MEASUREMENTS has from the version's floor up to a sequence.
pub(super) async fn up_to(
    work: &Work<'_>,
    connection: &mut PgConnection,
    version: &mut Version,
    rules: &RulesCache,
    until: u64,
    touched: &mut BTreeSet<HourKey>,
) -> anyhow::Result<()> {
    let floor = version.readings_floor.unsigned_abs();
    let mut replay = work.log.replay_measurements(0..subjects::SHARDS, floor, until).await?;
    let mut batch = Vec::new();
    while let Some(messages) = replay.next().await? {
        work.progress.add(messages.len() as u64);
        for (sequence, payload) in messages {
            let Ok(reading) = serde_json::from_slice::<Reading>(&payload) else { continue };
            batch.push(Arrived { reading, stream_seq: sequence.cast_signed() });
        }
        if batch.len() >= BATCH {
            add(connection, version, rules, std::mem::take(&mut batch), touched).await?;
        }
    }
    add(connection, version, rules, batch, touched).await?;
    let rules_floor = version.rules_floor;
    version.advance(connection, until.cast_signed(), rules_floor).await?;
    Ok(())
}

async fn add(
    connection: &mut PgConnection,
    version: &mut Version,
    rules: &RulesCache,
    readings: Vec<Arrived>,
    touched: &mut BTreeSet<HourKey>,
) -> Result<(), sqlx::Error> {
    let Some(newest) = readings.last().map(|arrived| arrived.stream_seq) else { return Ok(()) };
    let mut transaction = connection.begin().await?;
    let sequences: Vec<i64> = readings.iter().map(|arrived| arrived.stream_seq).collect();
    let parked: BTreeSet<i64> = sqlx::query_scalar(
        "select stream_seq from metering.parked
         where stream_seq = any($1) and settled_how is distinct from 'counted'",
    )
    .bind(sequences)
    .fetch_all(&mut *transaction)
    .await?
    .into_iter()
    .collect();
    let counted = readings.into_iter().filter(|arrived| !parked.contains(&arrived.stream_seq));
    let values = Values::of(counted);
    touched.extend(values.hours());
    merge::merge(&mut transaction, version, rules, values).await?;
    let rules_floor = version.rules_floor;
    version.advance(&mut transaction, newest, rules_floor).await?;
    transaction.commit().await
}

/// Decides anew what rules touch that have changed since the version's floor of rules.
pub(super) async fn rules(
    connection: &mut PgConnection,
    version: &mut Version,
    rules: &RulesCache,
    touched: &mut BTreeSet<HourKey>,
) -> Result<(), sqlx::Error> {
    let rows: Vec<(Uuid, DateTime<Utc>)> = sqlx::query_as(&version.sql(CHANGED))
        .bind(version.rules_floor)
        .fetch_all(&mut *connection)
        .await?;
    let keys: BTreeSet<Key> =
        rows.into_iter().map(|(device, at)| (DeviceId(device), Instant::of(at))).collect();
    let floor = version.readings_floor;
    if !keys.is_empty() {
        touched.extend(Values::none_for(keys.iter().copied()).hours());
        merge::settle(connection, version, rules, keys).await?;
    }
    version.advance(connection, floor, rules.position()).await
}

/// Instants of which a person has said something since, and those of a range that has changed.
const CHANGED: &str = "
    select device_id, measured_at from metering.corrections where position > $1
    union select device_id, measured_at from metering.verdicts where position > $1
    union select v.device_id, v.measured_at
    from (select device_id, min(since) as since from metering.plausible_ranges
          where position > $1 group by device_id) as changed
    join (select device_id, measured_at from metering.readings
          union select device_id, measured_at from metering.reading_conflicts
          union select device_id, measured_at from metering.held) as v
        on v.device_id = changed.device_id and v.measured_at >= changed.since";
