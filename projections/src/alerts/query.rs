//! Reading alerts.

use domain::ids::UserId;
use sqlx::PgPool;

use super::AlertView;

/// The newest alerts of one owner.
pub(crate) async fn of_owner(
    pool: &PgPool,
    owner: UserId,
    limit: i64,
) -> Result<Vec<AlertView>, sqlx::Error> {
    sqlx::query_as(
        "select a.*, d.name as device_name
         from projections.alerts a left join projections.devices d using (device_id)
         where a.owner = $1 order by hour desc, alert_id limit $2",
    )
    .bind(owner.0)
    .bind(limit)
    .fetch_all(pool)
    .await
}
