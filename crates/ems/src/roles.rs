//! The roles of the product: which process does what, and how each is built and run.

use clap::ValueEnum;
use process::{CancellationToken, Environment, start_telemetry, stop_signal};

/// What one process of the product is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum)]
pub enum Role {
    /// Takes commands over HTTP and appends events.
    CommandApi,
    /// Moves readings from RabbitMQ into the log.
    IngestBridge,
    /// Builds totals, alerts and the other read models; any number of replicas.
    Projections,
    /// The one door: sign-in, queries, live sockets, the web app.
    Gateway,
}

/// Runs a role, configured by the environment, until it is told to stop.
pub async fn run(role: Role) -> anyhow::Result<()> {
    let environment = Environment::of_process();
    start_telemetry(&environment)?;
    let shutdown = stop_signal()?;
    match role {
        Role::CommandApi => anyhow::bail!("being written"),
        Role::IngestBridge => ingest_bridge(&environment, shutdown).await,
        Role::Projections => projections(&environment, shutdown).await,
        Role::Gateway => anyhow::bail!("being written"),
    }
}

async fn ingest_bridge(
    environment: &Environment,
    shutdown: CancellationToken,
) -> anyhow::Result<()> {
    let settings = ingest_bridge::Settings::read(environment)?;
    match ingest_bridge::App::build(settings, shutdown).await? {
        Some(app) => app.run().await,
        None => Ok(()),
    }
}

async fn projections(environment: &Environment, shutdown: CancellationToken) -> anyhow::Result<()> {
    let settings = projections::Settings::read(environment)?;
    match projections::App::build(settings, shutdown).await? {
        Some(app) => app.run().await,
        None => Ok(()),
    }
}
