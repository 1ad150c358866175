//! Hourly totals made anew from the log beside the live ones, while people use them.
//!
//! `gather` reads shard after shard into memory and writes the next version's empty tables in bulk;
//! `catch_up` adds what arrived meanwhile by `merge`; `compare` finds what differs; `switch` brings
//! both versions to the same place with nothing in flight and shows one of them. A verification is the
//! same without showing, and a rollback shows the version before, brought up to date.
//!
//! A run that is killed goes on with the parts that its version lacks. Judgements are not versioned,
//! so nobody is told twice.

mod catch_up;
mod compare;
mod copy;
mod gather;
mod merge;
mod sums;
mod switch;
mod version;

use std::collections::BTreeSet;
use std::ops::Range;

use anyhow::Context;
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use domain::subjects;
use event_log::EventLog;
use sqlx::{Connection, PgConnection, PgPool};
use uuid::Uuid;

use crate::database::{self, lock};
use crate::metering::rules::RulesCache;
use crate::runs::{Kind, Progress, Report, RunError};
use version::Version;

/// Readings that are held in memory at once, about.
const PART: u64 = 2_000_000;
/// How far ahead of its arrival a reading's instant may be.
const FURTHEST_AHEAD: TimeDelta = TimeDelta::hours(48);

/// What a run works with.
pub(crate) struct Work<'a> {
    pub run: Uuid,
    pub pool: &'a PgPool,
    pub database_url: &'a str,
    pub log: &'a EventLog,
    pub progress: &'a Progress,
}

/// Carries a run out, or goes on with one that was interrupted.
pub(crate) async fn carry_out(work: &Work<'_>, kind: Kind) -> anyhow::Result<Report> {
    let options = database::options(work.database_url)?;
    // Comparing all rows of a large table takes longer than any statement of a reader may.
    let options =
        options.options([("statement_timeout", "0"), ("idle_in_transaction_session_timeout", "0")]);
    let mut connection = PgConnection::connect_with(&options).await?;
    let shows = kind != Kind::Verify;
    let known = Version::of_run(&mut connection, work.run).await?;
    if let Some(done) = known.as_ref().filter(|version| version.state == "live") {
        let known = known_report(&mut connection, work.run).await?;
        return Ok(known.unwrap_or(Report { horizon: done.horizon, ..Report::default() }));
    }
    let mut version = match (kind, known) {
        (_, Some(version)) => version,
        (Kind::Rollback, None) => adopt_old(work, &mut connection).await?,
        (Kind::Rebuild | Kind::Verify, None) => begin(work, &mut connection).await?,
    };
    let first = first_retained(work.log).await?;
    let mut carried_over = 0;
    if version.state == "building" {
        carried_over = fill(work, &mut connection, &mut version).await?;
    } else if version.readings_floor.unsigned_abs() + 1 < first {
        return Err(RunError::TooLate.into());
    }
    work.progress.phase("comparing").await;
    catch_up::readings(work, &mut connection, &mut version, &mut BTreeSet::new()).await?;
    let live = Version::live(&mut connection).await?;
    let doubted = compare::in_doubt(&mut connection, &live, &version).await?;
    let report = Report { horizon: version.horizon, carried_over, ..Report::default() };
    let switched =
        switch::switch(work, &mut connection, &mut version, doubted, &report, shows).await?;
    match kind {
        Kind::Verify => version.remove(&mut connection).await?,
        Kind::Rebuild | Kind::Rollback => remove_older(&mut connection).await?,
    }
    Ok(Report { held_back_millis: switched.held_back.as_millis() as u64, ..switched.report })
}

/// What was found by whoever made the switch and did not come to tell of it.
async fn known_report(
    connection: &mut PgConnection,
    run: Uuid,
) -> Result<Option<Report>, sqlx::Error> {
    let known: Option<String> =
        sqlx::query_scalar("select report from projections.runs where id = $1")
            .bind(run)
            .fetch_one(connection)
            .await?;
    Ok(known.and_then(|known| serde_json::from_str(&known).ok()))
}

impl Work<'_> {
    /// The rules as they are now. Under the lock, so that they are those of one position.
    async fn rules(&self, connection: &mut PgConnection) -> Result<RulesCache, sqlx::Error> {
        let mut rules = RulesCache::default();
        let mut transaction = connection.begin().await?;
        sqlx::query("select pg_advisory_xact_lock_shared($1)")
            .bind(lock::METERING)
            .execute(&mut *transaction)
            .await?;
        rules.refresh(&mut transaction).await?;
        transaction.commit().await?;
        Ok(rules)
    }

    /// Whether an operator has stopped the counting: then a switch does not start it again.
    async fn is_paused(&self) -> Result<bool, sqlx::Error> {
        crate::runs::is_paused(self.pool, crate::runs::HOURLY_TOTALS).await
    }
}

/// Begins a version that is to hold everything that is in the log by now. What another run left
/// unfinished goes.
async fn begin(work: &Work<'_>, connection: &mut PgConnection) -> anyhow::Result<Version> {
    for version in unfinished(connection).await? {
        version.remove(connection).await?;
    }
    let mut stream = work.log.jetstream().get_stream(subjects::MEASUREMENTS).await?;
    let target = stream.info().await?.state.last_sequence;
    let horizon = horizon(work.log).await?;
    let rules = work.rules(connection).await?;
    let (target, rules_floor) = (target.cast_signed(), rules.position());
    Ok(Version::begin(connection, work.run, target, rules_floor, horizon).await?)
}

