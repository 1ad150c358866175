//! Meters that send readings although nobody has registered them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use domain::ids::DeviceId;
use domain::quantity::MicroWattHours;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use crate::database::lock;

/// Different devices on the list. What a sender of made-up ids sends beyond that waits apart, parked,
/// where it slows nothing down.
pub(super) const AT_MOST: i64 = 10_000;

/// Those of these devices for which there is no room on the list. The list is locked if one of them
/// is new to it, so that replicas do not fill the same room twice.
pub(super) async fn without_room(
    connection: &mut PgConnection,
    devices: &BTreeSet<DeviceId>,
) -> Result<HashSet<DeviceId>, sqlx::Error> {
    if devices.is_empty() || not_listed(connection, devices).await?.is_empty() {
        return Ok(HashSet::new());
    }
    sqlx::query("select pg_advisory_xact_lock($1)")
        .bind(lock::UNREGISTERED)
        .execute(&mut *connection)
        .await?;
    let listed: i64 = sqlx::query_scalar("select count(*) from metering.unregistered")
        .fetch_one(&mut *connection)
        .await?;
    let room = usize::try_from(AT_MOST - listed).unwrap_or(0);
    Ok(not_listed(connection, devices).await?.into_iter().skip(room).collect())
}

async fn not_listed(
    connection: &mut PgConnection,
    devices: &BTreeSet<DeviceId>,
) -> Result<Vec<DeviceId>, sqlx::Error> {
    let unlisted: Vec<Uuid> = sqlx::query_scalar(
        "select id from unnest($1::uuid[]) as id
         where not exists (select from metering.unregistered u where u.device_id = id) order by id",
    )
    .bind(devices.iter().map(|device| device.0).collect::<Vec<_>>())
    .fetch_all(connection)
    .await?;
    Ok(unlisted.into_iter().map(DeviceId).collect())
}

/// Counts readings of unregistered devices, sorted so that replicas lock rows in one order.
pub(super) async fn count(
    connection: &mut PgConnection,
    readings: &BTreeMap<DeviceId, i64>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    if readings.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into metering.unregistered as u (device_id, readings, first_seen, last_seen)
         select device_id, readings, $3, $3 from unnest($1::uuid[], $2::bigint[])
             as new (device_id, readings)
         on conflict (device_id) do update set
             readings = u.readings + excluded.readings,
             last_seen = greatest(u.last_seen, excluded.last_seen)",
    )
    .bind(readings.keys().map(|device| device.0).collect::<Vec<Uuid>>())
    .bind(readings.values().copied().collect::<Vec<i64>>())
    .bind(now)
    .execute(connection)
    .await
    .map(drop)
}

/// The device is registered now; its readings count as any other's.
pub(super) async fn adopt(
    connection: &mut PgConnection,
    device: DeviceId,
) -> Result<(), sqlx::Error> {
    sqlx::query("delete from metering.unregistered where device_id = $1")
        .bind(device.0)
        .execute(connection)
        .await
        .map(drop)
}

/// A meter that sends readings and that nobody has registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnregisteredView {
    pub device: DeviceId,
    /// Different readings so far; they count like any other's once the device is registered.
    pub readings: i64,
    pub first_seen: DateTime<Utc>,
    pub last_seen: DateTime<Utc>,
    /// Of the reading that was measured last.
    pub last_energy: Option<MicroWattHours>,
}

type Row = (Uuid, i64, DateTime<Utc>, DateTime<Utc>, Option<i64>);

const LISTED: &str = "select device_id, readings, first_seen, last_seen,
        (select r.energy from metering.readings r where r.device_id = u.device_id
         order by r.measured_at desc limit 1)
     from metering.unregistered u";

impl UnregisteredView {
    fn of((device, readings, first_seen, last_seen, energy): Row) -> Self {
        let (device, last_energy) = (DeviceId(device), energy.map(MicroWattHours));
        Self { device, readings, first_seen, last_seen, last_energy }
    }
}

/// The unregistered meters, those heard last first.
pub(crate) async fn list(pool: &PgPool, limit: i64) -> Result<Vec<UnregisteredView>, sqlx::Error> {
    let sql = format!("{LISTED} order by last_seen desc, device_id limit $1");
    let rows: Vec<Row> = sqlx::query_as(&sql).bind(limit).fetch_all(pool).await?;
    Ok(rows.into_iter().map(UnregisteredView::of).collect())
}

pub(crate) async fn one(
    pool: &PgPool,
    device: DeviceId,
) -> Result<Option<UnregisteredView>, sqlx::Error> {
    let sql = format!("{LISTED} where device_id = $1");
    let row: Option<Row> = sqlx::query_as(&sql).bind(device.0).fetch_optional(pool).await?;
    Ok(row.map(UnregisteredView::of))
}
