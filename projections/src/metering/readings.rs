//! The statements on `metering.readings`, `metering.reading_conflicts` and `metering.held`.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use domain::ids::DeviceId;
use domain::metering::Instant;
use domain::quantity::MicroWattHours;
use sqlx::{PgConnection, PgPool, Row};
use uuid::Uuid;

use super::batch::{Arrived, Key};
use super::contest::{Contest, Standing};

/// Inserts what is new and answers the stream sequences that were.
///
/// A stream sequence names one message, so it says which keys were new in eight bytes each; one row
/// with all of them costs both sides less than a row for each.
pub(super) async fn insert_new(
    connection: &mut PgConnection,
    firsts: &[Arrived],
) -> Result<HashSet<i64>, sqlx::Error> {
    let columns = Columns::of(firsts);
    let fresh: Vec<i64> = sqlx::query_scalar(
        "with fresh as (
             insert into metering.readings (device_id, measured_at, energy, stream_seq)
             select * from unnest($1::uuid[], $2::timestamptz[], $3::bigint[], $4::bigint[])
             on conflict do nothing
             returning stream_seq)
         select coalesce(array_agg(stream_seq), '{}') from fresh",
    )
    .bind(columns.devices)
    .bind(columns.instants)
    .bind(columns.energies)
    .bind(columns.sequences)
    .fetch_one(connection)
    .await?;
    Ok(fresh.into_iter().collect())
}

/// The rows that stand for these keys, locked in the order of the keys.
pub(super) async fn lock_standing(
    connection: &mut PgConnection,
    keys: &[Key],
) -> Result<BTreeMap<Key, Standing>, sqlx::Error> {
    let (devices, instants) = split(keys);
    let rows = sqlx::query(
        "select r.device_id, r.measured_at, r.energy, r.stream_seq
         from metering.readings r
         join unnest($1::uuid[], $2::timestamptz[]) as key (device_id, measured_at)
             using (device_id, measured_at)
         order by r.device_id, r.measured_at
         for update of r",
    )
    .bind(devices)
    .bind(instants)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            let measured_at: DateTime<Utc> = row.try_get("measured_at")?;
            let key = (
                DeviceId(row.try_get("device_id")?),
                Instant::from_millis(measured_at.timestamp_millis()),
            );
            let energy = MicroWattHours(row.try_get("energy")?);
            Ok((key, Standing { energy, stream_seq: row.try_get("stream_seq")? }))
        })
        .collect()
}

/// Writes what now stands for each key.
pub(super) async fn update_standing(
    connection: &mut PgConnection,
    changed: &[(Key, Standing)],
) -> Result<(), sqlx::Error> {
    let keys: Vec<Key> = changed.iter().map(|(key, _)| *key).collect();
    let (devices, instants) = split(&keys);
    let energies: Vec<i64> = changed.iter().map(|(_, standing)| standing.energy.0).collect();
    let sequences: Vec<i64> = changed.iter().map(|(_, standing)| standing.stream_seq).collect();
    sqlx::query(
        "update metering.readings r set energy = new.energy, stream_seq = new.stream_seq
         from unnest($1::uuid[], $2::timestamptz[], $3::bigint[], $4::bigint[])
             as new (device_id, measured_at, energy, stream_seq)
         where r.device_id = new.device_id and r.measured_at = new.measured_at",
    )
    .bind(devices)
    .bind(instants)
    .bind(energies)
    .bind(sequences)
    .execute(connection)
    .await
    .map(drop)
}

/// Writes what the contests found: conflicts come, and those whose value now stands go.
pub(super) async fn write_conflicts(
    connection: &mut PgConnection,
    contests: &[(Key, Contest)],
) -> Result<(), sqlx::Error> {
    let found: Vec<(Key, MicroWattHours, i64)> = contests
        .iter()
        .flat_map(|(key, contest)| {
            contest.conflicts.iter().map(|(energy, seq)| (*key, *energy, *seq))
        })
        .collect();
    let cleared: Vec<(Key, MicroWattHours, i64)> = contests
        .iter()
        .flat_map(|(key, contest)| contest.cleared.iter().map(|energy| (*key, *energy, 0)))
        .collect();
    if !cleared.is_empty() {
        let columns = Columns::of_values(&cleared);
        sqlx::query(
            "delete from metering.reading_conflicts c
             using unnest($1::uuid[], $2::timestamptz[], $3::bigint[])
                 as gone (device_id, measured_at, energy)
             where c.device_id = gone.device_id and c.measured_at = gone.measured_at
                 and c.energy = gone.energy",
        )
        .bind(columns.devices)
        .bind(columns.instants)
        .bind(columns.energies)
        .execute(&mut *connection)
        .await?;
    }
    if !found.is_empty() {
        let columns = Columns::of_values(&found);
        sqlx::query(
            "insert into metering.reading_conflicts as c (device_id, measured_at, energy, stream_seq)
             select * from unnest($1::uuid[], $2::timestamptz[], $3::bigint[], $4::bigint[])
             on conflict (device_id, measured_at, energy) do update
                 set stream_seq = excluded.stream_seq where c.stream_seq > excluded.stream_seq",
        )
        .bind(columns.devices)
        .bind(columns.instants)
        .bind(columns.energies)
        .bind(columns.sequences)
        .execute(connection)
        .await?;
    }
    Ok(())
}

