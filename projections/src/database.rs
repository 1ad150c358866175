//! The connection to PostgreSQL, the tables, and which errors are worth another try.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Executor, PgPool};

/// Every table, in an order in which they can be created. Read models are made from the log, so
/// their newest shape is simply their `table.sql`.
const TABLES: [&str; 6] = [
    include_str!("ordered/table.sql"),
    include_str!("users/table.sql"),
    include_str!("devices/table.sql"),
    include_str!("alerts/table.sql"),
    include_str!("conversations/table.sql"),
    include_str!("metering/table.sql"),
];

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

/// Creates the tables that are missing.
pub async fn create_tables(pool: &PgPool) -> Result<(), sqlx::Error> {
    let mut transaction = pool.begin().await?;
    sqlx::query("select pg_advisory_xact_lock($1)")
        .bind(lock::TABLES)
        .execute(&mut *transaction)
        .await?;
    for table in TABLES {
        transaction.execute(table).await?;
    }
    transaction.commit().await
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
