//! A read model made anew from the log beside the live one, by the same fold that keeps it.
//!
//! It happens in one transaction, in which another schema goes by the name of the live one: the fold
//! finds empty tables there, while everybody else reads and writes the live ones. What is only
//! compared is rolled back; what is to be shown changes places with the live tables at the end.

use std::time::{Duration, Instant};

use anyhow::Context;
use event_log::Position;
use futures::StreamExt;
use sqlx::{Connection, Executor, PgConnection};

use super::poison::{Applying, Found, position_of};
use super::read_models::{MODELS, Model, ReadModels};
use super::{OrderedProjection, position};
use crate::database;
use crate::metering::rebuild::Work;
use crate::runs::{Difference, Kind, Report, RunError};

/// Events applied at a time.
const BATCH: usize = 500;
/// Differences that a report shows; it counts all of them.
const SHOWN: usize = 20;
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// The live tables are at the end of the log within this time, or nobody keeps them now.
const LIVE_WITHIN: Duration = Duration::from_secs(60);
const STANDS_STILL: &str = "the live read models do not reach the end of the log: they are paused, or \
     no replica keeps them; resume them or start a replica, then ask again";

/// From here on, in this transaction, the live tables are in `projections_live`.
const STEP_ASIDE: &str =
    "alter schema projections rename to projections_live; create schema projections";
const STEP_BACK: &str = "drop schema projections cascade;
     alter schema projections_live rename to projections";

/// Carries a run out. One that was interrupted left nothing behind and begins anew.
pub(crate) async fn carry_out(work: &Work<'_>, name: &str, kind: Kind) -> anyhow::Result<Report> {
    let model = MODELS.iter().find(|model| model.name == name);
    let model = model.with_context(|| format!("there is no read model {name}"))?;
    let options = database::options(work.database_url)?
        .options([("statement_timeout", "0"), ("idle_in_transaction_session_timeout", "0")]);
    let mut connection = PgConnection::connect_with(&options).await?;
    let mut transaction = connection.begin().await?;
    transaction.execute(STEP_ASIDE).await?;
    database::create_read_models(&mut transaction).await?;
    let from = match kind {
        Kind::Rollback => model.bring_back(&mut transaction).await?,
        Kind::Rebuild | Kind::Verify => 0,
    };
    let head = work.log.last_position(ReadModels::FILTER).await?;
    work.progress.begin(head.saturating_sub(from)).await;
    fold(work, &mut transaction, from, head).await?;
    work.progress.phase("comparing").await;
    let live = level(work, &mut transaction, head).await?;
    let (differences, shown) = model.compare(&mut transaction).await?;
    if kind != Kind::Verify {
        model.change_places(&mut transaction, live).await?;
        transaction.execute(STEP_BACK).await?;
        transaction.commit().await?;
    }
    Ok(Report { differences, shown, ..Report::default() })
}

