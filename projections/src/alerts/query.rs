//! Reading alerts.

use domain::ids::UserId;
use sqlx::PgPool;

use super::AlertView;
use crate::devices::HOUR_IS_OF_READER;

/// The newest alerts of one owner's devices, of the time in which they were theirs. The column that
/// the alert brought along finds them quickly; the predicate decides.
pub(crate) async fn of_owner(
    pool: &PgPool,
    owner: UserId,
    limit: i64,
) -> Result<Vec<AlertView>, sqlx::Error> {
    sqlx::query_as(&format!(
        "select h.*, d.name as device_name
             from projections.alerts h left join projections.devices d using (device_id)
             where {HOUR_IS_OF_READER} and h.owner = $1 order by h.hour desc, h.alert_id limit $2"
    ))
    .bind(owner.0)
    .bind(limit)
    .fetch_all(pool)
    .await
}
