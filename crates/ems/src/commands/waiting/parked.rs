//! `ems parked`: readings and events that could be read and yet not be counted or applied.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};
use projections::{ParkedEvent, ParkedReading, Waiting};
use serde::Serialize;

use super::output::{Listing, conflict, done, not_ready, not_there, show};
use super::reach::Reach;

/// Look at parked readings and events, put readings to work again, or drop them
///
/// A reading is named by its sequence in MEASUREMENTS, an event by its position in EVENTS with an `e`
/// before it. Exits with 0 when done, 1 when it failed or there is no such thing, 3 when nothing
/// runs here, and 4 for an event: its order matters, so it cannot be applied alone.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems parked list\n  ems parked show 4711\n  ems parked retry 4711\n  ems parked drop 4711 --reason \"the device was never installed\""
)]
pub struct Parked {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// List the newest, each with its reason
    List(Listing),
    /// Show one with its payload
    Show { id: String },
    /// Append a reading to the log again; what it counts then, it counts once
    Retry { id: String },
    /// Settle a reading without counting it; its row keeps the reason
    Drop {
        id: String,
        /// Why; it is kept with the reading
        #[arg(long)]
        reason: String,
    },
}

#[derive(Serialize)]
#[serde(untagged)]
enum Item {
    Reading(ParkedReading),
    Event(ParkedEvent),
}

impl Item {
    fn id(&self) -> String {
        match self {
            Self::Reading(reading) => reading.stream_seq.to_string(),
            Self::Event(event) => format!("e{}", event.position),
        }
    }

    fn reason(&self) -> &str {
        match self {
            Self::Reading(reading) => &reading.reason,
            Self::Event(event) => &event.reason,
        }
    }
}

impl Parked {
    pub async fn run(self) -> Result<ExitCode> {
        let Some(reach) = Reach::find()? else { return not_ready() };
        let waiting = reach.waiting().await?;
        match self.action {
            Action::List(listing) => {
                let items = all(&waiting, i64::from(listing.limit)).await?;
                listing
                    .print(&items, "parked", |item| format!("{:>8}  {}", item.id(), item.reason()))
            }
            Action::Show { id } => {
                let items = all(&waiting, i64::MAX).await?;
                match items.iter().find(|item| item.id() == id) {
                    Some(item) => show(item),
                    None => absent(&id),
                }
            }
            Action::Retry { id } => match id.parse::<u64>() {
                Ok(sequence) => retry(&reach, &waiting, sequence).await,
                Err(_) => of_event(&id),
            },
            Action::Drop { id, reason } => match id.parse::<i64>() {
                Ok(sequence) => {
                    let how = format!("dropped: {reason}");
                    match waiting.settle_parked(sequence, &how).await? {
                        true => done(&format!("reading {id} is dropped: {reason}")),
                        false => absent(&id),
                    }
                }
                Err(_) => of_event(&id),
            },
        }
    }
}

async fn all(waiting: &Waiting, limit: i64) -> Result<Vec<Item>> {
    let readings = waiting.parked_readings(limit).await?.into_iter().map(Item::Reading);
    let events = waiting.parked_events(limit).await?.into_iter().map(Item::Event);
    Ok(readings.chain(events).collect())
}

async fn retry(reach: &Reach, waiting: &Waiting, sequence: u64) -> Result<ExitCode> {
    let parked = waiting.parked_readings(i64::MAX).await?;
    if !parked.iter().any(|reading| reading.stream_seq.unsigned_abs() == sequence) {
        return absent(&sequence.to_string());
    }
    let again = reach.log().await?.repeat_measurement(sequence).await?;
    waiting.settle_parked(sequence.cast_signed(), &format!("sent again as {again}")).await?;
    done(&format!("reading {sequence} is in the log again as {again}; if it fails, it parks anew"))
}

fn absent(id: &str) -> Result<ExitCode> {
    not_there(&format!("nothing is parked as {id}; `ems parked list` shows what is"))
}

fn of_event(id: &str) -> Result<ExitCode> {
    conflict(&format!(
        "{id} names no reading. An event that was parked cannot be applied alone, since later events \
         build on it: install a release that can read it and rebuild the read models"
    ))
}
