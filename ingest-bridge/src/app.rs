//! The parts of the bridge, put together.

use anyhow::Context;
use event_log::EventLog;
use process::{CancellationToken, Dependency, Health, HealthServer, Tasks, until_it_answers};

use crate::Settings;
use crate::intake::Intake;

/// The bridge, connected to the log and ready to take readings.
pub struct App {
    intake: Intake,
    health_server: HealthServer,
    shutdown: CancellationToken,
}

impl App {
    /// Connects to the log, waiting for it as long as it takes. `None` when told to stop while
    /// waiting.
    pub async fn build(
        settings: Settings,
        shutdown: CancellationToken,
    ) -> anyhow::Result<Option<Self>> {
        let health = Health::default();
        let (nats, rabbitmq) = (health.dependency("nats"), health.dependency("rabbitmq"));
        let health_server = HealthServer::bind(settings.health_listen, health)
            .await
            .context("cannot listen on EMS_HEALTH_LISTEN")?;
        let Some(log) = connect_log(&settings, &nats, &shutdown).await else { return Ok(None) };
        let intake = Intake { settings, log, nats, rabbitmq };
        Ok(Some(Self { intake, health_server, shutdown }))
    }

    /// Works until the shutdown token is cancelled or a part fails.
    pub async fn run(self) -> anyhow::Result<()> {
        let Self { intake, health_server, shutdown } = self;
        let mut tasks = Tasks::new(shutdown.clone());
        let health = shutdown.clone();
        tasks.spawn("health", async move { Ok(health_server.run(health).await?) });
        tasks.spawn("intake", intake.run(shutdown));
        tasks.run().await
    }
}

async fn connect_log(
    settings: &Settings,
    nats: &Dependency,
    shutdown: &CancellationToken,
) -> Option<EventLog> {
    until_it_answers("NATS", nats, shutdown, || async {
        let log = EventLog::connect(&settings.log, &settings.replica).await?;
        log.ensure_streams(settings.log.replicas).await?;
        anyhow::Ok(log)
    })
    .await
}
