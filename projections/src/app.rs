//! The parts of a projections replica, put together.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use event_log::{EventLog, Pulse};
use process::{CancellationToken, Dependency, Health, HealthServer, Tasks, until_it_answers};
use sqlx::PgPool;
use tokio::sync::Notify;

use crate::audit::KeepSealed;
use crate::metering::{Publisher, RulesProjection, Worker};
use crate::ordered::{self, OrderedProjection, ReadModels};
use crate::reactions::Reactions;
use crate::runs::Runner;
use crate::watch::Watch;
use crate::{Settings, database};

/// Connections of one replica: a batch, the publisher, and room for what reads.
const CONNECTIONS: u32 = 7;

/// A projections replica, bound and ready to run.
pub struct App {
    settings: Settings,
    health: Health,
    health_server: HealthServer,
}

impl App {
    pub async fn build(settings: Settings) -> anyhow::Result<Self> {
        let health = Health::default();
        let health_server = HealthServer::bind(settings.health_listen, health.clone())
            .await
            .context("cannot listen on EMS_HEALTH_LISTEN")?;
        Ok(Self { settings, health, health_server })
    }

    /// Waits for the log and the database as long as it takes, then works until shutdown or until
    /// a part fails.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let Self { settings, health, health_server } = self;
        let mut tasks = Tasks::new(shutdown.clone());
        let serving = shutdown.clone();
        tasks.spawn("health", async move { Ok(health_server.run(serving).await?) });
        let (nats, postgres) = (health.dependency("nats"), health.dependency("postgres"));
        let open_log = || EventLog::try_prepare(&settings.log, &settings.replica);
        let log = until_it_answers("NATS", &nats, &shutdown, open_log).await.transpose()?;
        let open_database = || connect_database(settings.database_url.clone());
        let pool = until_it_answers("PostgreSQL", &postgres, &shutdown, open_database).await;
        if let (Some(log), Some(pool)) = (log, pool) {
            let replica = Replica { settings, health, log, pool, shutdown };
            replica.start(&mut tasks, nats, postgres);
        }
        tasks.run().await
    }
}

/// What the parts of a replica share once everything is connected.
struct Replica {
    settings: Settings,
    health: Health,
    log: EventLog,
    pool: PgPool,
    shutdown: CancellationToken,
}

impl Replica {
    fn start(self, tasks: &mut Tasks, nats: Dependency, postgres: Dependency) {
        let (judged, doubtful) = (Arc::new(Notify::new()), Arc::new(AtomicBool::new(true)));
        let worker = Worker {
            settings: self.settings.clone(),
            pool: self.pool.clone(),
            log: self.log.clone(),
            judged: judged.clone(),
            doubtful: doubtful.clone(),
            health: self.health.dependency("metering"),
        };
        let publisher = Publisher {
            pool: self.pool.clone(),
            log: self.log.clone(),
            judged: judged.clone(),
            doubtful,
        };
        let read_models = self.in_order("read models", ReadModels);
        let rules = self.in_order("metering rules", RulesProjection { judged });
        let (log, health, stop) = (self.log.clone(), nats, self.shutdown.clone());
        let (name, version) = (&self.settings.replica, env!("CARGO_PKG_VERSION"));
        let pulse = Pulse::of("projections", name, version, self.health.clone());
        let beating = pulse.clone();
        tasks.spawn("connection", async move {
            tokio::join!(log.watch(&health, &stop), beating.beat(&log, &stop));
            Ok(())
        });
        let (log, pool) = (self.log.clone(), self.pool.clone());
        let retention = self.health.dependency("retention");
        let watch = Watch { log, pool, postgres, retention, pulse };
        let reactions = Reactions {
            log: self.log.clone(),
            pool: self.pool.clone(),
            health: self.health.dependency("reactions"),
        };
        if let Some(checkpoints) = self.settings.checkpoints.clone() {
            let keep_sealed = KeepSealed {
                log: self.log.clone(),
                pool: self.pool.clone(),
                key: checkpoints.key,
                file: checkpoints.file,
                every: checkpoints.every,
            };
            tasks.spawn("checkpoints", keep_sealed.run(self.shutdown.clone()));
        }
        tasks.spawn("reactions", reactions.run(self.shutdown.clone()));
        let runner = Runner {
            pool: self.pool.clone(),
            database_url: self.settings.database_url.clone(),
            log: self.log.clone(),
        };
        tasks.spawn("runs", runner.run(self.shutdown.clone()));
        tasks.spawn("watch", watch.run(self.shutdown.clone()));
        tasks.spawn("read models", read_models);
        tasks.spawn("metering rules", rules);
        tasks.spawn("metering", worker.run(self.shutdown.clone()));
        tasks.spawn("alert publisher", publisher.run(self.shutdown));
    }

    fn in_order<P: OrderedProjection>(
        &self,
        name: &'static str,
        projection: P,
    ) -> impl Future<Output = anyhow::Result<()>> + use<P> {
        ordered::run(
            projection,
            self.log.clone(),
            self.settings.database_url.clone(),
            self.health.dependency(name),
            self.shutdown.clone(),
        )
    }
}

async fn connect_database(url: String) -> Result<PgPool, sqlx::Error> {
    let pool = database::connect(&url, CONNECTIONS).await?;
    database::create_tables(&pool).await?;
    Ok(pool)
}
