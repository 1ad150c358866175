//! The parts of the bridge, put together.

use anyhow::Context;
use event_log::{EventLog, Pulse};
use process::{CancellationToken, Health, HealthServer, Tasks, until_it_answers};

use crate::Settings;
use crate::intake::Intake;
use crate::operators::Operators;

/// The bridge, bound and ready to run.
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

    /// Waits for the log as long as it takes, then moves readings until shutdown or until a part
    /// fails.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let Self { settings, health, health_server } = self;
        let mut tasks = Tasks::new(shutdown.clone());
        let serving = shutdown.clone();
        tasks.spawn("health", async move { Ok(health_server.run(serving).await?) });
        let (nats, rabbitmq) = (health.dependency("nats"), health.dependency("rabbitmq"));
        let open_log = || EventLog::try_prepare(&settings.log, &settings.replica);
        let log = until_it_answers("NATS", &nats, &shutdown, open_log).await.transpose()?;
        if let Some(log) = log {
            let (watched, stop) = (log.clone(), shutdown.clone());
            let version = env!("CARGO_PKG_VERSION");
            let pulse = Pulse::of("ingest-bridge", &settings.replica, version, nats.health());
            let telling = pulse.clone();
            tasks.spawn("watch", async move {
                tokio::join!(watched.watch(&nats, &stop), pulse.beat(&watched, &stop));
                Ok(())
            });
            let operators =
                Operators { settings: settings.clone(), log: log.clone(), pulse: telling };
            tasks.spawn("operators", operators.run(shutdown.clone()));
            let stored = health.dependency("log");
            let intake = Intake { settings, log, stored, rabbitmq };
            tasks.spawn("intake", intake.run(shutdown));
        }
        tasks.run().await
    }
}
