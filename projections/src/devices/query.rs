//! Reading devices.

use domain::ids::{DeviceId, UserId};
use sqlx::PgPool;

use super::DeviceView;

pub(crate) async fn by_id(
    pool: &PgPool,
    device: DeviceId,
) -> Result<Option<DeviceView>, sqlx::Error> {
    sqlx::query_as("select * from projections.devices where device_id = $1")
        .bind(device.0)
        .fetch_optional(pool)
        .await
}

pub(crate) async fn list(pool: &PgPool) -> Result<Vec<DeviceView>, sqlx::Error> {
    sqlx::query_as("select * from projections.devices order by lower(name), device_id")
        .fetch_all(pool)
        .await
}

pub(crate) async fn of_owner(pool: &PgPool, owner: UserId) -> Result<Vec<DeviceView>, sqlx::Error> {
    sqlx::query_as(
        "select * from projections.devices where owner = $1 order by lower(name), device_id",
    )
    .bind(owner.0)
    .fetch_all(pool)
    .await
}