/// Holds values for a person to decide on, each with its lowest stream sequence.
pub(super) async fn hold(
    connection: &mut PgConnection,
    held: &[Arrived],
) -> Result<(), sqlx::Error> {
    let mut lowest: BTreeMap<(Key, MicroWattHours), i64> = BTreeMap::new();
    for arrived in held {
        let seq = lowest.entry((arrived.key(), arrived.reading.energy)).or_insert(i64::MAX);
        *seq = (*seq).min(arrived.stream_seq);
    }
    let values: Vec<_> =
        lowest.into_iter().map(|((key, energy), seq)| (key, energy, seq)).collect();
    insert_held(connection, &values).await
}

/// One row for each value; sorted, so that replicas lock rows in one order.
pub(super) async fn insert_held(
    connection: &mut PgConnection,
    values: &[(Key, MicroWattHours, i64)],
) -> Result<(), sqlx::Error> {
    if values.is_empty() {
        return Ok(());
    }
    let columns = Columns::of_values(values);
    sqlx::query(
        "insert into metering.held as h (device_id, measured_at, energy, stream_seq)
         select * from unnest($1::uuid[], $2::timestamptz[], $3::bigint[], $4::bigint[])
         on conflict (device_id, measured_at, energy) do update
             set stream_seq = excluded.stream_seq where h.stream_seq > excluded.stream_seq",
    )
    .bind(columns.devices)
    .bind(columns.instants)
    .bind(columns.energies)
    .bind(columns.sequences)
    .execute(connection)
    .await
    .map(drop)
}

/// Whether a reading is neither counted, nor held, nor parked.
pub(super) async fn lacks(pool: &PgPool, readings: &[Arrived]) -> Result<bool, sqlx::Error> {
    let columns = Columns::of(readings);
    sqlx::query_scalar(
        "select exists (
             select from unnest($1::uuid[], $2::timestamptz[], $3::bigint[])
                 as k (device_id, measured_at, stream_seq)
             where not exists (select from metering.readings r
                     where r.device_id = k.device_id and r.measured_at = k.measured_at)
                 and not exists (select from metering.held h
                     where h.device_id = k.device_id and h.measured_at = k.measured_at)
                 and not exists (select from metering.parked p
                     where p.stream_seq = k.stream_seq))",
    )
    .bind(columns.devices)
    .bind(columns.instants)
    .bind(columns.sequences)
    .fetch_one(pool)
    .await
}

/// Rows as arrays, one for each column: one parameter each, whatever the number of rows.
struct Columns {
    devices: Vec<Uuid>,
    instants: Vec<DateTime<Utc>>,
    energies: Vec<i64>,
    sequences: Vec<i64>,
}

impl Columns {
    fn of(readings: &[Arrived]) -> Self {
        let row = |arrived: &Arrived| (arrived.key(), arrived.reading.energy, arrived.stream_seq);
        Self::of_values(&readings.iter().map(row).collect::<Vec<_>>())
    }

    fn of_values(values: &[(Key, MicroWattHours, i64)]) -> Self {
        Self {
            devices: values.iter().map(|((device, _), _, _)| device.0).collect(),
            instants: values.iter().map(|((_, instant), _, _)| instant.to_datetime()).collect(),
            energies: values.iter().map(|(_, energy, _)| energy.0).collect(),
            sequences: values.iter().map(|(_, _, seq)| *seq).collect(),
        }
    }
}

fn split(keys: &[Key]) -> (Vec<Uuid>, Vec<DateTime<Utc>>) {
    keys.iter().map(|(device, instant)| (device.0, instant.to_datetime())).unzip()
}
