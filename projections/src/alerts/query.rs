//! Reading alerts.

use domain::ids::UserId;
use event_log::Position;
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

/// The newest alerts of one owner's devices that were raised after a position and stand, the oldest
/// first.
pub(crate) async fn raised_after(
    pool: &PgPool,
    owner: UserId,
    position: Position,
    limit: i64,
) -> Result<Vec<AlertView>, sqlx::Error> {
    let mut alerts: Vec<AlertView> = sqlx::query_as(&format!(
        "select h.*, d.name as device_name
         from projections.alerts h left join projections.devices d using (device_id)
         where {HOUR_IS_OF_READER} and h.owner = $1 and h.raised_position > $2
             and h.retracted_at is null
         order by h.raised_position desc limit $3"
    ))
    .bind(owner.0)
    .bind(position.cast_signed())
    .bind(limit)
    .fetch_all(pool)
    .await?;
    alerts.reverse();
    Ok(alerts)
}
