//! Deciding anew what counts for a device's instants, after a person's word or a changed range.
//!
//! Together the tables of readings, conflicts and held values hold every value that was ever sent
//! for an instant, each with its lowest stream sequence. What counts follows from these values and
//! the rules alone, so the outcome is the same whether a rule came before its readings or after.
//! The caller holds the metering lock exclusively: no batch is in flight.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::ids::DeviceId;
use domain::metering::{Hour, Instant, Reading};
use domain::quantity::MicroWattHours;
use sqlx::PgConnection;

use super::batch::{Arrived, Key};
use super::contest::{Contest, Standing};
use super::judgements::{self, Judgement};
use super::rules::DeviceRules;
use super::{readings, totals};

/// Later than any instant that is accepted.
const END_OF_TIME: Instant = Instant::from_millis(253_402_300_799_999);

/// Settles one instant.
pub(super) async fn at(
    connection: &mut PgConnection,
    device: DeviceId,
    rules: &DeviceRules,
    at: Instant,
) -> Result<(), sqlx::Error> {
    Span { device, from: at, to: at }.settle(connection, rules).await
}

/// Settles every instant from one on.
pub(super) async fn from(
    connection: &mut PgConnection,
    device: DeviceId,
    rules: &DeviceRules,
    from: Instant,
) -> Result<(), sqlx::Error> {
    Span { device, from, to: END_OF_TIME }.settle(connection, rules).await
}

/// A device's instants, both ends included.
struct Span {
    device: DeviceId,
    from: Instant,
    to: Instant,
}

/// What becomes of the values of some instants.
#[derive(Default)]
pub(super) struct Settled {
    pub standing: Vec<Arrived>,
    pub contests: Vec<(Key, Contest)>,
    pub held: Vec<(Key, MicroWattHours, i64)>,
}

impl Settled {
    /// [`Settled::decide`] for an instant with a single value.
    pub fn decide_one(&mut self, key: Key, value: Standing, rules: Option<&DeviceRules>) {
        let Standing { energy, stream_seq } = value;
        if rules.is_none_or(|rules| rules.admits(key.1, energy)) {
            let reading = Reading { device: key.0, measured_at: key.1, energy };
            self.standing.push(Arrived { reading, stream_seq });
        } else {
            self.held.push((key, energy, stream_seq));
        }
    }

    /// Decides what becomes of the values of one instant. Without rules the device is not registered,
    /// and everything is believed.
    pub fn decide(&mut self, key: Key, values: Vec<Standing>, rules: Option<&DeviceRules>) {
        let admits = |value: &Standing| rules.is_none_or(|rules| rules.admits(key.1, value.energy));
        let (admitted, held): (Vec<Standing>, Vec<Standing>) = values.into_iter().partition(admits);
        self.held.extend(held.iter().map(|value| (key, value.energy, value.stream_seq)));
        if let Some(contest) = Contest::among(admitted) {
            let Standing { energy, stream_seq } = contest.standing;
            let reading = Reading { device: key.0, measured_at: key.1, energy };
            self.standing.push(Arrived { reading, stream_seq });
            self.contests.push((key, contest));
        }
    }
}

impl Span {
    async fn settle(
        &self,
        connection: &mut PgConnection,
        rules: &DeviceRules,
    ) -> Result<(), sqlx::Error> {
        let values = self.take_values(connection).await?;
        let hours: BTreeSet<Hour> = values.keys().map(|at| Hour::containing(*at)).collect();
        let mut settled = Settled::default();
        for (at, values) in values {
            settled.decide((self.device, at), values, Some(rules));
        }
        if !settled.standing.is_empty() {
            readings::insert_new(connection, &settled.standing).await?;
        }
        readings::write_conflicts(connection, &settled.contests).await?;
        readings::insert_held(connection, &settled.held).await?;
        self.recount(connection, &hours, rules).await
    }

    /// Empties the tables of the span's values: instant → value → lowest stream sequence.
    async fn take_values(
        &self,
        connection: &mut PgConnection,
    ) -> Result<BTreeMap<Instant, Vec<Standing>>, sqlx::Error> {
        let rows: Vec<(DateTime<Utc>, i64, i64)> = sqlx::query_as(
            "with r as (
                 delete from metering.readings
                 where device_id = $1 and measured_at between $2 and $3
                 returning measured_at, energy, stream_seq
             ), c as (
                 delete from metering.reading_conflicts
                 where device_id = $1 and measured_at between $2 and $3
                 returning measured_at, energy, stream_seq
             ), h as (
                 delete from metering.held
                 where device_id = $1 and measured_at between $2 and $3
                 returning measured_at, energy, stream_seq
             )
             select * from r union all select * from c union all select * from h",
        )
        .bind(self.device.0)
        .bind(self.from.to_datetime())
        .bind(self.to.to_datetime())
        .fetch_all(connection)
        .await?;
        let mut values: BTreeMap<Instant, Vec<Standing>> = BTreeMap::new();
        for (at, energy, stream_seq) in rows {
            let value = Standing { energy: MicroWattHours(energy), stream_seq };
            values.entry(Instant::of(at)).or_default().push(value);
        }
        Ok(values)
    }

    /// Adds the touched hours up from their readings and judges them.
    async fn recount(
        &self,
        connection: &mut PgConnection,
        hours: &BTreeSet<Hour>,
        rules: &DeviceRules,
    ) -> Result<(), sqlx::Error> {
        let mut judged = Vec::new();
        for hour in hours {
            let key = (self.device, *hour);
            let total = totals::recount(connection, key).await?;
            judged.extend(Judgement::of(key, total, rules));
        }
        judgements::keep(connection, &judged).await.map(drop)
    }
}
