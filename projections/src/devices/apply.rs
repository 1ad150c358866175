//! From what happened to a device to its row.

use domain::devices::{DeviceDescription, DeviceEvent};
use domain::ids::{DeviceId, UserId};
use event_log::RecordedEvent;
use sqlx::PgConnection;

use super::owners::Change;

pub(crate) async fn apply(
    connection: &mut PgConnection,
    recorded: &RecordedEvent,
    device: DeviceId,
    event: &DeviceEvent,
) -> Result<(), sqlx::Error> {
    let (position, at) = (recorded.position.cast_signed(), recorded.provenance.at);
    let change = Change { device, position, at };
    match event {
        DeviceEvent::DeviceRegistered { description, .. }
        | DeviceEvent::DeviceDescribed { description } => {
            describe(connection, device, description).await
        }
        DeviceEvent::LimitChanged { limit, .. } => {
            let sql = "update projections.devices set max_energy = $2 where device_id = $1";
            let query = sqlx::query(sql).bind(device.0).bind(limit.0);
            query.execute(connection).await.map(drop)
        }
        DeviceEvent::DeviceAssigned { owner, .. } => {
            change.begin(connection, *owner).await?;
            own(connection, device, Some(*owner)).await
        }
        DeviceEvent::DeviceUnassigned { .. } => {
            change.end(connection).await?;
            own(connection, device, None).await
        }
        DeviceEvent::DeviceRetired { .. } => {
            change.end(connection).await?;
            let sql = "delete from projections.devices where device_id = $1";
            sqlx::query(sql).bind(device.0).execute(connection).await.map(drop)
        }
        // Of concern to metering only.
        DeviceEvent::PlausibleRangeChanged { .. }
        | DeviceEvent::ReadingCorrected { .. }
        | DeviceEvent::ReadingVoided { .. }
        | DeviceEvent::HeldReadingAccepted { .. }
        | DeviceEvent::HeldReadingRejected { .. } => Ok(()),
    }
}

async fn describe(
    connection: &mut PgConnection,
    device: DeviceId,
    description: &DeviceDescription,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into projections.devices (device_id, name, description) values ($1, $2, $3)
         on conflict (device_id) do update set
             name = excluded.name, description = excluded.description",
    )
    .bind(device.0)
    .bind(&description.name)
    .bind(&description.description)
    .execute(connection)
    .await
    .map(drop)
}

async fn own(
    connection: &mut PgConnection,
    device: DeviceId,
    owner: Option<UserId>,
) -> Result<(), sqlx::Error> {
    sqlx::query("update projections.devices set owner = $2 where device_id = $1")
        .bind(device.0)
        .bind(owner.map(|owner| owner.0))
        .execute(connection)
        .await
        .map(drop)
}
