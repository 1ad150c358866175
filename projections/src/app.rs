//! The parts of a projections replica, put together.

use std::sync::Arc;

use anyhow::Context;
use event_log::EventLog;
use process::{CancellationToken, Dependency, Health, HealthServer, Tasks, until_it_answers};
use sqlx::PgPool;
use tokio::sync::Notify;

use crate::metering::{Publisher, RulesProjection, Worker};
use crate::ordered::{self, ReadModels};
use crate::{Settings, database};

/// Connections of one replica: a batch, the publisher, and room for what reads.
const CONNECTIONS: u32 = 6;

/// A projections replica, connected and ready to run.
pub struct App {
    settings: Settings,
    log: EventLog,
    pool: PgPool,
    health: Health,
    health_server: HealthServer,
    nats: Dependency,
    postgres: Dependency,
    shutdown: CancellationToken,
}

impl App {
    /// Connects to the log and to the database, waiting for them as long as it takes. `None` when
    /// told to stop while waiting.
    pub async fn build(
        settings: Settings,
        shutdown: CancellationToken,
    ) -> anyhow::Result<Option<Self>> {
        let health = Health::default();
        let (nats, postgres) = (health.dependency("nats"), health.dependency("postgres"));
        let health_server = HealthServer::bind(settings.health_listen, health.clone())
            .await
            .context("cannot listen on EMS_HEALTH_LISTEN")?;
        let log = until_it_answers("NATS", &nats, &shutdown, || connect_log(&settings)).await;
        let pool =
            until_it_answers("PostgreSQL", &postgres, &shutdown, || connect_database(&settings))
                .await;
        let (Some(log), Some(pool)) = (log, pool) else { return Ok(None) };
        Ok(Some(Self { settings, log, pool, health, health_server, nats, postgres, shutdown }))
    }

    /// Works until the shutdown token is cancelled or a part fails.
    pub async fn run(self) -> anyhow::Result<()> {
        let judged = Arc::new(Notify::new());
        let shutdown = self.shutdown;
        let mut tasks = Tasks::new(shutdown.clone());
        let worker = Worker {
            settings: self.settings.clone(),
            pool: self.pool.clone(),
            log: self.log.clone(),
            judged: judged.clone(),
            nats: self.nats,
            postgres: self.postgres,
        };
        let publisher =
            Publisher { pool: self.pool.clone(), log: self.log.clone(), judged: judged.clone() };
        let database = self.settings.database_url;
        let read_models = ordered::run(
            ReadModels,
            self.log.clone(),
            database.clone(),
            self.health.dependency("read models"),
            shutdown.clone(),
        );
        let rules = ordered::run(
            RulesProjection { judged },
            self.log,
            database,
            self.health.dependency("metering rules"),
            shutdown.clone(),
        );
        tasks.spawn("health", serve(self.health_server, shutdown.clone()));
        tasks.spawn("read models", read_models);
        tasks.spawn("metering rules", rules);
        tasks.spawn("metering", worker.run(shutdown.clone()));
        tasks.spawn("alert publisher", publisher.run(shutdown));
        tasks.run().await
    }
}

async fn connect_log(settings: &Settings) -> anyhow::Result<EventLog> {
    let log = EventLog::connect(&settings.log, &settings.replica).await?;
    log.ensure_streams(settings.log.replicas).await?;
    Ok(log)
}

async fn connect_database(settings: &Settings) -> Result<PgPool, sqlx::Error> {
    let pool = database::connect(&settings.database_url, CONNECTIONS).await?;
    database::create_tables(&pool).await?;
    Ok(pool)
}

async fn serve(server: HealthServer, shutdown: CancellationToken) -> anyhow::Result<()> {
    Ok(server.run(shutdown).await?)
}
