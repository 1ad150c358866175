//! From what happened to an alert to its row.

use domain::alerts::{AlertEvent, RaisedAlert};
use domain::ids::UserId;
use event_log::RecordedEvent;
use sqlx::PgConnection;

pub(crate) async fn apply(
    connection: &mut PgConnection,
    recorded: &RecordedEvent,
    event: &AlertEvent,
) -> Result<(), sqlx::Error> {
    match event {
        AlertEvent::AlertRaised(raised) => raise(connection, recorded, raised).await,
        AlertEvent::AlertRestated(restated) => sqlx::query(
            "update projections.alerts set owner = $2, total = $3, max_energy = $4, position = $5,
                 raised_position = $5
             where alert_id = $1",
        )
        .bind(restated.alert.0)
        .bind(restated.owner.map(|owner| owner.0))
        .bind(restated.total.0)
        .bind(restated.limit.0)
        .bind(recorded.position.cast_signed())
        .execute(connection)
        .await
        .map(drop),
        AlertEvent::AlertRetracted(retracted) => sqlx::query(
            "update projections.alerts set retracted_at = $2, position = $3 where alert_id = $1",
        )
        .bind(retracted.alert.0)
        .bind(recorded.provenance.at)
        .bind(recorded.position.cast_signed())
        .execute(connection)
        .await
        .map(drop),
        AlertEvent::AlertAcknowledged { alert, by, comment } => sqlx::query(
            "update projections.alerts set acknowledged_at = $2, acknowledged_by = $3, comment = $4,
                 position = $5
             where alert_id = $1",
        )
        .bind(alert.0)
        .bind(recorded.provenance.at)
        .bind(by.0)
        .bind(comment)
        .bind(recorded.position.cast_signed())
        .execute(connection)
        .await
        .map(drop),
    }
}

/// What an erased person typed goes.
pub(crate) async fn forget(connection: &mut PgConnection, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query("update projections.alerts set comment = null where acknowledged_by = $1")
        .bind(user.0)
        .execute(connection)
        .await
        .map(drop)
}

async fn raise(
    connection: &mut PgConnection,
    recorded: &RecordedEvent,
    raised: &RaisedAlert,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into projections.alerts
             (alert_id, device_id, hour, owner, total, max_energy, raised_at, position,
              raised_position)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
         on conflict (alert_id) do update set
             owner = excluded.owner, total = excluded.total, max_energy = excluded.max_energy,
             raised_at = excluded.raised_at, retracted_at = null,
             acknowledged_at = null, acknowledged_by = null, comment = null,
             times_raised = alerts.times_raised + 1, position = excluded.position,
             raised_position = excluded.raised_position",
    )
    .bind(raised.alert.0)
    .bind(raised.device.0)
    .bind(raised.hour.start())
    .bind(raised.owner.map(|owner| owner.0))
    .bind(raised.total.0)
    .bind(raised.limit.0)
    .bind(recorded.provenance.at)
    .bind(recorded.position.cast_signed())
    .execute(connection)
    .await
    .map(drop)
}
