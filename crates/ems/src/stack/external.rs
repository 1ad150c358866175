//! Servers that run elsewhere: named by the environment, used and looked at, nothing more.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use event_log::{Access, EventLog, LogSettings};
use lapin::{Connection, ConnectionProperties};
use process::Environment;
use sqlx::{Connection as _, PgConnection};

const PATIENCE: Duration = Duration::from_secs(5);

/// What the environment names. What it names is never started, stopped or wiped.
#[derive(Clone, Debug, Default)]
pub struct External {
    /// `EMS_NATS_URL`
    pub nats: Option<String>,
    /// `EMS_NATS_MONITOR_URL`
    pub nats_monitor: Option<String>,
    /// `EMS_DATABASE_URL`
    pub database: Option<String>,
    /// `EMS_AMQP_URL`
    pub amqp: Option<String>,
}

impl External {
    pub fn of_environment() -> Self {
        let environment = Environment::of_process();
        let named = |name: &str| environment.get(name).map(str::to_owned);
        Self {
            nats: named("EMS_NATS_URL"),
            nats_monitor: named("EMS_NATS_MONITOR_URL"),
            database: named("EMS_DATABASE_URL"),
            amqp: named("EMS_AMQP_URL"),
        }
    }

    /// Fails with the name of the variable whose server cannot be used.
    pub async fn check(&self) -> Result<()> {
        if let Some(url) = &self.nats {
            reach_nats(url)
                .await
                .context("the NATS server that EMS_NATS_URL names cannot be used")?;
        }
        if let Some(url) = &self.database {
            let reached = reach_database(url).await;
            reached.context("the database that EMS_DATABASE_URL names cannot be used")?;
        }
        if let Some(url) = &self.amqp {
            reach_amqp(url).await.context("the broker that EMS_AMQP_URL names cannot be used")?;
        }
        Ok(())
    }
}

/// Signs in and asks for JetStream; gives the server's version.
pub async fn reach_nats(url: &str) -> Result<String> {
    // Beside the address, the environment may hold a key and whom to trust.
    let access = Access::read(&Environment::of_process())?;
    let settings = LogSettings { access, ..LogSettings::at(url) };
    let log = bounded(EventLog::connect(&settings, "ems")).await??;
    bounded(log.jetstream().query_account())
        .await?
        .context("JetStream is not enabled for this account")?;
    Ok(log.client().server_info().version)
}

/// Signs in; gives the server's version.
pub async fn reach_database(url: &str) -> Result<String> {
    let mut connection = bounded(PgConnection::connect(url)).await??;
    let version = sqlx::query_scalar("show server_version").fetch_one(&mut connection);
    let version: String = bounded(version).await??;
    connection.close().await?;
    Ok(version)
}

/// Signs in and opens a channel.
pub async fn reach_amqp(url: &str) -> Result<()> {
    let connection = bounded(Connection::connect(url, ConnectionProperties::default())).await??;
    // Kept until the end: a channel that closes by itself gets into the connection's way.
    let _channel = bounded(connection.create_channel()).await??;
    ensure!(connection.status().connected(), "the connection was closed at once");
    Ok(connection.close(200, "done".into()).await?)
}

async fn bounded<T>(work: impl Future<Output = T>) -> Result<T> {
    let late = || format!("no answer within {} s", PATIENCE.as_secs());
    tokio::time::timeout(PATIENCE, work).await.with_context(late)
}
