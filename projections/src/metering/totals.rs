//! The hourly totals: what a batch adds to each hour, and the one statement that adds it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::ids::DeviceId;
use domain::metering::{Hour, Instant, QUARTERS};
use domain::quantity::MicroWattHours;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

/// The key of a total. All replicas lock totals in its order.
pub(super) type HourKey = (DeviceId, Hour);

/// What a transaction changes in one hour.
#[derive(Clone, Copy, Debug)]
pub(super) struct Delta {
    pub energy: [MicroWattHours; QUARTERS],
    pub count: [i32; QUARTERS],
    /// Bit n is set when a reading falls in the n-th ten minutes of the hour.
    pub slots: i32,
    pub first: Instant,
    pub last: Instant,
}

/// A total after a transaction's change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Total {
    pub energy: MicroWattHours,
    pub slots: i32,
    pub revision: i64,
    /// Whether the change took energy away, so that a judgement may have to be withdrawn.
    pub lowered: bool,
}

/// The changes of one transaction, in the order in which their rows are locked.
#[derive(Debug, Default)]
pub(super) struct Deltas(BTreeMap<HourKey, Delta>);

const SLOT_MILLIS: i64 = 600_000;

/// The bit of the ten minutes of its hour that an instant lies in.
pub(super) fn slot_of(at: Instant) -> i32 {
    1 << (at.millis().rem_euclid(domain::metering::MILLIS_PER_HOUR) / SLOT_MILLIS)
}

impl Deltas {
    /// An instant counts for the first time.
    pub fn add(&mut self, device: DeviceId, at: Instant, energy: MicroWattHours) {
        let delta = self.entry(device, at);
        let quarter = Hour::quarter(at);
        delta.energy[quarter] = delta.energy[quarter] + energy;
        delta.count[quarter] += 1;
    }

    /// Another value stands for a reading that counts already.
    pub fn swap(
        &mut self,
        device: DeviceId,
        at: Instant,
        from: MicroWattHours,
        to: MicroWattHours,
    ) {
        let delta = self.entry(device, at);
        let quarter = Hour::quarter(at);
        delta.energy[quarter] = delta.energy[quarter] + (to - from);
    }

