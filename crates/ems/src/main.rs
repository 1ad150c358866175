//! The `ems` command: every role of the product, the local stack, and the tools around them.

mod accounts;
mod bench;
mod checkout;
mod commands;
mod roles;
mod simulate;
mod stack;
mod terminal;

use std::process::ExitCode;

use async_nats::rustls;
use clap::Parser;

use commands::Command;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Energy management: meter readings in, hourly totals, alerts and live charts out.
///
/// Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not ready, 4 conflict, 130 interrupted.
#[derive(Parser)]
#[command(name = "ems", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[tokio::main]
async fn main() -> ExitCode {
    // Two providers are compiled in, for different libraries: without a word rustls takes neither.
    // It fails only where one is chosen already, which is as good.
    let _chosen = rustls::crypto::ring::default_provider().install_default();
    match Cli::parse().command.run().await {
        Ok(code) => code,
        Err(error) => {
            terminal::failure(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}
