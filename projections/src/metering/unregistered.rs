//! Meters that send readings although nobody has registered them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::ids::DeviceId;
use sqlx::PgConnection;
use uuid::Uuid;

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
