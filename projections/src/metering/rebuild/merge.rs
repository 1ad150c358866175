//! Adding readings to a version that is complete up to some place, and taking over changed rules.
//!
//! As in `settle`, the tables together hold every value that was sent for an instant, so what counts
//! follows from the values and the rules alone, in whatever order they come.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::ids::DeviceId;
use domain::metering::{Hour, Instant};
use domain::quantity::MicroWattHours;
use sqlx::PgConnection;
use uuid::Uuid;

use super::version::Version;
use crate::metering::batch::{Arrived, Key};
use crate::metering::contest::Standing;
use crate::metering::rules::RulesCache;
use crate::metering::settle::Settled;
use crate::metering::totals::HourKey;

/// The tables of values, in the order in which `Placed` names them.
const VALUE_TABLES: [&str; 3] =
    ["metering.readings", "metering.reading_conflicts", "metering.held"];

/// A value of a key: its table, its energy, its lowest stream sequence.
type Placed = (usize, MicroWattHours, i64);

/// Values to add, by their keys.
#[derive(Default)]
pub(super) struct Values(BTreeMap<Key, Vec<Standing>>);

impl Values {
    pub fn of(readings: impl IntoIterator<Item = Arrived>) -> Self {
        let mut values = Self::default();
        for arrived in readings {
            let value = Standing { energy: arrived.reading.energy, stream_seq: arrived.stream_seq };
            values.0.entry(arrived.key()).or_default().push(value);
        }
        values
    }

    /// Nothing to add, but to decide anew.
    pub fn none_for(keys: impl IntoIterator<Item = Key>) -> Self {
        Self(keys.into_iter().map(|key| (key, vec![])).collect())
    }

    pub fn hours(&self) -> BTreeSet<HourKey> {
        self.0.keys().map(|(device, at)| (*device, Hour::containing(*at))).collect()
    }
}

/// Adds values and sums the hours up whose values changed by it. Adding them again changes nothing.
pub(super) async fn merge(
    connection: &mut PgConnection,
    version: &Version,
    rules: &RulesCache,
    values: Values,
) -> Result<(), sqlx::Error> {
    let keys: Vec<Key> = values.0.keys().copied().collect();
    let before = placed(connection, version, &keys).await?;
    let mut changed = BTreeMap::new();
    for (key, new) in values.0 {
        let known = before.get(&key).cloned().unwrap_or_default();
        let after = decide(key, &known, new, rules);
        if after != known {
            changed.insert(key, after);
        }
    }
    replace(connection, version, &changed).await?;
    let hours = changed.keys().map(|(device, at)| (*device, Hour::containing(*at))).collect();
    recount(connection, version, &hours).await
}

/// Decides the values of some keys anew and sums their hours up, whether or not values changed: a
/// correction changes what counts and no value.
pub(super) async fn settle(
    connection: &mut PgConnection,
    version: &Version,
    rules: &RulesCache,
    keys: BTreeSet<Key>,
) -> Result<(), sqlx::Error> {
    let values = Values::none_for(keys);
    let hours = values.hours();
    merge(connection, version, rules, values).await?;
    recount(connection, version, &hours).await
}

fn decide(
    key: Key,
    known: &BTreeSet<Placed>,
    mut new: Vec<Standing>,
    rules: &RulesCache,
) -> BTreeSet<Placed> {
    new.extend(known.iter().map(|(_, energy, seq)| Standing { energy: *energy, stream_seq: *seq }));
    // Of a value that is held only its lowest sequence is kept, as a contest does for the others.
    let mut lowest: BTreeMap<MicroWattHours, i64> = BTreeMap::new();
    for value in new {
        let seq = lowest.entry(value.energy).or_insert(value.stream_seq);
        *seq = (*seq).min(value.stream_seq);
    }
    let values =
        lowest.into_iter().map(|(energy, stream_seq)| Standing { energy, stream_seq }).collect();
    let mut settled = Settled::default();
    settled.decide(key, values, rules.of(key.0));
    let standing = settled.standing.iter().map(|value| (0, value.reading.energy, value.stream_seq));
    let conflicts = settled
        .contests
        .iter()
        .flat_map(|(_, contest)| contest.conflicts.iter().map(|(energy, seq)| (1, *energy, *seq)));
    let held = settled.held.iter().map(|(_, energy, seq)| (2, *energy, *seq));
    standing.chain(conflicts).chain(held).collect()
}

/// What a version has for some keys.
async fn placed(
    connection: &mut PgConnection,
    version: &Version,
    keys: &[Key],
) -> Result<BTreeMap<Key, BTreeSet<Placed>>, sqlx::Error> {
    let (devices, instants) = columns(keys.iter());
    let mut found: BTreeMap<Key, BTreeSet<Placed>> = BTreeMap::new();
    for (nth, table) in VALUE_TABLES.iter().enumerate() {
        let sql = version.sql(&format!(
            "select v.device_id, v.measured_at, v.energy, v.stream_seq
             from unnest($1::uuid[], $2::timestamptz[]) as k (device_id, measured_at)
             join {table} v using (device_id, measured_at)"
        ));
        let rows: Vec<(Uuid, DateTime<Utc>, i64, i64)> =
            sqlx::query_as(&sql).bind(&devices).bind(&instants).fetch_all(&mut *connection).await?;
        for (device, at, energy, seq) in rows {
            let key = (DeviceId(device), Instant::of(at));
            found.entry(key).or_default().insert((nth, MicroWattHours(energy), seq));
        }
    }
    Ok(found)
}

