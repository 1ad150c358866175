//! `ems deploy`: what an installation on machines of its own needs before its roles start.

mod certificates;
mod configuration;
mod migrate;
mod secrets;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

/// Make the secrets of an installation, and what its roles may not make themselves
#[derive(Args)]
pub struct Deploy {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    Secrets(secrets::Secrets),
    Migrate(migrate::Migrate),
}

impl Deploy {
    pub async fn run(self) -> Result<ExitCode> {
        match self.what {
            What::Secrets(secrets) => secrets.run(),
            What::Migrate(migrate) => migrate.run().await,
        }
    }
}