    fn entry(&mut self, device: DeviceId, at: Instant) -> &mut Delta {
        let hour = Hour::containing(at);
        let delta = self.0.entry((device, hour)).or_insert_with(|| Delta {
            energy: [MicroWattHours::ZERO; QUARTERS],
            count: [0; QUARTERS],
            slots: 0,
            first: at,
            last: at,
        });
        delta.slots |= slot_of(at);
        delta.first = delta.first.min(at);
        delta.last = delta.last.max(at);
        delta
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds all changes in one sorted statement and answers the totals that they led to.
    pub async fn write(
        &self,
        connection: &mut PgConnection,
    ) -> Result<BTreeMap<HourKey, Total>, sqlx::Error> {
        let energy = |quarter: usize| -> Vec<i64> {
            self.0.values().map(|delta| delta.energy[quarter].0).collect()
        };
        let count = |quarter: usize| -> Vec<i32> {
            self.0.values().map(|delta| delta.count[quarter]).collect()
        };
        let times = |pick: fn(&Delta) -> Instant| -> Vec<DateTime<Utc>> {
            self.0.values().map(|delta| pick(delta).to_datetime()).collect()
        };
        let rows = sqlx::query(UPSERT)
            .bind(self.0.keys().map(|(device, _)| device.0).collect::<Vec<Uuid>>())
            .bind(self.0.keys().map(|(_, hour)| hour.start()).collect::<Vec<_>>())
            .bind(energy(0))
            .bind(energy(1))
            .bind(energy(2))
            .bind(energy(3))
            .bind(count(0))
            .bind(count(1))
            .bind(count(2))
            .bind(count(3))
            .bind(self.0.values().map(|delta| delta.slots).collect::<Vec<i32>>())
            .bind(times(|delta| delta.first))
            .bind(times(|delta| delta.last))
            .fetch_all(connection)
            .await?;
        rows.iter()
            .map(|row| {
                let hour: DateTime<Utc> = row.try_get("hour")?;
                let key = (DeviceId(row.try_get("device_id")?), Hour::from(hour));
                let lowered = self.0[&key].energy.iter().copied().sum::<MicroWattHours>()
                    < MicroWattHours::ZERO;
                let energy = MicroWattHours(row.try_get("total")?);
                let (slots, revision) = (row.try_get("slots")?, row.try_get("revision")?);
                Ok((key, Total { energy, slots, revision, lowered }))
            })
            .collect()
    }
}

/// Adds an hour up anew from its readings and corrections, and answers what it comes to.
pub(super) async fn recount(
    connection: &mut PgConnection,
    (device, hour): HourKey,
) -> Result<MicroWattHours, sqlx::Error> {
    let total: i64 = sqlx::query_scalar(RECOUNT)
        .bind(device.0)
        .bind(hour.start())
        .bind(hour.end())
        .fetch_one(connection)
        .await?;
    Ok(MicroWattHours(total))
}

const UPSERT: &str = "
    insert into metering.hourly_totals as t
        (device_id, hour, energy_0, energy_1, energy_2, energy_3,
         count_0, count_1, count_2, count_3, slots, first_at, last_at, revision)
    select *, 1 from unnest(
        $1::uuid[], $2::timestamptz[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[],
        $7::integer[], $8::integer[], $9::integer[], $10::integer[], $11::integer[],
        $12::timestamptz[], $13::timestamptz[])
    on conflict (device_id, hour) do update set
        energy_0 = t.energy_0 + excluded.energy_0, energy_1 = t.energy_1 + excluded.energy_1,
        energy_2 = t.energy_2 + excluded.energy_2, energy_3 = t.energy_3 + excluded.energy_3,
        count_0 = t.count_0 + excluded.count_0, count_1 = t.count_1 + excluded.count_1,
        count_2 = t.count_2 + excluded.count_2, count_3 = t.count_3 + excluded.count_3,
        slots = t.slots | excluded.slots,
        first_at = least(t.first_at, excluded.first_at),
        last_at = greatest(t.last_at, excluded.last_at),
        revision = t.revision + 1
    returning device_id, hour, energy_0 + energy_1 + energy_2 + energy_3 as total, slots, revision";

/// Only a change makes a new revision. A slot's bit is set once, however many readings it has.
const RECOUNT: &str = "
    with counted as (
        select r.measured_at, case when c.device_id is null then r.energy else c.energy end as energy,
               floor(extract(epoch from r.measured_at - $2))::bigint as second
        from metering.readings r left join metering.corrections c using (device_id, measured_at)
        where r.device_id = $1 and r.measured_at >= $2 and r.measured_at < $3
            and (c.device_id is null or c.energy is not null)
    ), quarters as (
        select measured_at, energy, second / 900 as quarter, 1 << (second / 600)::integer as slot
        from counted
    ), summed as (
        select coalesce(sum(energy) filter (where quarter = 0), 0)::bigint as energy_0,
               coalesce(sum(energy) filter (where quarter = 1), 0)::bigint as energy_1,
               coalesce(sum(energy) filter (where quarter = 2), 0)::bigint as energy_2,
               coalesce(sum(energy) filter (where quarter = 3), 0)::bigint as energy_3,
               (count(*) filter (where quarter = 0))::integer as count_0,
               (count(*) filter (where quarter = 1))::integer as count_1,
               (count(*) filter (where quarter = 2))::integer as count_2,
               (count(*) filter (where quarter = 3))::integer as count_3,
               coalesce(bit_or(slot), 0) as slots, min(measured_at) as first_at,
               max(measured_at) as last_at
        from quarters
    ), written as (
        insert into metering.hourly_totals as t
            (device_id, hour, energy_0, energy_1, energy_2, energy_3,
             count_0, count_1, count_2, count_3, slots, first_at, last_at, revision)
        select $1, $2, summed.*, 1 from summed
        on conflict (device_id, hour) do update set
            energy_0 = excluded.energy_0, energy_1 = excluded.energy_1,
            energy_2 = excluded.energy_2, energy_3 = excluded.energy_3,
            count_0 = excluded.count_0, count_1 = excluded.count_1,
            count_2 = excluded.count_2, count_3 = excluded.count_3,
            slots = excluded.slots, first_at = excluded.first_at, last_at = excluded.last_at,
            revision = t.revision + 1
        where (t.energy_0, t.energy_1, t.energy_2, t.energy_3,
               t.count_0, t.count_1, t.count_2, t.count_3, t.first_at, t.last_at)
            is distinct from (excluded.energy_0, excluded.energy_1, excluded.energy_2,
               excluded.energy_3, excluded.count_0, excluded.count_1, excluded.count_2,
               excluded.count_3, excluded.first_at, excluded.last_at)
    )
    select energy_0 + energy_1 + energy_2 + energy_3 from summed";
