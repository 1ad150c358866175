//! The fold of device events into metering's rules, and judging again what a new rule touches.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::devices::DeviceEvent;
use domain::event::Event;
use domain::ids::{DeviceId, UserId};
use domain::metering::{Instant, PlausibleRange};
use domain::quantity::MicroWattHours;
use domain::subjects;
use event_log::RecordedEvent;
use sqlx::PgConnection;
use tokio::sync::Notify;

use super::tables::load_device;
use crate::database::lock;
use crate::metering::{judgements, settle, unregistered};
use crate::ordered::OrderedProjection;

/// Keeps metering's rule tables.
pub(crate) struct RulesProjection {
    /// Wakes the publisher: a changed limit may raise or withdraw alerts.
    pub judged: Arc<Notify>,
}

impl OrderedProjection for RulesProjection {
    const NAME: &'static str = "metering-rules";
    const FILTER: &'static str = subjects::ALL_DEVICES;
    const LOCK: i64 = lock::METERING_RULES;
    // Readings are counted by the rules as they are.
    const PAUSED_BY: &'static [&'static str] = &[];

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
            DeviceEvent::LimitChanged { limit, .. } => change.limit(connection, Some(*limit)).await,
            DeviceEvent::DeviceAssigned { owner, .. } => {
                change.owner(connection, Some(*owner)).await
            }
            DeviceEvent::DeviceUnassigned { .. } => change.owner(connection, None).await,
            DeviceEvent::DeviceRetired { .. } => change.retire(connection).await,
            DeviceEvent::DeviceDescribed { .. } => Ok(()),
            DeviceEvent::PlausibleRangeChanged { range, .. } => {
                change.plausible(connection, *range).await
            }
            DeviceEvent::ReadingCorrected { measured_at, energy, reason } => {
                let word = change.word(recorded, *measured_at, reason);
                change.correct(connection, &word, Some(*energy)).await
            }
            DeviceEvent::ReadingVoided { measured_at, reason } => {
                let word = change.word(recorded, *measured_at, reason);
                change.correct(connection, &word, None).await
            }
            DeviceEvent::HeldReadingAccepted { measured_at, energy, reason } => {
                let word = change.word(recorded, *measured_at, reason);
                change.verdict(connection, &word, *energy, true).await
            }
            DeviceEvent::HeldReadingRejected { measured_at, energy, reason } => {
                let word = change.word(recorded, *measured_at, reason);
                change.verdict(connection, &word, *energy, false).await
            }
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

/// What a person said of one instant.
struct Word<'e> {
    at: Instant,
    author: String,
    reason: &'e str,
}

