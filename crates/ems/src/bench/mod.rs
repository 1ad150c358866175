//! `ems bench`: the product's speed against the bare servers, in the same run, totals checked.

mod bridge_drain;
mod command_append;
mod project_live;
mod queue;
mod rebuild;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};
use event_log::LogSettings;
use local_stack::PrivateServers;

/// Measure the product against the bare servers that it stands on
///
/// Every bench starts private servers, runs both sides in turn in the same run, checks the totals,
/// and prints rates and their ratio. Absolute figures say more of the machine than of the product.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems bench bridge-drain\n  ems bench bridge-drain --messages 50000 --pairs 1 --json\n  ems bench project-live --also 50000\n  ems bench command-append"
)]
pub struct Bench {
    #[command(subcommand)]
    which: Which,
}

#[derive(Subcommand)]
enum Which {
    /// Commands carried out, against bare conditional publishes of the same bytes
    CommandAppend(command_append::CommandAppend),
    /// RabbitMQ into durable batches of the log, against a bare drain of an identical queue
    BridgeDrain(bridge_drain::BridgeDrain),
    /// Readings committed by two projections replicas, against a bare fetch of the same stream
    ProjectLive(project_live::ProjectLive),
    /// Hourly totals made anew from the log, against a bare fetch of it and against live
    Rebuild(rebuild::Rebuild),
}

impl Bench {
    pub async fn run(self) -> Result<ExitCode> {
        match self.which {
            Which::CommandAppend(bench) => bench.run().await,
            Which::BridgeDrain(bench) => bench.run().await,
            Which::ProjectLive(bench) => bench.run().await,
            Which::Rebuild(bench) => bench.run().await,
        }
    }
}

/// Where the log of private servers is.
fn log_settings(servers: &PrivateServers) -> LogSettings {
    let monitor_url = Some(servers.nats.monitor_url());
    LogSettings { monitor_url, ..LogSettings::at(servers.nats.url()) }
}

/// The middle one of several ratios.
fn median(ratios: impl Iterator<Item = f64>) -> f64 {
    let mut ratios: Vec<f64> = ratios.collect();
    ratios.sort_by(f64::total_cmp);
    ratios.get(ratios.len() / 2).copied().unwrap_or_default()
}