async fn replace(
    connection: &mut PgConnection,
    version: &Version,
    changed: &BTreeMap<Key, BTreeSet<Placed>>,
) -> Result<(), sqlx::Error> {
    if changed.is_empty() {
        return Ok(());
    }
    let (devices, instants) = columns(changed.keys());
    for (nth, table) in VALUE_TABLES.iter().enumerate() {
        let delete = version.sql(&format!(
            "delete from {table} v
             using unnest($1::uuid[], $2::timestamptz[]) as k (device_id, measured_at)
             where v.device_id = k.device_id and v.measured_at = k.measured_at"
        ));
        sqlx::query(&delete).bind(&devices).bind(&instants).execute(&mut *connection).await?;
        let insert = version.sql(&format!(
            "insert into {table} (device_id, measured_at, energy, stream_seq)
             select * from unnest($1::uuid[], $2::timestamptz[], $3::bigint[], $4::bigint[])"
        ));
        let (devices, instants, energies, sequences) = rows_of(changed, nth);
        sqlx::query(&insert)
            .bind(devices)
            .bind(instants)
            .bind(energies)
            .bind(sequences)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

type Columns = (Vec<Uuid>, Vec<DateTime<Utc>>, Vec<i64>, Vec<i64>);

/// What is to stand in one of the tables.
fn rows_of(changed: &BTreeMap<Key, BTreeSet<Placed>>, nth: usize) -> Columns {
    let mut columns = Columns::default();
    for ((device, at), placed) in changed {
        for (_, energy, seq) in placed.iter().filter(|(table, ..)| *table == nth) {
            columns.0.push(device.0);
            columns.1.push(at.to_datetime());
            columns.2.push(energy.0);
            columns.3.push(*seq);
        }
    }
    columns
}

/// Adds hours up from the readings and corrections.
async fn recount(
    connection: &mut PgConnection,
    version: &Version,
    hours: &BTreeSet<HourKey>,
) -> Result<(), sqlx::Error> {
    if hours.is_empty() {
        return Ok(());
    }
    sqlx::query(&version.sql(RECOUNT))
        .bind(hours.iter().map(|(device, _)| device.0).collect::<Vec<_>>())
        .bind(hours.iter().map(|(_, hour)| hour.start()).collect::<Vec<_>>())
        .execute(connection)
        .await
        .map(drop)
}

fn columns<'k>(keys: impl Iterator<Item = &'k Key>) -> (Vec<Uuid>, Vec<DateTime<Utc>>) {
    keys.map(|(device, at)| (device.0, at.to_datetime())).unzip()
}

const RECOUNT: &str = "
    with hours as (
        select * from unnest($1::uuid[], $2::timestamptz[]) as h (device_id, hour)
    ), counted as (
        select h.device_id, h.hour, r.measured_at,
               case when c.device_id is null then r.energy else c.energy end as energy,
               floor(extract(epoch from r.measured_at - h.hour))::bigint as second
        from hours h
        join metering.readings r on r.device_id = h.device_id
            and r.measured_at >= h.hour and r.measured_at < h.hour + interval '1 hour'
        left join metering.corrections c
            on c.device_id = r.device_id and c.measured_at = r.measured_at
        where c.device_id is null or c.energy is not null
    ), summed as (
        select h.device_id, h.hour,
               coalesce(sum(energy) filter (where second / 900 = 0), 0)::bigint as energy_0,
               coalesce(sum(energy) filter (where second / 900 = 1), 0)::bigint as energy_1,
               coalesce(sum(energy) filter (where second / 900 = 2), 0)::bigint as energy_2,
               coalesce(sum(energy) filter (where second / 900 = 3), 0)::bigint as energy_3,
               (count(*) filter (where second / 900 = 0))::integer as count_0,
               (count(*) filter (where second / 900 = 1))::integer as count_1,
               (count(*) filter (where second / 900 = 2))::integer as count_2,
               (count(*) filter (where second / 900 = 3))::integer as count_3,
               coalesce(bit_or(1 << (second / 600)::integer), 0) as slots,
               min(measured_at) as first_at, max(measured_at) as last_at
        from hours h left join counted using (device_id, hour)
        group by h.device_id, h.hour
    )
    insert into metering.hourly_totals as t
        (device_id, hour, energy_0, energy_1, energy_2, energy_3,
         count_0, count_1, count_2, count_3, slots, first_at, last_at, revision)
    select summed.*, 1 from summed order by device_id, hour
    on conflict (device_id, hour) do update set
        energy_0 = excluded.energy_0, energy_1 = excluded.energy_1,
        energy_2 = excluded.energy_2, energy_3 = excluded.energy_3,
        count_0 = excluded.count_0, count_1 = excluded.count_1,
        count_2 = excluded.count_2, count_3 = excluded.count_3,
        slots = excluded.slots, first_at = excluded.first_at, last_at = excluded.last_at,
        revision = t.revision + 1";
