//! The fold of device events into metering's rules, and judging again what a new rule touches.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::devices::DeviceEvent;
use domain::event::Event;
use domain::ids::{DeviceId, UserId};
use domain::quantity::MicroWattHours;
use event_log::RecordedEvent;
use sqlx::PgConnection;
use tokio::sync::Notify;

use super::cache::load_device;
use crate::database::lock;
use crate::metering::{judgements, unregistered};
use crate::ordered::OrderedProjection;

/// Keeps `metering.devices`, `limits` and `owners`.
pub(crate) struct RulesProjection {
    /// Wakes the publisher: a changed limit may raise or withdraw alerts.
    pub judged: Arc<Notify>,
}

impl OrderedProjection for RulesProjection {
    const NAME: &'static str = "metering-rules";
    const FILTER: &'static str = "ems.event.device.>";
    const LOCK: i64 = lock::METERING_RULES;

    async fn begin(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        sqlx::query("select pg_advisory_xact_lock($1)")
            .bind(lock::METERING)
            .execute(connection)
            .await
            .map(drop)
    }

    async fn apply(
        &self,
        connection: &mut PgConnection,
        recorded: &RecordedEvent,
        event: &Event,
    ) -> Result<(), sqlx::Error> {
        let Event::Device(device, event) = event else { return Ok(()) };
        let change = Change {
            device: *device,
            position: recorded.position.cast_signed(),
            at: recorded.provenance.at,
        };
        match event {
            DeviceEvent::DeviceRegistered { .. } => change.register(connection).await,
            DeviceEvent::LimitChanged { limit, .. } => change.limit(connection, *limit).await,
            DeviceEvent::DeviceAssigned { owner, .. } => {
                change.owner(connection, Some(*owner)).await
            }
            DeviceEvent::DeviceUnassigned { .. } => change.owner(connection, None).await,
            DeviceEvent::DeviceDescribed { .. } | DeviceEvent::DeviceRetired { .. } => Ok(()),
        }
    }

    fn committed(&self) {
        self.judged.notify_one();
    }
}

/// One event's effect on one device's rules. Should the clock of whoever gave the order have stepped
/// back, the change holds from the newest one on: the order of the log decides, not the clock.
struct Change {
    device: DeviceId,
    position: i64,
    at: DateTime<Utc>,
}

impl Change {
    async fn register(&self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        sqlx::query(
            "insert into metering.devices (device_id, position) values ($1, $2)
             on conflict (device_id) do update set position = excluded.position",
        )
        .bind(self.device.0)
        .bind(self.position)
        .execute(&mut *connection)
        .await?;
        unregistered::adopt(connection, self.device).await
    }

    async fn limit(
        &self,
        connection: &mut PgConnection,
        limit: MicroWattHours,
    ) -> Result<(), sqlx::Error> {
        let known: i64 =
            sqlx::query_scalar("select count(*) from metering.limits where device_id = $1")
                .bind(self.device.0)
                .fetch_one(&mut *connection)
                .await?;
        sqlx::query(
            "insert into metering.limits (device_id, position, since, max_energy)
             select $1, $2, greatest($3, max(since)), $4 from metering.limits where device_id = $1
             on conflict do nothing",
        )
        .bind(self.device.0)
        .bind(self.position)
        .bind(self.at)
        .bind(limit.0)
        .execute(&mut *connection)
        .await?;
        let rules = load_device(connection, self.device).await?;
        // The first limit holds for the time before it as well.
        let since = (known > 0).then_some(self.at);
        judgements::judge_again(connection, self.device, since, &rules).await.map(drop)
    }

    async fn owner(
        &self,
        connection: &mut PgConnection,
        owner: Option<UserId>,
    ) -> Result<(), sqlx::Error> {
        sqlx::query(
            "insert into metering.owners (device_id, position, since, owner)
             select $1, $2, greatest($3, max(since)), $4 from metering.owners where device_id = $1
             on conflict do nothing",
        )
        .bind(self.device.0)
        .bind(self.position)
        .bind(self.at)
        .bind(owner.map(|owner| owner.0))
        .execute(connection)
        .await
        .map(drop)
    }
}
