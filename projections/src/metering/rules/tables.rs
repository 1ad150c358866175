//! Reading the rule tables: whole for one device, or as far as they changed for all of them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::ids::{DeviceId, UserId};
use domain::metering::{Instant, PlausibleRange};
use domain::quantity::MicroWattHours;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgConnection};
use uuid::Uuid;

use super::DeviceRules;

type Time = DateTime<Utc>;

const DEVICES: &str = "select device_id, in_use from metering.devices
     where position > $1 and ($2::uuid is null or device_id = $2)";
const LIMITS: &str = "select device_id, since, max_energy from metering.limits
     where position > $1 and ($2::uuid is null or device_id = $2) order by position";
const OWNERS: &str = "select device_id, since, owner from metering.owners
     where position > $1 and ($2::uuid is null or device_id = $2) order by position";
const RANGES: &str = "select device_id, since, at_least, at_most from metering.plausible_ranges
     where position > $1 and ($2::uuid is null or device_id = $2) order by position";
const CORRECTIONS: &str = "select device_id, measured_at, energy from metering.corrections
     where position > $1 and ($2::uuid is null or device_id = $2)";
const VERDICTS: &str = "select device_id, measured_at, energy, accepted from metering.verdicts
     where position > $1 and ($2::uuid is null or device_id = $2)";

/// The rules of one device as the tables have them now, for the transaction that changes them.
pub(super) async fn load_device(
    connection: &mut PgConnection,
    device: DeviceId,
) -> Result<DeviceRules, sqlx::Error> {
    let mut devices = HashMap::new();
    read(&mut devices, connection, 0, Some(device)).await?;
    Ok(devices.remove(&device).unwrap_or_default())
}

/// Adds to `devices` what events after a position of EVENTS changed: of one device, or of all.
pub(super) async fn read(
    devices: &mut HashMap<DeviceId, DeviceRules>,
    connection: &mut PgConnection,
    after: i64,
    device: Option<DeviceId>,
) -> Result<(), sqlx::Error> {
    let mut tables = Tables { connection, after, device };
    for (device, in_use) in tables.rows::<(Uuid, bool)>(DEVICES).await? {
        devices.entry(DeviceId(device)).or_default().in_use = in_use;
    }
    for (device, since, limit) in tables.rows::<(Uuid, Time, Option<i64>)>(LIMITS).await? {
        devices.entry(DeviceId(device)).or_default().limits.push(since, limit.map(MicroWattHours));
    }
    for (device, since, owner) in tables.rows::<(Uuid, Time, Option<Uuid>)>(OWNERS).await? {
        devices.entry(DeviceId(device)).or_default().owners.push(since, owner.map(UserId));
    }
    for (device, since, at_least, at_most) in tables.rows::<RangeRow>(RANGES).await? {
        devices
            .entry(DeviceId(device))
            .or_default()
            .plausible
            .push(since, range(at_least, at_most));
    }
    for (device, at, energy) in tables.rows::<(Uuid, Time, Option<i64>)>(CORRECTIONS).await? {
        devices
            .entry(DeviceId(device))
            .or_default()
            .corrections
            .insert(Instant::of(at), energy.map(MicroWattHours));
    }
    for (device, at, energy, accepted) in tables.rows::<(Uuid, Time, i64, bool)>(VERDICTS).await? {
        devices
            .entry(DeviceId(device))
            .or_default()
            .verdicts
            .insert((Instant::of(at), MicroWattHours(energy)), accepted);
    }
    Ok(())
}

type RangeRow = (Uuid, Time, Option<i64>, Option<i64>);

fn range(at_least: Option<i64>, at_most: Option<i64>) -> Option<PlausibleRange> {
    let (at_least, at_most) = (MicroWattHours(at_least?), MicroWattHours(at_most?));
    Some(PlausibleRange { at_least, at_most })
}

/// The rule tables, and which of their rows are asked for.
struct Tables<'c> {
    connection: &'c mut PgConnection,
    after: i64,
    device: Option<DeviceId>,
}

impl Tables<'_> {
    async fn rows<T>(&mut self, sql: &'static str) -> Result<Vec<T>, sqlx::Error>
    where
        T: for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        sqlx::query_as(sql)
            .bind(self.after)
            .bind(self.device.map(|device| device.0))
            .fetch_all(&mut *self.connection)
            .await
    }
}
