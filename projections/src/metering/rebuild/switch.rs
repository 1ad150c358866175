//! The last steps of a rebuild, a verification and a rollback: with nothing in flight and no batch
//! able to begin, both versions are brought to the same place, compared, and one of them shown.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use anyhow::Context;
use async_nats::jetstream::consumer::Info;
use async_nats::jetstream::stream::Stream;
use chrono::Utc;
use domain::subjects;
use sqlx::{Connection, PgConnection};

use super::compare::{self, Found};
use super::version::Version;
use super::{Work, catch_up};
use crate::database::{Failure, classify, lock};
use crate::metering::judgements::{self, Judgement};
use crate::metering::rules::RulesCache;
use crate::metering::totals::HourKey;
use crate::runs::Report;

/// Who dies while readings are held back holds them back no longer than this.
const HELD_BACK_AT_MOST: Duration = Duration::from_secs(10);
/// Replicas finish what they hold within this time, or it is tried again later.
const DRAINED_WITHIN: Duration = Duration::from_millis(700);
const LOOK_AGAIN: Duration = Duration::from_millis(5);
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(1);
/// A replica that died holds its readings until their time is up, 30 s by default.
const PATIENCE: Duration = Duration::from_secs(300);

/// How a comparison under the lock ended.
pub(super) struct Switched {
    /// The report with the differences found.
    pub report: Report,
    /// How long no reading was handed out.
    pub held_back: Duration,
}

enum Attempt {
    Done(Found),
    /// Replicas still hold readings.
    NotYet,
}

/// Tries until it is done. `touched` are the hours in doubt; those that change meanwhile join them.
pub(super) async fn switch(
    work: &Work<'_>,
    connection: &mut PgConnection,
    version: &mut Version,
    mut touched: BTreeSet<HourKey>,
    report: &Report,
    show: bool,
) -> anyhow::Result<Switched> {
    let begun = Instant::now();
    loop {
        catch_up::readings(work, connection, version, &mut touched).await?;
        let stream = work.log.jetstream().get_stream(subjects::MEASUREMENTS).await?;
        let stopped = work.is_paused().await?;
        let paused = Instant::now();
        if !stopped {
            hold_back(&stream).await?;
        }
        let shown = show.then_some(report);
        let attempt = attempt(work, connection, version, &mut touched, &stream, shown).await;
        if !stopped {
            stream.resume_consumer(subjects::METERING_CONSUMER).await?;
        }
        match attempt {
            Ok(Attempt::Done(found)) => {
                let report = with(report, found);
                return Ok(Switched { report, held_back: paused.elapsed() });
            }
            Ok(Attempt::NotYet) => {}
            Err(error) if is_contention(&error) => {
                tracing::info!(
                    "readers are in the way of the switch; it is tried again: {error:#}"
                );
            }
            Err(error) => return Err(error),
        }
        // What was rolled back is not in its tables.
        let stored = Version::numbered(connection, version.version).await?;
        *version = stored.context("the version is gone")?;
        anyhow::ensure!(begun.elapsed() < PATIENCE, "replicas hold readings for too long");
        tokio::time::sleep(TRY_AGAIN_AFTER).await;
    }
}

async fn hold_back(stream: &Stream) -> anyhow::Result<()> {
    let until = Utc::now() + HELD_BACK_AT_MOST;
    stream.pause_consumer(subjects::METERING_CONSUMER, until).await?;
    Ok(())
}

async fn attempt(
    work: &Work<'_>,
    connection: &mut PgConnection,
    version: &mut Version,
    touched: &mut BTreeSet<HourKey>,
    stream: &Stream,
    shown: Option<&Report>,
) -> anyhow::Result<Attempt> {
    if !drained(stream).await? {
        return Ok(Attempt::NotYet);
    }
    // What was handed out by now is most of what the lock would wait for.
    catch_up::readings(work, connection, version, touched).await?;
    let mut transaction = connection.begin().await?;
    sqlx::query("set local lock_timeout = '2s'").execute(&mut *transaction).await?;
    sqlx::query("select pg_advisory_xact_lock($1)")
        .bind(lock::METERING)
        .execute(&mut *transaction)
        .await?;
    // Somebody else may have done it while this one waited.
    let now = Version::numbered(&mut transaction, version.version).await?;
    let now = now.context("the version is gone")?;
    if shown.is_some() && now.state == "live" {
        return Ok(Attempt::Done(Found::default()));
    }
    let Info { delivered, num_ack_pending, .. } =
        stream.consumer_info(subjects::METERING_CONSUMER).await?;
    if num_ack_pending > 0 {
        return Ok(Attempt::NotYet);
    }
    let floor = delivered.stream_sequence.max(version.readings_floor.unsigned_abs());
    let mut rules = RulesCache::default();
    rules.refresh(&mut transaction).await?;
    catch_up::up_to(work, &mut transaction, version, &rules, floor, touched).await?;
    catch_up::rules(&mut transaction, version, &rules, touched).await?;
    let live = Version::live(&mut transaction).await?;
    let found = compare::hours(&mut transaction, &live, version, touched).await?;
    let Some(report) = shown else { return Ok(Attempt::Done(found)) };
    carry_revisions_over(&mut transaction, version, touched, &found.hours).await?;
    judge(&mut transaction, version, &rules, &found.hours).await?;
    show_version(&mut transaction, &live, version, floor).await?;
    note(&mut transaction, work, &with(report, found.clone())).await?;
    transaction.commit().await?;
    Ok(Attempt::Done(found))
}

