//! One part of a rebuild: the readings of some shards, gathered in memory and written in bulk.
//!
//! All readings of a device are in one shard, so a part sees every message for each of its keys, and
//! what is not the first is found in memory, where it costs a tenth of what a table would take for it.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use chrono::{DateTime, Utc};
use domain::metering::Reading;
use event_log::EventLog;
use sqlx::{PgConnection, PgPool};

use super::copy::Rows;
use super::merge::{self, Values};
use super::sums::Sums;
use super::version::Version;
use crate::metering::batch::{Arrived, Key};
use crate::metering::contest::Standing;
use crate::metering::rules::RulesCache;
use crate::metering::settle::Settled;
use crate::runs::Progress;

/// Late readings of before the horizon that are merged in one statement.
const MERGED_AT_ONCE: usize = 5_000;

/// What the log has for the keys of a part.
#[derive(Default)]
pub(super) struct Gathered {
    /// The first value of each key.
    firsts: HashMap<Key, Standing>,
    /// Other values of a key, with the first of each.
    others: HashMap<Key, Vec<Standing>>,
    /// Readings of before the horizon, which go on top of what is carried over.
    early: Vec<Arrived>,
}

/// Reads the shards up to the version's target.
pub(super) async fn read(
    log: &EventLog,
    version: &Version,
    shards: Range<u16>,
    parked: &HashSet<i64>,
    progress: &Progress,
) -> anyhow::Result<Gathered> {
    let mut gathered = Gathered::default();
    let until = version.target.unsigned_abs();
    let mut replay = log.replay_measurements(shards, 0, until).await?;
    while let Some(messages) = replay.next().await? {
        progress.add(messages.len() as u64);
        for (sequence, payload) in messages {
            // What is no reading is parked by the live tables, and counts nowhere.
            let Ok(reading) = serde_json::from_slice::<Reading>(&payload) else { continue };
            let stream_seq = sequence.cast_signed();
            if !parked.contains(&stream_seq) {
                gathered.hear(Arrived { reading, stream_seq }, version.horizon);
            }
        }
    }
    Ok(gathered)
}

impl Gathered {
    fn hear(&mut self, arrived: Arrived, horizon: Option<DateTime<Utc>>) {
        let key = arrived.key();
        if horizon.is_some_and(|horizon| key.1.to_datetime() < horizon) {
            self.early.push(arrived);
            return;
        }
        let Reading { energy, .. } = arrived.reading;
        let value = Standing { energy, stream_seq: arrived.stream_seq };
        // In the order of the log, so the first one that is heard has the lowest sequence.
        let first = self.firsts.entry(key).or_insert(value);
        if first.energy != energy {
            let others = self.others.entry(key).or_default();
            if !others.iter().any(|other| other.energy == energy) {
                others.push(value);
            }
        }
    }

    /// Decides what becomes of each value and writes it into the version's empty tables.
    pub async fn write(
        self,
        connection: &mut PgConnection,
        version: &Version,
        rules: &RulesCache,
    ) -> Result<(), sqlx::Error> {
        let Self { firsts, mut others, early } = self;
        let mut settled = Settled::default();
        let mut sums = Sums::default();
        for (key, first) in firsts {
            match others.remove(&key) {
                // Nearly all of them: there is nothing to weigh.
                None => settled.decide_one(key, first, rules.of(key.0)),
                Some(mut values) => {
                    values.push(first);
                    settled.decide(key, values, rules.of(key.0));
                }
            }
        }
        settled.standing.sort_unstable_by_key(Arrived::key);
        for arrived in &settled.standing {
            let (key, energy) = (arrived.key(), arrived.reading.energy);
            let counted =
                rules.of(key.0).map_or(Some(energy), |rules| rules.counted(key.1, energy));
            if let Some(energy) = counted {
                sums.add(key, energy);
            }
        }
        write_settled(connection, version, &settled).await?;
        sums.write(connection, version).await?;
        for readings in early.chunks(MERGED_AT_ONCE) {
            let values = Values::of(readings.iter().copied());
            merge::merge(connection, version, rules, values).await?;
        }
        Ok(())
    }
}

async fn write_settled(
    connection: &mut PgConnection,
    version: &Version,
    settled: &Settled,
) -> Result<(), sqlx::Error> {
    let [standing, conflicts, held] = rows_of(settled);
    standing.write(connection, &version.sql("metering.readings")).await?;
    conflicts.write(connection, &version.sql("metering.reading_conflicts")).await?;
    held.write(connection, &version.sql("metering.held")).await
}

/// The rows of the three tables of values.
fn rows_of(settled: &Settled) -> [Rows; 3] {
    let mut tables = [(); 3].map(|()| Rows::of_columns(4));
    let mut add = |table: usize, (device, at): Key, energy: i64, stream_seq: i64| {
        let row = tables[table].row().uuid(device.0).time(at.to_datetime());
        row.bigint(energy).bigint(stream_seq);
    };
    for arrived in &settled.standing {
        add(0, arrived.key(), arrived.reading.energy.0, arrived.stream_seq);
    }
    for (key, contest) in &settled.contests {
        contest.conflicts.iter().for_each(|(energy, seq)| add(1, *key, energy.0, *seq));
    }
    settled.held.iter().for_each(|(key, energy, seq)| add(2, *key, energy.0, *seq));
    tables
}

/// The messages of MEASUREMENTS that the live tables do not count, whatever they say.
pub(super) async fn parked(pool: &PgPool) -> Result<HashSet<i64>, sqlx::Error> {
    let parked: Vec<i64> = sqlx::query_scalar(
        "select stream_seq from metering.parked where settled_how is distinct from 'counted'",
    )
    .fetch_all(pool)
    .await?;
    Ok(parked.into_iter().collect())
}
