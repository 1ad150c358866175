//! The parts of an assistant, put together.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use event_log::{EventLog, Pulse};
use process::{CancellationToken, Health, HealthServer, Tasks, until_it_answers};
use projections::Queries;

use crate::Settings;
use crate::budget::Budget;
use crate::desk::Desk;
use crate::duty::Duty;
use crate::facts::Archive;
use crate::gemini::Gemini;
use crate::model::{Assistant, Offline};
use crate::quiet::Timer;

/// Questions are looked up one after the other; a few at once are many customers.
const DATABASE_CONNECTIONS: u32 = 6;

/// An assistant, bound and ready to run.
pub struct App {
    settings: Settings,
    model: Arc<dyn Assistant>,
    health: Health,
    health_server: HealthServer,
}

impl App {
    pub async fn build(settings: Settings) -> anyhow::Result<Self> {
        let health = Health::default();
        let health_server = HealthServer::bind(settings.health_listen, health.clone())
            .await
            .context("cannot listen on EMS_HEALTH_LISTEN")?;
        let model: Arc<dyn Assistant> = match &settings.model {
            Some(model) => Arc::new(Gemini::new(model).context("the model cannot be used")?),
            None => Arc::new(Offline),
        };
        Ok(Self { settings, model, health, health_server })
    }

    pub fn health_address(&self) -> std::io::Result<SocketAddr> {
        self.health_server.address()
    }

    /// Waits for the log and the database as long as it takes, then answers customers until shutdown
    /// or until a part fails.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let Self { settings, model, health, health_server } = self;
        let mut tasks = Tasks::new(shutdown.clone());
        let serving = shutdown.clone();
        tasks.spawn("health", async move { Ok(health_server.run(serving).await?) });
        let (nats, postgres) = (health.dependency("nats"), health.dependency("postgres"));
        let pool = projections::connect_lazily(&settings.database_url, DATABASE_CONNECTIONS)
            .context("EMS_DATABASE_URL cannot be read")?;
        let budget = Budget {
            pool: pool.clone(),
            per_customer: settings.calls_per_user,
            per_day: settings.calls_per_day,
        };
        let queries = Queries::new(pool);
        let open_log = || EventLog::try_prepare(&settings.log, &settings.replica);
        let log = until_it_answers("NATS", &nats, &shutdown, open_log).await.transpose()?;
        let create = || budget.create_table();
        let created = until_it_answers("PostgreSQL", &postgres, &shutdown, create).await;
        if let (Some(log), Some(())) = (log, created) {
            match &settings.model {
                Some(model) => tracing::info!("answers come from rules and from {}", model.name),
                None => tracing::info!("answers come from rules: EMS_GEMINI_KEY_FILE is not set"),
            }
            let archive = Archive { queries: queries.clone(), usual_zone: settings.time_zone };
            let desk = Arc::new(Desk { archive, model, budget: budget.clone() });
            let health = health.dependency("conversations");
            let duty = Duty { log: log.clone(), desk, health };
            tasks.spawn("duty", duty.run(shutdown.clone()));
            let timer = Timer { log: log.clone(), queries, budget, postgres };
            tasks.spawn("timer", timer.run(shutdown.clone()));
            let version = env!("CARGO_PKG_VERSION");
            let pulse = Pulse::of("assistant", &settings.replica, version, nats.health());
            tasks.spawn("connection", async move {
                tokio::join!(log.watch(&nats, &shutdown), pulse.beat(&log, &shutdown));
                Ok(())
            });
        }
        tasks.run().await
    }
}
