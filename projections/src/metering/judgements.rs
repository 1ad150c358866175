//! Judging hours and keeping the judgements.

use chrono::{DateTime, Utc};
use domain::ids::{DeviceId, UserId};
use domain::metering::{Hour, judge};
use domain::quantity::MicroWattHours;
use sqlx::postgres::PgArguments;
use sqlx::query::Query;
use sqlx::{PgConnection, Postgres};
use uuid::Uuid;

use super::rules::DeviceRules;
use super::totals::HourKey;

/// What an hour comes to under the rules in force.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judgement {
    pub key: HourKey,
    pub over: bool,
    pub total: MicroWattHours,
    pub limit: MicroWattHours,
    pub owner: Option<UserId>,
}

impl Judgement {
    /// None for a device without a limit: it is never judged.
    pub fn of(key: HourKey, total: MicroWattHours, rules: &DeviceRules) -> Option<Self> {
        let limit = rules.limit(key.1)?;
        let owner = rules.owner(key.1);
        Some(Self { key, over: judge(total, Some(limit)), total, limit, owner })
    }
}

/// Keeps the judgements that differ from what is known, each as a new revision. Answers how many.
///
/// Only an hour that is over gets a row. One that is not changes the row that it may have; the
/// caller leaves those out that cannot have one.
pub(super) async fn keep(
    connection: &mut PgConnection,
    judged: &[Judgement],
) -> Result<u64, sqlx::Error> {
    let (over, not_over): (Vec<Judgement>, Vec<Judgement>) =
        judged.iter().copied().partition(|judgement| judgement.over);
    Ok(raise(connection, &over).await? + withdraw(connection, &not_over).await?)
}

async fn raise(connection: &mut PgConnection, over: &[Judgement]) -> Result<u64, sqlx::Error> {
    if over.is_empty() {
        return Ok(0);
    }
    let statement = about(
        "insert into metering.judgements as j
             (device_id, hour, over, total, max_energy, owner, revision, published_revision)
         select device_id, hour, true, total, max_energy, owner, 1, 0
         from unnest($1::uuid[], $2::timestamptz[], $3::bigint[], $4::bigint[], $5::uuid[])
             as new (device_id, hour, total, max_energy, owner)
         on conflict (device_id, hour, kind) do update set
             over = true, total = excluded.total, max_energy = excluded.max_energy,
             owner = excluded.owner, revision = j.revision + 1
         where not j.over or j.owner is distinct from excluded.owner",
        over,
    );
    let result = statement.execute(connection).await?;
    Ok(result.rows_affected())
}

async fn withdraw(connection: &mut PgConnection, below: &[Judgement]) -> Result<u64, sqlx::Error> {
    if below.is_empty() {
        return Ok(0);
    }
    let statement = about(
        "update metering.judgements j set
             over = false, total = new.total, max_energy = new.max_energy,
             owner = new.owner, revision = j.revision + 1
         from unnest($1::uuid[], $2::timestamptz[], $3::bigint[], $4::bigint[], $5::uuid[])
             as new (device_id, hour, total, max_energy, owner)
         where j.device_id = new.device_id and j.hour = new.hour
             and j.kind = 'over-limit' and j.over",
        below,
    );
    let result = statement.execute(connection).await?;
    Ok(result.rows_affected())
}

/// Judges every hour of a device whose limit or owner may have changed: those that end after
/// `since`, or all of them when it is none.
pub(super) async fn judge_again(
    connection: &mut PgConnection,
    device: DeviceId,
    since: Option<DateTime<Utc>>,
    rules: &DeviceRules,
) -> Result<u64, sqlx::Error> {
    let hours: Vec<(DateTime<Utc>, i64)> = sqlx::query_as(
        "select hour, energy_0 + energy_1 + energy_2 + energy_3 from metering.hourly_totals
         where device_id = $1 and ($2::timestamptz is null or hour > $2 - interval '1 hour')
         order by hour",
    )
    .bind(device.0)
    .bind(since)
    .fetch_all(&mut *connection)
    .await?;
    let judged: Vec<Judgement> = hours
        .into_iter()
        .filter_map(|(hour, total)| {
            Judgement::of((device, Hour::from(hour)), MicroWattHours(total), rules)
        })
        .collect();
    keep(connection, &judged).await
}

/// A statement over judged hours, one array for each column.
fn about<'q>(sql: &'q str, judged: &[Judgement]) -> Query<'q, Postgres, PgArguments> {
    let columns = Columns::of(judged);
    sqlx::query(sql)
        .bind(columns.devices)
        .bind(columns.hours)
        .bind(columns.totals)
        .bind(columns.limits)
        .bind(columns.owners)
}

struct Columns {
    devices: Vec<Uuid>,
    hours: Vec<DateTime<Utc>>,
    totals: Vec<i64>,
    limits: Vec<i64>,
    owners: Vec<Option<Uuid>>,
}

impl Columns {
    fn of(judged: &[Judgement]) -> Self {
        Self {
            devices: judged.iter().map(|judgement| judgement.key.0.0).collect(),
            hours: judged.iter().map(|judgement| judgement.key.1.start()).collect(),
            totals: judged.iter().map(|judgement| judgement.total.0).collect(),
            limits: judged.iter().map(|judgement| judgement.limit.0).collect(),
            owners: judged.iter().map(|judgement| judgement.owner.map(|owner| owner.0)).collect(),
        }
    }
}
