//! From the scratch database into a schema beside the live tables.

use anyhow::ensure;
use futures::TryStreamExt;
use sqlx::{Connection, Executor, PgConnection};

use super::super::{Cut, Progress};
use super::Replay;
use super::scratch::Scratch;
use super::tables::copied;

/// The table in which a schema says that a replay has made it.
const MARK: &str = "replayed";
/// Tables about the making of tables; the numbered ones are versions behind views.
const HOUSEKEEPING: &[&str] =
    &["runs", "paused", "before", "shapes", "versions", "version_parts", "positions"];

/// Refuses a schema that holds something else than an earlier replay.
pub(super) async fn refuse_foreign(live: &mut PgConnection, schema: &str) -> anyhow::Result<()> {
    let foreign: bool = sqlx::query_scalar(
        "select exists (select from pg_namespace where nspname = $1)
             and not exists (select from pg_tables where schemaname = $1 and tablename = $2)",
    )
    .bind(schema)
    .bind(MARK)
    .fetch_one(live)
    .await?;
    ensure!(!foreign, "the schema {schema} exists and was not made by a replay; name another one");
    Ok(())
}

/// Copies every table of the scratch database; answers their names in the schema.
pub(super) async fn all(
    scratch: &Scratch,
    live: &mut PgConnection,
    into: &str,
    progress: &dyn Progress,
) -> anyhow::Result<Vec<String>> {
    let tables: Vec<(String, String, String)> = sqlx::query_as(
        "select table_schema::text, table_name::text,
                string_agg(quote_ident(column_name), ', ' order by ordinal_position)
         from information_schema.columns
         where table_schema in ('metering', 'projections') and table_name !~ '_[0-9]+$'
             and table_name <> all($1)
         group by 1, 2 order by 1, 2",
    )
    .bind(HOUSEKEEPING)
    .fetch_all(scratch.pool())
    .await?;
    live.execute(format!("drop schema if exists {into} cascade; create schema {into}").as_str())
        .await?;
    let mut source = PgConnection::connect_with(scratch.options()).await?;
    let (mut done, mut names) = (0, Vec::new());
    for (schema, table, columns) in &tables {
        let (from, to) = (format!("{schema}.{table}"), copied(into, schema, table));
        let create =
            format!("create table {to} (like {from} including defaults including indexes)");
        live.execute(create.as_str()).await?;
        let mut rows =
            source.copy_out_raw(&format!("copy (select {columns} from {from}) to stdout")).await?;
        let mut sink = live.copy_in_raw(&format!("copy {to} ({columns}) from stdin")).await?;
        while let Some(part) = rows.try_next().await? {
            sink.send(part).await?;
        }
        sink.finish().await?;
        done += 1;
        progress.at("tables", done, tables.len() as u64);
        names.push(to);
    }
    source.close().await?;
    Ok(names)
}

/// Says in the schema what it is.
pub(super) async fn mark(
    live: &mut PgConnection,
    wanted: &Replay,
    cut: Cut,
    hash: &str,
) -> Result<(), sqlx::Error> {
    let table = format!("{}.{MARK}", wanted.into);
    let create = format!(
        "create table {table} (moment text not null, events bigint not null,
             measurements bigint not null, only_device uuid, hash text not null,
             made_at timestamptz not null default now())"
    );
    live.execute(create.as_str()).await?;
    let insert = format!("insert into {table} values ($1, $2, $3, $4, $5)");
    sqlx::query(&insert)
        .bind(wanted.to.to_string())
        .bind(cut.events.cast_signed())
        .bind(cut.measurements.cast_signed())
        .bind(wanted.only.map(|device| device.0))
        .bind(hash)
        .execute(live)
        .await
        .map(drop)
}
