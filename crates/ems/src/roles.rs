//! The roles of the product: which process does what, and how each is built and run.

use clap::ValueEnum;
use process::{Environment, start_telemetry, stop_signal};

/// What one process of the product is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ValueEnum)]
pub enum Role {
    /// Takes commands over HTTP and appends events.
    CommandApi,
    /// Moves readings from RabbitMQ into the log.
    IngestBridge,
    /// Builds totals, alerts and the other read models; any number of replicas.
    Projections,
    /// Answers customers in the support chat; any number of replicas.
    Assistant,
    /// The one door: sign-in, queries, live sockets, the web app.
    Gateway,
}

/// Reads settings, builds, runs: every service offers the same three steps.
macro_rules! serve {
    ($service:ident, $environment:expr, $shutdown:expr) => {{
        let settings = $service::Settings::read($environment)?;
        $service::App::build(settings).await?.run($shutdown).await
    }};
}

/// Runs a role, configured by the environment, until it is told to stop.
pub async fn run(role: Role) -> anyhow::Result<()> {
    let environment = Environment::of_process();
    start_telemetry(&environment)?;
    let shutdown = stop_signal()?;
    match role {
        Role::CommandApi => serve!(command_api, &environment, shutdown),
        Role::IngestBridge => serve!(ingest_bridge, &environment, shutdown),
        Role::Projections => serve!(projections, &environment, shutdown),
        Role::Assistant => serve!(assistant, &environment, shutdown),
        Role::Gateway => serve!(gateway, &environment, shutdown),
    }
}
