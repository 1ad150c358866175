//! `ems projections`: how far they are, and making them anew, verifying them, going back.

mod follow;
mod print;

use std::process::ExitCode;

use anyhow::Result;
use chrono::{TimeDelta, Utc};
use clap::{Args, Subcommand};
use domain::subjects;
use projections::{AskError, Kind, Runs};

use super::waiting::output::{conflict, done, not_ready, not_there};
use super::waiting::reach::Reach;

/// As good as for ever: until `resume`.
const YEARS: i64 = 100;

/// Look at projections, make them anew, verify them, go back, stop and start them
///
/// A replica of projections carries rebuilds, verifications and rollbacks out, one at a time; people go
/// on working meanwhile. Exits with 0 when done, 1 when it failed or when a verification found
/// differences, 3 when nothing runs here, and 4 when the projection is being worked on already.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems projections list\n  ems projections rebuild hourly-totals\n  ems projections verify users --json\n  ems projections rollback hourly-totals"
)]
pub struct Projections {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Show how far each one is
    List {
        /// Print one JSON array instead of lines for people
        #[arg(long)]
        json: bool,
    },
    /// Make one anew from the log beside the live one, tell what differed, and show the new one
    Rebuild(Order),
    /// Show what was before the last rebuild again, brought up to date
    Rollback(Order),
    /// Make one anew from the log and compare it row by row with the live one
    Verify(Order),
    /// Stop one; what arrives meanwhile waits in the log. users, devices, alerts, conversations and
    /// archive stop together
    Pause { name: String },
    /// Let one go on that was paused
    Resume { name: String },
}

#[derive(Args)]
struct Order {
    /// hourly-totals, users, devices, alerts, conversations, archive
    name: String,
    /// Print one JSON object at the end instead of a progress bar
    #[arg(long)]
    json: bool,
}

impl Projections {
    pub async fn run(self) -> Result<ExitCode> {
        let Some(reach) = Reach::find()? else { return not_ready() };
        let runs = Runs::new(reach.pool().await?);
        match self.action {
            Action::List { json } => {
                let found = runs.list(&reach.log().await?).await?;
                print::list(&found, json)
            }
            Action::Rebuild(order) => order.carry_out(&runs, Kind::Rebuild).await,
            Action::Rollback(order) => order.carry_out(&runs, Kind::Rollback).await,
            Action::Verify(order) => order.carry_out(&runs, Kind::Verify).await,
            Action::Pause { name } => set_paused(&reach, &runs, &name, true).await,
            Action::Resume { name } => set_paused(&reach, &runs, &name, false).await,
        }
    }
}

impl Order {
    async fn carry_out(&self, runs: &Runs, kind: Kind) -> Result<ExitCode> {
        match runs.ask(&self.name, kind).await {
            Ok(run) => {
                let run = follow::to_its_end(runs, run, self.json).await?;
                print::outcome(&run, kind, self.json)
            }
            Err(error @ AskError::Busy { .. }) => conflict(&error.to_string()),
            Err(AskError::Unknown(name)) => unknown(&name),
            Err(error) => Err(error.into()),
        }
    }
}

/// The order matters: a replica that starts in between finds what holds.
async fn set_paused(reach: &Reach, runs: &Runs, name: &str, paused: bool) -> Result<ExitCode> {
    match runs.set_paused(name, paused).await {
        Ok(()) => {}
        Err(AskError::Unknown(name)) => return unknown(&name),
        Err(error) => return Err(error.into()),
    }
    if name == "hourly-totals" {
        let stream = reach.log().await?.jetstream().get_stream(subjects::MEASUREMENTS).await?;
        let consumer = subjects::METERING_CONSUMER;
        match paused {
            true => {
                let until = Utc::now() + TimeDelta::days(365 * YEARS);
                stream.pause_consumer(consumer, until).await?;
            }
            false => {
                stream.resume_consumer(consumer).await?;
            }
        }
    }
    done(&match paused {
        true => format!("{name} is paused; `ems projections resume {name}` lets it go on"),
        false => format!("{name} goes on"),
    })
}

fn unknown(name: &str) -> Result<ExitCode> {
    let names = Runs::names().join(", ");
    not_there(&format!("there is no projection {name:?}; there are {names}"))
}
