//! Printing lists for people and for programs, and the words that end a command.

use std::process::ExitCode;

use anyhow::Result;
use domain::quantity::MicroWattHours;
use serde::Serialize;

use crate::commands::{CONFLICT, NOT_READY};
use crate::terminal::{failure, say};

/// How a command that lists is asked for.
#[derive(clap::Args)]
pub struct Listing {
    /// At most this many, the newest first
    #[arg(long, default_value_t = 50)]
    pub limit: u32,
    /// Print one JSON array instead of lines for people
    #[arg(long)]
    pub json: bool,
}

impl Listing {
    pub fn print<T: Serialize>(
        &self,
        items: &[T],
        what: &str,
        line: impl Fn(&T) -> String,
    ) -> Result<ExitCode> {
        if self.json {
            println!("{}", serde_json::to_string(items)?);
            return Ok(ExitCode::SUCCESS);
        }
        items.iter().for_each(|item| println!("{}", line(item)));
        say(&format!("{} {what}", items.len()));
        Ok(ExitCode::SUCCESS)
    }
}

/// One item, as JSON with a line for each member: made to be read by both.
pub fn show<T: Serialize>(item: &T) -> Result<ExitCode> {
    println!("{}", serde_json::to_string_pretty(item)?);
    Ok(ExitCode::SUCCESS)
}

pub fn done(text: &str) -> Result<ExitCode> {
    say(text);
    Ok(ExitCode::SUCCESS)
}

pub fn not_there(text: &str) -> Result<ExitCode> {
    failure(text);
    Ok(ExitCode::FAILURE)
}

pub fn not_ready() -> Result<ExitCode> {
    Ok(ExitCode::from(NOT_READY))
}

pub fn conflict(text: &str) -> Result<ExitCode> {
    failure(text);
    Ok(ExitCode::from(CONFLICT))
}

/// An amount in the unit of people, exact.
pub fn kwh(energy: i64) -> String {
    format!("{} kWh", MicroWattHours(energy).kwh_text())
}
