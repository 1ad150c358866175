//! `ems replay`: every read model as of a moment, made from the log into a schema of its own.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Args;
use domain::ids::DeviceId;
use projections::audit::{self, Moment, Replayed};

use super::audit::{Bar, Sources};
use super::waiting::output::{not_ready, show};
use crate::terminal::{bad, good, say};

/// Make all read models as of a moment in a scratch schema, and compare them with the live ones
///
/// Exits with 0 when done, 1 when the live read models hold something else, 2 for a wrong question,
/// and 3 when nothing runs here. The live ones are compared when the replay goes to the end of the
/// log and they have reached it.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems replay --into check\n  ems replay --to 2026-11-20T15:05:00Z --into as_of_friday --export friday.ndjson\n  ems replay --to 1200 --into one --only device=6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11 --json"
)]
pub struct Replay {
    /// Up to this time or position of the log; else to its end
    #[arg(long, value_name = "TIME|POSITION")]
    to: Option<Moment>,
    /// A schema that does not exist, or one that an earlier replay has made
    #[arg(long, value_name = "SCHEMA")]
    into: String,
    /// One device's readings, rules and alerts alone: device=ID
    #[arg(long, value_name = "device=ID", value_parser = only)]
    only: Option<DeviceId>,
    /// Write all rows to this file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Replay {
    pub async fn run(self) -> Result<ExitCode> {
        let Some(sources) = Sources::find().await? else { return not_ready() };
        let Self { to, into, only, export, json } = self;
        let wanted = audit::Replay { to: to.unwrap_or_default(), into, only, export };
        let bar = Bar::new();
        let replayed = sources.audit().replay(&sources.database_url, &wanted, &bar).await;
        bar.finish();
        let replayed = replayed?;
        if json {
            show(&replayed)?;
        } else {
            print(&replayed);
        }
        let differs = replayed.equal == Some(false);
        Ok(if differs { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

fn only(text: &str) -> Result<DeviceId> {
    match text.split_once('=') {
        Some(("device", id)) => id.parse().context("the id of a device is a UUID"),
        _ => bail!("write device=ID"),
    }
}

fn print(replayed: &Replayed) {
    for table in &replayed.tables {
        println!("{:>12}  {:<28} {}", table.rows, table.table, table.hash);
        for example in table.difference.iter().flat_map(|difference| &difference.examples) {
            println!("              {}", bad(example));
        }
    }
    println!("hash {}", replayed.hash);
    let cut = replayed.cut;
    say(&format!(
        "replayed to event {} and reading {} into schema {}",
        cut.events, cut.measurements, replayed.into
    ));
    match (replayed.equal, &replayed.not_compared) {
        (Some(true), _) => say(&good("the live read models hold the same")),
        (Some(false), _) => say(&bad("the live read models hold something else")),
        (None, Some(why)) => say(&format!("not compared with the live read models: {why}")),
        (None, None) => {}
    }
}
