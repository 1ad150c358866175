//! PostgreSQL's roles: one for each part of the product that uses it, and one that makes tables.

use anyhow::{Context, Result};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, Executor, PgConnection};

/// Held while roles are made, since two who alter one at the same time fail.
const ROLES_LOCK: i64 = 0x454d_5310;

/// A user of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseRole {
    /// Owns what cannot be rebuilt (sessions), and is nobody's while the product runs.
    Migrator,
    /// Owns the read models, which it makes from the log.
    Projections,
    /// Reads the read models; keeps sessions.
    Gateway,
    /// Reads the read models; counts the language model's calls in tables of its own.
    Assistant,
    /// Reads the read models, and can write nothing at all.
    Audit,
}

impl DatabaseRole {
    pub const ALL: [Self; 5] =
        [Self::Migrator, Self::Projections, Self::Gateway, Self::Assistant, Self::Audit];

    /// As PostgreSQL knows it.
    pub fn user(self) -> &'static str {
        match self {
            Self::Migrator => "ems_migrator",
            Self::Projections => "ems_projections",
            Self::Gateway => "ems_gateway",
            Self::Assistant => "ems_assistant",
            Self::Audit => "ems_audit",
        }
    }

    /// As the files of secrets call its password.
    pub fn secret(self) -> &'static str {
        match self {
            Self::Migrator => "database-migrator",
            Self::Projections => "database-projections",
            Self::Gateway => "database-gateway",
            Self::Assistant => "database-assistant",
            Self::Audit => "database-audit",
        }
    }

    /// The tables that this role owns.
    pub(super) async fn make_tables(self, options: PgConnectOptions) -> Result<()> {
        let pool = PgPoolOptions::new().max_connections(1).connect_with(options).await;
        let pool = pool.with_context(|| format!("cannot sign in as {}", self.user()))?;
        let made = match self {
            Self::Projections => projections::create_tables(&pool).await,
            Self::Migrator => gateway::create_tables(&pool).await,
            Self::Gateway | Self::Assistant | Self::Audit => Ok(()),
        };
        pool.close().await;
        made.with_context(|| format!("cannot make the tables of {}", self.user()))
    }
}

/// Makes the roles that are missing, and gives each its password.
pub async fn make_roles(
    owner: &PgConnectOptions,
    password: impl Fn(DatabaseRole) -> Result<String>,
) -> Result<()> {
    // Roles belong to the whole server, so the lock is taken in the one database that all share.
    let shared = owner.clone().database("postgres");
    let mut connection = PgConnection::connect_with(&shared).await?;
    let mut transaction = connection.begin().await?;
    sqlx::query("select pg_advisory_xact_lock($1)")
        .bind(ROLES_LOCK)
        .execute(&mut *transaction)
        .await?;
    for role in DatabaseRole::ALL {
        let (user, password) = (role.user(), password(role)?.replace('\'', "''"));
        let make = format!(
            "do $$ begin if not exists (select from pg_roles where rolname = '{user}') \
             then create role {user}; end if; end $$"
        );
        transaction.execute(make.as_str()).await?;
        let alter = format!(
            "alter role {user} with login noinherit nosuperuser nocreatedb nocreaterole \
             noreplication nobypassrls password '{password}'"
        );
        transaction.execute(alter.as_str()).await?;
    }
    transaction.commit().await?;
    Ok(connection.close().await?)
}

/// Through the gateway an administrator orders rebuilds: a row that projections find.
pub async fn grant_orders(owner: &PgConnectOptions) -> Result<()> {
    let mut connection = PgConnection::connect_with(owner).await?;
    connection.execute("grant insert on projections.runs to ems_gateway").await?;
    Ok(connection.close().await?)
}

/// Makes the schemas, and gives each role what it may do in them.
pub async fn make_rights(owner: &PgConnectOptions) -> Result<()> {
    let mut connection = PgConnection::connect_with(owner).await?;
    let mut transaction = connection.begin().await?;
    transaction.execute(include_str!("rights.sql")).await.context("cannot give the rights")?;
    transaction.commit().await?;
    Ok(connection.close().await?)
}
