//! The rules in memory, brought up to date by whoever holds the metering lock.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::ids::{DeviceId, UserId};
use domain::quantity::MicroWattHours;
use sqlx::PgConnection;
use uuid::Uuid;

use super::{DeviceRules, RulesProjection};
use crate::ordered::OrderedProjection;

/// The rules of all registered devices as of a position of EVENTS.
#[derive(Default)]
pub(in crate::metering) struct RulesCache {
    position: i64,
    devices: HashMap<DeviceId, DeviceRules>,
}

impl RulesCache {
    /// None for a device that nobody has registered.
    pub fn of(&self, device: DeviceId) -> Option<&DeviceRules> {
        self.devices.get(&device)
    }

    /// Reads what changed since the cache was last up to date. The caller holds the metering lock,
    /// so nothing changes until its transaction ends.
    pub async fn refresh(&mut self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        let position: Option<i64> =
            sqlx::query_scalar("select position from projections.positions where name = $1")
                .bind(RulesProjection::NAME)
                .fetch_optional(&mut *connection)
                .await?;
        let position = position.unwrap_or_default();
        if position < self.position {
            // The database was restored to an earlier time: what is cached is from another history.
            *self = Self::default();
        }
        if position > self.position {
            self.read_after(connection, self.position).await?;
            self.position = position;
        }
        Ok(())
    }

    async fn read_after(
        &mut self,
        connection: &mut PgConnection,
        position: i64,
    ) -> Result<(), sqlx::Error> {
        let devices: Vec<Uuid> =
            sqlx::query_scalar("select device_id from metering.devices where position > $1")
                .bind(position)
                .fetch_all(&mut *connection)
                .await?;
        for device in devices {
            self.devices.entry(DeviceId(device)).or_default();
        }
        let limits: Vec<(Uuid, DateTime<Utc>, i64)> = sqlx::query_as(
            "select device_id, since, max_energy from metering.limits
             where position > $1 order by position",
        )
        .bind(position)
        .fetch_all(&mut *connection)
        .await?;
        for (device, since, limit) in limits {
            self.devices
                .entry(DeviceId(device))
                .or_default()
                .limits
                .push(since, MicroWattHours(limit));
        }
        let owners: Vec<(Uuid, DateTime<Utc>, Option<Uuid>)> = sqlx::query_as(
            "select device_id, since, owner from metering.owners
             where position > $1 order by position",
        )
        .bind(position)
        .fetch_all(connection)
        .await?;
        for (device, since, owner) in owners {
            self.devices.entry(DeviceId(device)).or_default().owners.push(since, owner.map(UserId));
        }
        Ok(())
    }
}

/// The rules of one device as the tables have them now, for the transaction that changes them.
pub(super) async fn load_device(
    connection: &mut PgConnection,
    device: DeviceId,
) -> Result<DeviceRules, sqlx::Error> {
    let mut rules = DeviceRules::default();
    let limits: Vec<(DateTime<Utc>, i64)> = sqlx::query_as(
        "select since, max_energy from metering.limits where device_id = $1 order by position",
    )
    .bind(device.0)
    .fetch_all(&mut *connection)
    .await?;
    for (since, limit) in limits {
        rules.limits.push(since, MicroWattHours(limit));
    }
    let owners: Vec<(DateTime<Utc>, Option<Uuid>)> = sqlx::query_as(
        "select since, owner from metering.owners where device_id = $1 order by position",
    )
    .bind(device.0)
    .fetch_all(connection)
    .await?;
    for (since, owner) in owners {
        rules.owners.push(since, owner.map(UserId));
    }
    Ok(rules)
}