impl Change {
    fn word<'e>(&self, recorded: &RecordedEvent, at: Instant, reason: &'e str) -> Word<'e> {
        Word { at, author: recorded.provenance.actor.to_string(), reason }
    }

    async fn register(&self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        sqlx::query(
            "insert into metering.devices (device_id, position, in_use) values ($1, $2, true)
             on conflict (device_id) do update set position = excluded.position, in_use = true",
        )
        .bind(self.device.0)
        .bind(self.position)
        .execute(&mut *connection)
        .await?;
        unregistered::adopt(connection, self.device).await
    }

    /// What it measured stays. From now on it is not judged, and no plausible range applies.
    async fn retire(&self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        sqlx::query(
            "update metering.devices set position = $2, in_use = false where device_id = $1",
        )
        .bind(self.device.0)
        .bind(self.position)
        .execute(&mut *connection)
        .await?;
        self.limit(connection, None).await?;
        self.plausible(connection, None).await
    }

    async fn limit(
        &self,
        connection: &mut PgConnection,
        limit: Option<MicroWattHours>,
    ) -> Result<(), sqlx::Error> {
        let is_first = self.is_first(connection, IS_FIRST_LIMIT).await?;
        sqlx::query(
            "insert into metering.limits (device_id, position, since, max_energy)
             select $1, $2, greatest($3, max(since)), $4 from metering.limits where device_id = $1
             on conflict do nothing",
        )
        .bind(self.device.0)
        .bind(self.position)
        .bind(self.at)
        .bind(limit.map(|limit| limit.0))
        .execute(&mut *connection)
        .await?;
        self.judge_again(connection, is_first).await
    }

    async fn owner(
        &self,
        connection: &mut PgConnection,
        owner: Option<UserId>,
    ) -> Result<(), sqlx::Error> {
        let is_first = self.is_first(connection, IS_FIRST_OWNER).await?;
        sqlx::query(
            "insert into metering.owners (device_id, position, since, owner)
             select $1, $2, greatest($3, max(since)), $4 from metering.owners where device_id = $1
             on conflict do nothing",
        )
        .bind(self.device.0)
        .bind(self.position)
        .bind(self.at)
        .bind(owner.map(|owner| owner.0))
        .execute(&mut *connection)
        .await?;
        self.judge_again(connection, is_first).await
    }

    async fn is_first(
        &self,
        connection: &mut PgConnection,
        sql: &'static str,
    ) -> Result<bool, sqlx::Error> {
        sqlx::query_scalar(sql).bind(self.device.0).fetch_one(connection).await
    }

    /// The first limit and the first owner hold for the time before them as well.
    async fn judge_again(
        &self,
        connection: &mut PgConnection,
        is_first: bool,
    ) -> Result<(), sqlx::Error> {
        let rules = load_device(connection, self.device).await?;
        let since = (!is_first).then_some(self.at);
        judgements::judge_again(connection, self.device, since, &rules).await.map(drop)
    }

    async fn plausible(
        &self,
        connection: &mut PgConnection,
        range: Option<PlausibleRange>,
    ) -> Result<(), sqlx::Error> {
        let since: DateTime<Utc> = sqlx::query_scalar(
            "insert into metering.plausible_ranges
                 (device_id, position, since, at_least, at_most)
             select $1, $2, greatest($3, max(since)), $4, $5
             from metering.plausible_ranges where device_id = $1
             on conflict (device_id, position) do update set since = excluded.since
             returning since",
        )
        .bind(self.device.0)
        .bind(self.position)
        .bind(self.at)
        .bind(range.map(|range| range.at_least.0))
        .bind(range.map(|range| range.at_most.0))
        .fetch_one(&mut *connection)
        .await?;
        let rules = load_device(connection, self.device).await?;
        settle::from(connection, self.device, &rules, Instant::of(since)).await
    }

    /// None voids.
    async fn correct(
        &self,
        connection: &mut PgConnection,
        word: &Word<'_>,
        energy: Option<MicroWattHours>,
    ) -> Result<(), sqlx::Error> {
        sqlx::query(
            "insert into metering.corrections
                 (device_id, measured_at, position, energy, author, reason, given_at)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (device_id, measured_at) do update set
                 position = excluded.position, energy = excluded.energy,
                 author = excluded.author, reason = excluded.reason, given_at = excluded.given_at",
        )
        .bind(self.device.0)
        .bind(word.at.to_datetime())
        .bind(self.position)
        .bind(energy.map(|energy| energy.0))
        .bind(&word.author)
        .bind(word.reason)
        .bind(self.at)
        .execute(&mut *connection)
        .await?;
        let rules = load_device(connection, self.device).await?;
        settle::at(connection, self.device, &rules, word.at).await
    }

    async fn verdict(
        &self,
        connection: &mut PgConnection,
        word: &Word<'_>,
        energy: MicroWattHours,
        accepted: bool,
    ) -> Result<(), sqlx::Error> {
        sqlx::query(
            "insert into metering.verdicts
                 (device_id, measured_at, energy, position, accepted, author, reason, given_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (device_id, measured_at, energy) do update set
                 position = excluded.position, accepted = excluded.accepted,
                 author = excluded.author, reason = excluded.reason, given_at = excluded.given_at",
        )
        .bind(self.device.0)
        .bind(word.at.to_datetime())
        .bind(energy.0)
        .bind(self.position)
        .bind(accepted)
        .bind(&word.author)
        .bind(word.reason)
        .bind(self.at)
        .execute(&mut *connection)
        .await?;
        let rules = load_device(connection, self.device).await?;
        settle::at(connection, self.device, &rules, word.at).await
    }
}

const IS_FIRST_LIMIT: &str = "select not exists (select from metering.limits where device_id = $1)";
const IS_FIRST_OWNER: &str = "select not exists (select from metering.owners where device_id = $1)";
