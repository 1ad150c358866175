//! `ems run`: this process becomes one role.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use crate::roles::{self, Role};

/// Run a single role in the foreground, configured by environment variables
///
/// Every role reads EMS_NATS_URL, EMS_NATS_MONITOR_URL, EMS_HEALTH_LISTEN (serves /livez, /readyz and
/// /metrics), EMS_REPLICA and EMS_LOG; the ones with a database EMS_DATABASE_URL; the bridge
/// EMS_AMQP_URL. A setting that is missing is named at the start.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems run projections\n  EMS_LOG=info,projections=debug ems run projections"
)]
pub struct Run {
    role: Role,
}

impl Run {
    pub async fn run(self) -> Result<ExitCode> {
        roles::run(self.role).await?;
        Ok(ExitCode::SUCCESS)
    }
}
