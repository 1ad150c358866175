//! The parts of the command side, put together.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use event_log::{EventLog, PrepareError, Pulse};
use process::{
    CancellationToken, Dependency, Health, HealthServer, Tasks, cancelled_later, until_it_answers,
};
use tokio::net::TcpListener;

use crate::dispatch::Api;
use crate::{Settings, bootstrap, routes};

/// For so long after it was told to stop it takes requests: gateways have seen by then that it asks to
/// be left alone, and what was on its way has arrived.
const LINGER: Duration = Duration::from_secs(1);

/// The command side, listening but not yet answering.
pub struct App {
    settings: Settings,
    listener: TcpListener,
    health_server: HealthServer,
    nats: Dependency,
    api: Api,
}

impl App {
    /// Binds both ports. The log is waited for in [`App::run`]: until it is there, commands are
    /// answered with 503.
    pub async fn build(settings: Settings) -> anyhow::Result<Self> {
        let health = Health::default();
        let nats = health.dependency("nats");
        let health_server = HealthServer::bind(settings.health_listen, health)
            .await
            .context("cannot listen on EMS_HEALTH_LISTEN")?;
        let listener = TcpListener::bind(settings.listen)
            .await
            .with_context(|| format!("cannot listen on {}", settings.listen))?;
        let api = Api::new(settings.gateway.clone(), settings.names.clone());
        Ok(Self { settings, listener, health_server, nats, api })
    }

    /// Where commands are taken.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    pub fn health_address(&self) -> std::io::Result<SocketAddr> {
        self.health_server.address()
    }

    /// Works until the shutdown token is cancelled or a part fails.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        let Self { settings, listener, health_server, nats, api } = self;
        let mut tasks = Tasks::new(shutdown.clone());
        let health = shutdown.clone();
        tasks.spawn("health", async move { Ok(health_server.run(health).await?) });
        tasks.spawn("http", serve(listener, api.clone(), shutdown.clone()));
        tasks.spawn("log", keep_log(settings, api, nats, shutdown));
        tasks.run().await
    }
}

async fn serve(listener: TcpListener, api: Api, shutdown: CancellationToken) -> anyhow::Result<()> {
    tracing::info!("taking commands on {}", listener.local_addr()?);
    let router = routes::router(api.clone(), shutdown.clone());
    let stop = cancelled_later(&shutdown, LINGER);
    axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await?;
    api.finish_writes().await;
    Ok(())
}

/// Opens the log, however long that takes, and keeps readiness true to the connection.
async fn keep_log(
    settings: Settings,
    api: Api,
    nats: Dependency,
    shutdown: CancellationToken,
) -> anyhow::Result<()> {
    let opened = until_it_answers("NATS", &nats, &shutdown, || open(&settings, &api)).await;
    let Some(log) = opened.transpose()? else { return Ok(()) };
    let version = env!("CARGO_PKG_VERSION");
    let pulse = Pulse::of("command-api", &settings.replica, version, nats.health());
    tokio::join!(log.watch(&nats, &shutdown), pulse.beat(&log, &shutdown));
    Ok(())
}

/// The outer error calls for another try; the inner one only a person can mend.
async fn open(settings: &Settings, api: &Api) -> anyhow::Result<Result<EventLog, PrepareError>> {
    let log = match EventLog::try_prepare(&settings.log, &settings.replica).await? {
        Ok(log) => log,
        Err(for_a_person) => return Ok(Err(for_a_person)),
    };
    let password = settings.first_admin_password.clone();
    bootstrap::first_administrator(&api.writer(&log), &api.passwords, password).await?;
    api.open(log.clone());
    Ok(Ok(log))
}
