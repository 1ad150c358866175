//! `ems audit`: where every number came from, and whether anybody has changed the log.

mod alert;
mod checkpoint;
mod history;
mod sources;
mod total;
mod verify;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

pub use sources::{Bar, Sources, secret_file};

/// Trace any total or alert to the events that it came from, and find changes of the log
///
/// Exits with 0 when the log and the read models agree, 1 when they do not or nothing is found, 2 for
/// a wrong question, and 3 when nothing runs here.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems audit history device 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11\n  ems audit total 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11 2026-11-20T14:00:00Z --as-of 2026-11-20T15:05:00Z\n  ems audit alert 0d5a0a4e-7f2a-5c11-9a53-0f3b8d6b2f10 --json"
)]
pub struct Audit {
    #[command(subcommand)]
    question: Question,
}

#[derive(Subcommand)]
enum Question {
    History(history::History),
    Total(total::Total),
    Alert(alert::Alert),
    Checkpoint(checkpoint::Checkpoint),
    Verify(verify::Verify),
}

impl Audit {
    pub async fn run(self) -> Result<ExitCode> {
        match self.question {
            Question::History(history) => history.run().await,
            Question::Total(total) => total.run().await,
            Question::Alert(alert) => alert.run().await,
            Question::Checkpoint(checkpoint) => checkpoint.run().await,
            Question::Verify(verify) => verify.run().await,
        }
    }
}
