//! The rules in memory, brought up to date by whoever holds the metering lock.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::ids::DeviceId;
use sqlx::PgConnection;

use super::{DeviceRules, RulesProjection, tables};
use crate::ordered::OrderedProjection;

/// The rules of all registered devices as of a position of EVENTS.
#[derive(Default)]
pub(in crate::metering) struct RulesCache {
    position: i64,
    /// When the server started, and the table's own id: one of them changes with every restore.
    database: Option<(DateTime<Utc>, i64)>,
    database_is_another: bool,
    devices: HashMap<DeviceId, DeviceRules>,
}

impl RulesCache {
    /// None for a device that nobody has ever registered.
    pub fn of(&self, device: DeviceId) -> Option<&DeviceRules> {
        self.devices.get(&device)
    }

    /// The position of EVENTS up to which these are the rules.
    pub fn position(&self) -> i64 {
        self.position
    }

    /// Whether the database turned out to be another one than before, since this was last asked.
    pub fn take_database_is_another(&mut self) -> bool {
        std::mem::take(&mut self.database_is_another)
    }

    /// Reads what changed since the cache was last up to date. The caller holds the metering lock,
    /// so nothing changes until its transaction ends.
    pub async fn refresh(&mut self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        let (position, started, table): (i64, DateTime<Utc>, i64) = sqlx::query_as(
            "select coalesce((select position from projections.positions where name = $1), 0),
                    pg_postmaster_start_time(), 'metering.readings'::regclass::oid::bigint",
        )
        .bind(RulesProjection::NAME)
        .fetch_one(&mut *connection)
        .await?;
        let database = Some((started, table));
        if self.database != database {
            // It may have been restored: what is cached is then from another history.
            let is_another = self.database_is_another || self.database.is_some();
            *self = Self { database, database_is_another: is_another, ..Self::default() };
        }
        if position > self.position {
            tables::read(&mut self.devices, connection, self.position, None).await?;
            self.position = position;
        }
        Ok(())
    }
}
