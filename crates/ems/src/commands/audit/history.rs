//! `ems audit history`: what happened to one aggregate, and what each event changed.

use std::process::ExitCode;

use anyhow::Result;
use chrono::SecondsFormat;
use clap::Args;
use projections::audit::{self, HistoryEvent, Moment, TYPES};

use super::Sources;
use crate::commands::waiting::output::{not_ready, not_there, show};
use crate::terminal::warn;

/// Show the events of one aggregate with actor, cause, time, before and after
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems audit history device 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11\n  ems audit history user 0f6cbf5e-37c4-4e5b-8f0b-6d2a3a4f1c77 --as-of 1200 --json\n  ems audit history administrators all"
)]
pub struct History {
    /// user, device, alert, conversation, name or administrators
    #[arg(value_name = "TYPE", value_parser = TYPES)]
    kind: String,
    /// Its id; an alert's aggregate is DEVICE-YYYYMM
    id: String,
    /// Only what the log held then: a time, or a position of the log
    #[arg(long, value_name = "TIME|POSITION")]
    as_of: Option<Moment>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl History {
    pub async fn run(self) -> Result<ExitCode> {
        let Some(sources) = Sources::find().await? else { return not_ready() };
        let as_of = self.as_of.unwrap_or_default();
        let history = sources.audit().history(&self.kind, &self.id, as_of).await?;
        let Some(history) = history else {
            return not_there("the log has no events of it by then");
        };
        if self.json {
            show(&history)?;
        } else {
            print(&history);
        }
        Ok(if history.intact { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn print(history: &audit::History) {
    for event in &history.events {
        print_event(event);
    }
    if !history.intact {
        warn("the chain of hashes is broken: an event was changed, or one is missing");
    }
}

fn print_event(event: &HistoryEvent) {
    let at = event.at.to_rfc3339_opts(SecondsFormat::Millis, true);
    println!("{}  {at}  {}  by {}", event.position, event.kind, event.actor);
    println!("    command {}", event.command);
    if let Some(cause) = event.cause {
        println!("    caused by event {cause}");
    }
    for change in &event.changed {
        println!("    {}: {} -> {}", change.member, change.before, change.after);
    }
    if let Some(why) = &event.unreadable {
        println!("    cannot be read: {why}");
    }
    if !event.intact {
        println!("    its hash, or what it says of the event before it, is wrong");
    }
}
