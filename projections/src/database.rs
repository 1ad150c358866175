//! The connection to PostgreSQL, the tables, and which errors are worth another try.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Executor, PgConnection, PgPool};

/// For connections whose locks decide who is active: a lock that a machine holds which is gone without
/// a word is free after about two seconds.
pub(crate) fn turn_options(url: &str) -> Result<PgConnectOptions, sqlx::Error> {
    Ok(options(url)?.options([
        ("tcp_keepalives_idle", "1"),
        ("tcp_keepalives_interval", "1"),
        ("tcp_keepalives_count", "1"),
        ("tcp_user_timeout", "2s"),
    ]))
}

/// The tables of one part of the read models. They are made from the log, so their newest shape is
/// simply their `table.sql`.
struct Part {
    name: &'static str,
    sql: &'static str,
    /// One of its tables: where it is missing, somebody has dropped the part.
    witness: &'static str,
}

const fn part(name: &'static str, witness: &'static str, sql: &'static str) -> Part {
    Part { name, sql, witness }
}

/// Every part, in an order in which they can be created.
const PARTS: [Part; 9] = [
    part("ordered", "projections.positions", include_str!("ordered/table.sql")),
    part("runs", "projections.runs", include_str!("runs/table.sql")),
    part("users", "projections.users", include_str!("users/table.sql")),
    part("devices", "projections.devices", include_str!("devices/table.sql")),
    part("alerts", "projections.alerts", include_str!("alerts/table.sql")),
    part("conversations", "projections.conversations", include_str!("conversations/table.sql")),
    part("archive", "projections.archive", include_str!("archive/table.sql")),
    part("metering", "metering.hourly_totals", include_str!("metering/table.sql")),
    part("audit", "audit.checkpoints", include_str!("audit/table.sql")),
];

/// Which shape each part has, by a digest of its SQL.
const SHAPES: &str = "create schema if not exists projections;
    create table if not exists projections.shapes (part text primary key, digest text not null)";

/// Keys of the advisory locks, in one place since they share one space in the database.
pub(crate) mod lock {
    /// Shared by every batch of readings, exclusive for every change of a rule.
    pub const METERING: i64 = 0x454d_5301;
    /// Held while tables are created, so that replicas that start together do it in turn.
    pub const TABLES: i64 = 0x454d_5302;
    /// Held by the one replica that keeps the read models in order.
    pub const READ_MODELS: i64 = 0x454d_5303;
    /// Held by the one replica that keeps metering's rules in order.
    pub const METERING_RULES: i64 = 0x454d_5304;
    /// Held by a batch that puts a device on the list of unregistered ones.
    pub const UNREGISTERED: i64 = 0x454d_5306;
    /// Held by the one replica that carries out rebuilds, verifications and rollbacks.
    pub const RUNS: i64 = 0x454d_5307;
    /// Held by whoever seals the log now.
    pub const CHECKPOINTS: i64 = 0x454d_5308;
    /// First half of the two-part keys by which one replica at a time speaks for an hour's alert.
    pub const ALERTS: i32 = 0x454d_5305;
}

/// Opens a pool of at most `connections`; each waits at most 2 s for a free one, and no statement
/// or lock may take longer than the limits set here.
pub async fn connect(url: &str, connections: u32) -> Result<PgPool, sqlx::Error> {
    pool_of(connections).connect_with(options(url)?).await
}

/// The same without a first connection: for a process that also answers while PostgreSQL is away.
pub fn connect_lazily(url: &str, connections: u32) -> Result<PgPool, sqlx::Error> {
    Ok(pool_of(connections).connect_lazy_with(options(url)?))
}

fn pool_of(connections: u32) -> PgPoolOptions {
    PgPoolOptions::new().max_connections(connections).acquire_timeout(Duration::from_secs(2))
}

pub(crate) fn options(url: &str) -> Result<PgConnectOptions, sqlx::Error> {
    Ok(url.parse::<PgConnectOptions>()?.options([
        ("statement_timeout", "20s"),
        ("lock_timeout", "15s"),
        ("idle_in_transaction_session_timeout", "30s"),
    ]))
}

/// Creates the tables of the read models that are folded from EVENTS, in the schema that is called
/// `projections` in this transaction.
pub(crate) async fn create_read_models(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    for part in PARTS.iter().filter(|part| !["runs", "metering", "audit"].contains(&part.name)) {
        connection.execute(part.sql).await?;
    }
    Ok(())
}

/// Creates the tables that are missing. Where every part has its shape already, nothing is locked: a
/// replica that starts must not make those wait who work with the tables.
pub async fn create_tables(pool: &PgPool) -> Result<(), sqlx::Error> {
    if missing_parts(&mut *pool.acquire().await?).await?.is_empty() {
        return Ok(());
    }
    let mut transaction = pool.begin().await?;
    sqlx::query("select pg_advisory_xact_lock($1)")
        .bind(lock::TABLES)
        .execute(&mut *transaction)
        .await?;
    transaction.execute(SHAPES).await?;
    for part in missing_parts(&mut transaction).await? {
        transaction.execute(part.sql).await?;
        let known = "insert into projections.shapes (part, digest) values ($1, md5($2))
             on conflict (part) do update set digest = excluded.digest";
        let known = sqlx::query(known).bind(part.name).bind(part.sql);
        known.execute(&mut *transaction).await?;
    }
    transaction.commit().await
}

/// The parts whose tables are not there, or have another shape than this release gives them.
async fn missing_parts(connection: &mut PgConnection) -> Result<Vec<&'static Part>, sqlx::Error> {
    let any: bool = sqlx::query_scalar("select to_regclass('projections.shapes') is not null")
        .fetch_one(&mut *connection)
        .await?;
    if !any {
        return Ok(PARTS.iter().collect());
    }
    let there: Vec<String> = sqlx::query_scalar(
        "select s.part from projections.shapes s
         join unnest($1::text[], $2::text[], $3::text[]) as wanted (part, sql, witness)
             on s.part = wanted.part and s.digest = md5(wanted.sql)
         where to_regclass(wanted.witness) is not null",
    )
    .bind(PARTS.iter().map(|part| part.name).collect::<Vec<_>>())
    .bind(PARTS.iter().map(|part| part.sql).collect::<Vec<_>>())
    .bind(PARTS.iter().map(|part| part.witness).collect::<Vec<_>>())
    .fetch_all(connection)
    .await?;
    Ok(PARTS.iter().filter(|part| !there.iter().any(|name| name == part.name)).collect())
}

/// What to do after a database error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// 40001 and 40P01: the transaction met another one; the same statements will do.
    Contention,
    /// Classes 22 and 23: the data is at fault; the same again will fail again.
    Permanent,
    /// Everything else: the server is away, full, or not as it should be. Whoever mends it finds
    /// the work waiting; giving up on data because a table is missing would lose it.
    Unavailable,
}

pub(crate) fn classify(error: &sqlx::Error) -> Failure {
    let code = error.as_database_error().and_then(|error| error.code());
    match code.as_deref() {
        Some("40001" | "40P01") => Failure::Contention,
        Some(code) if code.starts_with("22") || code.starts_with("23") => Failure::Permanent,
        _ => Failure::Unavailable,
    }
}