async fn unfinished(connection: &mut PgConnection) -> Result<Vec<Version>, sqlx::Error> {
    sqlx::query_as("select * from metering.versions where state = 'building'")
        .fetch_all(connection)
        .await
}

/// The version before becomes this run's.
async fn adopt_old(work: &Work<'_>, connection: &mut PgConnection) -> anyhow::Result<Version> {
    let old = Version::old(connection).await?.ok_or(RunError::NothingBefore)?;
    sqlx::query("update metering.versions set run = $2 where version = $1")
        .bind(old.version)
        .bind(work.run)
        .execute(connection)
        .await?;
    Ok(old)
}

/// All but the newest version that was live before.
async fn remove_older(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let older: Vec<Version> = sqlx::query_as(
        "select * from metering.versions where state = 'old' order by readings_floor desc, version desc
         offset 1",
    )
    .fetch_all(&mut *connection)
    .await?;
    for version in older {
        version.remove(connection).await?;
    }
    Ok(())
}

async fn first_retained(log: &EventLog) -> anyhow::Result<u64> {
    let mut stream = log.jetstream().get_stream(subjects::MEASUREMENTS).await?;
    Ok(stream.info().await?.state.first_sequence)
}

/// Before which some readings may be in the log no more: two days after the oldest message that is,
/// since that far ahead of it a reading of before may have been; the next whole hour. None while the
/// log has everything from the first message on.
async fn horizon(log: &EventLog) -> anyhow::Result<Option<DateTime<Utc>>> {
    let first = first_retained(log).await?;
    if first <= 1 {
        return Ok(None);
    }
    // Of a log without any message nothing can be rebuilt.
    let arrived = log.measurement_time(first).await?.unwrap_or_else(Utc::now);
    let hour = TimeDelta::hours(1);
    let horizon = (arrived + FURTHEST_AHEAD + hour).duration_trunc(hour);
    Ok(Some(horizon.context("the clock of the log is at the end of time")?))
}

/// Fills a version with everything up to its target, part by part. Answers the hours carried over.
async fn fill(
    work: &Work<'_>,
    connection: &mut PgConnection,
    version: &mut Version,
) -> anyhow::Result<u64> {
    let mut stream = work.log.jetstream().get_stream(subjects::MEASUREMENTS).await?;
    let state = stream.info().await?.state.clone();
    work.progress.begin(state.messages).await;
    let carried_over = match version.horizon {
        Some(horizon) => carry_over(connection, version, horizon).await?,
        None => 0,
    };
    let parked = gather::parked(work.pool).await?;
    for (part, shards) in (0..).zip(parts(state.messages)) {
        if is_complete(connection, version, part).await? {
            work.progress.add(state.messages * shards.len() as u64 / u64::from(subjects::SHARDS));
            continue;
        }
        let gathered = gather::read(work.log, version, shards, &parked, work.progress).await?;
        // The rules of the version's beginning, or later ones: what changed since is settled again.
        let rules = work.rules(connection).await?;
        let mut transaction = connection.begin().await?;
        gathered.write(&mut transaction, version, &rules).await?;
        sqlx::query("insert into metering.version_parts (version, part) values ($1, $2)")
            .bind(version.version)
            .bind(part)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
    }
    let (floor, rules_floor) = (version.target.max(version.readings_floor), version.rules_floor);
    version.advance(connection, floor, rules_floor).await?;
    sqlx::query("analyze").execute(connection).await.ok();
    Ok(carried_over)
}

/// The shards of each part: as few parts as memory allows, since the server goes through the whole
/// stream for each.
fn parts(messages: u64) -> Vec<Range<u16>> {
    let parts = u16::try_from(messages.div_ceil(PART)).unwrap_or(u16::MAX);
    let parts = parts.clamp(1, subjects::SHARDS);
    let bound = |nth: u16| nth * subjects::SHARDS / parts;
    (0..parts).map(|nth| bound(nth)..bound(nth + 1)).collect()
}

async fn is_complete(
    connection: &mut PgConnection,
    version: &Version,
    part: i32,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(
        "select exists (select from metering.version_parts where version = $1 and part = $2)",
    )
    .bind(version.version)
    .bind(part)
    .fetch_one(connection)
    .await
}

/// Takes over what was measured before the horizon, once.
async fn carry_over(
    connection: &mut PgConnection,
    version: &mut Version,
    horizon: DateTime<Utc>,
) -> anyhow::Result<u64> {
    if !version.carried_over {
        let mut transaction = connection.begin().await?;
        for table in version::TABLES {
            let time = if table == "hourly_totals" { "hour" } else { "measured_at" };
            let sql = format!(
                "insert into metering.{table}_{} select * from metering.{table} where {time} < $1",
                version.version
            );
            sqlx::query(&sql).bind(horizon).execute(&mut *transaction).await?;
        }
        sqlx::query("update metering.versions set carried_over = true where version = $1")
            .bind(version.version)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        version.carried_over = true;
    }
    let sql = version.sql("select count(*) from metering.hourly_totals where hour < $1");
    let hours: i64 = sqlx::query_scalar(&sql).bind(horizon).fetch_one(connection).await?;
    Ok(hours.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shard_is_in_one_part() {
        for messages in [0, 1, PART, PART + 1, 7 * PART, 1_000 * PART] {
            let shards: Vec<u16> = parts(messages).into_iter().flatten().collect();
            assert_eq!(shards, (0..subjects::SHARDS).collect::<Vec<_>>(), "{messages}");
        }
        assert_eq!(parts(PART).len(), 1);
    }
}