fn with(report: &Report, found: Found) -> Report {
    Report { differences: found.differences, shown: found.shown, ..report.clone() }
}

/// Whoever goes on after a kill between the commit and the end of the run tells of it.
async fn note(
    connection: &mut PgConnection,
    work: &Work<'_>,
    report: &Report,
) -> Result<(), sqlx::Error> {
    sqlx::query("update projections.runs set report = $2 where id = $1")
        .bind(work.run)
        .bind(serde_json::to_string(report).expect("a report serialises"))
        .execute(connection)
        .await
        .map(drop)
}

/// Waits a moment for the replicas to acknowledge what they hold.
async fn drained(stream: &Stream) -> anyhow::Result<bool> {
    let begun = Instant::now();
    while begun.elapsed() < DRAINED_WITHIN {
        if stream.consumer_info(subjects::METERING_CONSUMER).await?.num_ack_pending == 0 {
            return Ok(true);
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    Ok(false)
}

/// A revision never gets smaller, and a total that is another one has another revision.
async fn carry_revisions_over(
    connection: &mut PgConnection,
    version: &Version,
    touched: &BTreeSet<HourKey>,
    differing: &BTreeSet<HourKey>,
) -> Result<(), sqlx::Error> {
    let sql = format!(
        "update metering.hourly_totals_{} n set revision = greatest(n.revision, l.revision + h.by)
         from unnest($1::uuid[], $2::timestamptz[], $3::bigint[]) as h (device_id, hour, by)
         join metering.hourly_totals l using (device_id, hour)
         where n.device_id = h.device_id and n.hour = h.hour and n.revision < l.revision + h.by",
        version.version
    );
    sqlx::query(&sql)
        .bind(touched.iter().map(|(device, _)| device.0).collect::<Vec<_>>())
        .bind(touched.iter().map(|(_, hour)| hour.start()).collect::<Vec<_>>())
        .bind(touched.iter().map(|key| i64::from(differing.contains(key))).collect::<Vec<_>>())
        .execute(connection)
        .await
        .map(drop)
}

/// Judgements are not versioned: what was published stays published, and only an hour that comes to
/// something else is judged anew.
async fn judge(
    connection: &mut PgConnection,
    version: &Version,
    rules: &RulesCache,
    differing: &BTreeSet<HourKey>,
) -> Result<(), sqlx::Error> {
    let sql = format!(
        "select coalesce(t.energy_0 + t.energy_1 + t.energy_2 + t.energy_3, 0)
         from unnest($1::uuid[], $2::timestamptz[]) with ordinality as h (device_id, hour, place)
         left join metering.hourly_totals_{} t using (device_id, hour) order by place",
        version.version
    );
    let totals: Vec<i64> = sqlx::query_scalar(&sql)
        .bind(differing.iter().map(|(device, _)| device.0).collect::<Vec<_>>())
        .bind(differing.iter().map(|(_, hour)| hour.start()).collect::<Vec<_>>())
        .fetch_all(&mut *connection)
        .await?;
    let judged: Vec<Judgement> = differing
        .iter()
        .zip(totals)
        .filter_map(|(key, total)| {
            Judgement::of(*key, domain::quantity::MicroWattHours(total), rules.of(key.0)?)
        })
        .collect();
    judgements::keep(connection, &judged).await.map(drop)
}

/// From the commit on everybody sees this version. The one before keeps the place up to which it is
/// complete, for a rollback.
async fn show_version(
    connection: &mut PgConnection,
    live: &Version,
    version: &Version,
    floor: u64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "update metering.versions set
             state = case version when $1 then 'old' else 'live' end,
             readings_floor = $3, rules_floor = $4
         where version in ($1, $2)",
    )
    .bind(live.version)
    .bind(version.version)
    .bind(floor.cast_signed())
    .bind(version.rules_floor)
    .execute(&mut *connection)
    .await?;
    sqlx::query("select metering.show_version($1)")
        .bind(version.version)
        .execute(connection)
        .await
        .map(drop)
}

/// A lock that did not come in time, or a meeting with another transaction.
fn is_contention(error: &anyhow::Error) -> bool {
    error.downcast_ref::<sqlx::Error>().is_some_and(|error| {
        let code = error.as_database_error().and_then(|error| error.code());
        code.as_deref() == Some("55P03") || classify(error) == Failure::Contention
    })
}