/// Brings both sides to the same position, from which the live one does not move until the end of the
/// transaction. Answers it.
async fn level(
    work: &Work<'_>,
    connection: &mut PgConnection,
    folded: Position,
) -> anyhow::Result<Position> {
    // Of the live tables: the pool knows of no other.
    let begun = Instant::now();
    while position::<ReadModels>(work.pool).await? < folded {
        anyhow::ensure!(begun.elapsed() < LIVE_WITHIN, STANDS_STILL);
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    let live: i64 = sqlx::query_scalar(
        "select position from projections_live.positions where name = $1 for update",
    )
    .bind(ReadModels::NAME)
    .fetch_one(&mut *connection)
    .await?;
    let live = live.unsigned_abs();
    fold(work, connection, folded, live).await?;
    Ok(live)
}

/// Applies the events after one position up to another.
async fn fold(
    work: &Work<'_>,
    connection: &mut PgConnection,
    after: Position,
    until: Position,
) -> anyhow::Result<()> {
    if after >= until {
        return Ok(());
    }
    let events = work.log.follow(ReadModels::FILTER, after).await?;
    let mut events = std::pin::pin!(events.ready_chunks(BATCH));
    let mut applying = Applying::begin(&ReadModels, work.log, true, connection).await?;
    loop {
        let chunk = events.next().await.context("the subscription ended")?;
        let mut batch: Vec<Found> = Vec::new();
        for event in chunk {
            batch.push(super::worker::found(event)?);
        }
        let last = batch.last().map_or(until, position_of);
        batch.retain(|found| position_of(found) <= until);
        work.progress.add(batch.len() as u64);
        applying.apply(connection, &batch).await?;
        if last >= until {
            return Ok(());
        }
    }
}

impl Model {
    /// Its tables that this release has.
    async fn tables(&self, connection: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
        sqlx::query_scalar(
            "select name from unnest($1::text[]) as name
             where to_regclass('projections.' || name) is not null",
        )
        .bind(self.tables)
        .fetch_all(connection)
        .await
    }

    /// The rows that are not the same in the live tables and in those of the fold.
    async fn compare(
        &self,
        connection: &mut PgConnection,
    ) -> anyhow::Result<(u64, Vec<Difference>)> {
        let (mut differences, mut shown) = (0, Vec::new());
        for table in self.tables(connection).await? {
            let key = key_of(connection, &table).await?;
            let sql = format!(
                "select to_jsonb(l)::text, to_jsonb(o)::text
                 from projections_live.{table} l full join projections.{table} o using ({key})
                 where to_jsonb(l) is distinct from to_jsonb(o) order by {key}"
            );
            let rows: Vec<(Option<String>, Option<String>)> =
                sqlx::query_as(&sql).fetch_all(&mut *connection).await?;
            differences += rows.len() as u64;
            let room = SHOWN.saturating_sub(shown.len());
            shown.extend(rows.into_iter().take(room).map(|(live, from_log)| Difference {
                table: table.clone(),
                live,
                from_log,
            }));
        }
        Ok((differences, shown))
    }

    /// The tables of the fold become the live ones; those wait for a rollback.
    async fn change_places(
        &self,
        connection: &mut PgConnection,
        at: Position,
    ) -> Result<(), sqlx::Error> {
        connection.execute("set local lock_timeout = '2s'").await?;
        connection.execute("create schema if not exists projections_before").await?;
        for table in self.tables(connection).await? {
            let sql = format!(
                "drop table if exists projections_before.{table};
                 alter table projections_live.{table} set schema projections_before;
                 alter table projections.{table} set schema projections_live"
            );
            connection.execute(sql.as_str()).await?;
        }
        sqlx::query(
            "insert into projections_live.before (model, position) values ($1, $2)
             on conflict (model) do update set position = excluded.position",
        )
        .bind(self.name)
        .bind(at.cast_signed())
        .execute(connection)
        .await
        .map(drop)
    }

    /// The tables that the last rebuild replaced take the place of the fold's empty ones. Answers how
    /// far they are.
    async fn bring_back(&self, connection: &mut PgConnection) -> anyhow::Result<Position> {
        let before: Option<i64> =
            sqlx::query_scalar("select position from projections_live.before where model = $1")
                .bind(self.name)
                .fetch_optional(&mut *connection)
                .await?;
        let before = before.ok_or(RunError::NothingBefore)?;
        for table in self.tables(connection).await? {
            let sql = format!(
                "drop table projections.{table};
                 alter table projections_before.{table} set schema projections"
            );
            connection.execute(sql.as_str()).await?;
        }
        Ok(before.unsigned_abs())
    }
}

/// The columns of a table's key.
async fn key_of(connection: &mut PgConnection, table: &str) -> Result<String, sqlx::Error> {
    sqlx::query_scalar(
        "select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
         from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
         where i.indrelid = to_regclass('projections.' || $1) and i.indisprimary",
    )
    .bind(table)
    .fetch_one(connection)
    .await
}
