//! `ems parked`: readings and events that could be read and yet not be counted or applied.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use projections::{ParkedEvent, ParkedReading, Retried, Waiting};
use serde::Serialize;
use uuid::Uuid;

use super::output::{Listing, conflict, done, not_ready, not_there, show};
use super::reach::Reach;
use crate::terminal::failure;

/// Look at parked readings and events, put them to work again, or drop readings
///
/// A reading is named by its sequence in MEASUREMENTS, an event by its position in EVENTS with an `e`
/// before it. Exits with 0 when done, 1 when it failed or there is no such thing, 3 when nothing
/// runs here, and 4 when a reading still cannot be counted or an event not applied. An event is applied
/// with those of its key that wait behind it, in their order.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems parked list\n  ems parked show 4711\n  ems parked retry 4711\n  ems parked retry --device 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11\n  ems parked drop 4711 --reason \"the device was never installed\""
)]
pub struct Parked {
    #[command(subcommand)]
    action: Action,
}

/// A replica looks every second.
const TRIED_WITHIN: Duration = Duration::from_secs(15);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

#[derive(Subcommand)]
enum Action {
    /// List the newest, each with its reason
    List(Listing),
    /// Show one with its payload
    Show { id: String },
    /// Count a reading that can be counted by now, or all of a device; apply an event
    Retry {
        #[arg(required_unless_present = "device")]
        id: Option<String>,
        /// Every parked reading of this device
        #[arg(long, conflicts_with = "id")]
        device: Option<Uuid>,
    },
    /// Settle a reading without counting it; its row keeps the reason. A replay of the log may count
    /// it all the same: what must never count an administrator voids
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
            Action::Show { id } => match find(&waiting, &id).await? {
                Some(item) => show(&item),
                None => absent(&id),
            },
            Action::Retry { id: Some(id), .. } => match id.parse::<i64>() {
                Ok(sequence) => match waiting.parked_reading(sequence).await? {
                    Some(_) => retry(&waiting, &[sequence]).await,
                    None => absent(&id),
                },
                Err(_) => retry_event(&waiting, &id).await,
            },
            Action::Retry { id: None, device } => {
                let device = device.context("name a reading or a device")?;
                match waiting.parked_of_device(device).await?.as_slice() {
                    [] => not_there(&format!("nothing is parked of {device}")),
                    found => retry(&waiting, found).await,
                }
            }
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

async fn find(waiting: &Waiting, id: &str) -> Result<Option<Item>> {
    if let Ok(sequence) = id.parse() {
        return Ok(waiting.parked_reading(sequence).await?.map(Item::Reading));
    }
    let Some(position) = id.strip_prefix('e').and_then(|text| text.parse().ok()) else {
        return Ok(None);
    };
    Ok(waiting.parked_event(position).await?.map(Item::Event))
}

/// Each is settled as soon as it counts: who is interrupted runs it again.
async fn retry(waiting: &Waiting, sequences: &[i64]) -> Result<ExitCode> {
    let outcomes = waiting.retry_parked(sequences).await?;
    let mut counted = 0;
    for (sequence, outcome) in &outcomes {
        match outcome {
            Retried::Counted => counted += 1,
            Retried::Parked(reason) => failure(&format!("reading {sequence} waits on: {reason}")),
            Retried::Missing => failure(&format!("nothing is parked as {sequence}")),
        }
    }
    if counted < outcomes.len() {
        return conflict(&format!("{counted} of {} readings count now", outcomes.len()));
    }
    done(&match sequences {
        [one] => format!("reading {one} counts now"),
        many => format!("{} readings count now", many.len()),
    })
}

fn absent(id: &str) -> Result<ExitCode> {
    not_there(&format!("nothing is parked as {id}; `ems parked list` shows what is"))
}

/// The replica that keeps the read models applies it, since it alone knows what came before.
async fn retry_event(waiting: &Waiting, id: &str) -> Result<ExitCode> {
    let Some(position) = id.strip_prefix('e').and_then(|text| text.parse().ok()) else {
        return of_event(id);
    };
    if !waiting.ask_to_apply(position).await? {
        return of_event(id);
    }
    let begun = Instant::now();
    while waiting.awaits_retry(position).await? {
        if begun.elapsed() > TRIED_WITHIN {
            return conflict("no replica keeps the read models now; it is tried once one does");
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    match waiting.parked_event(position).await? {
        None => done(&format!("event {id} is applied, with what waited behind it")),
        Some(event) => conflict(&format!("event {id} waits on: {}", event.reason)),
    }
}

/// Only what is parked can be tried again, and an event is never left out: later ones build on it.
fn of_event(id: &str) -> Result<ExitCode> {
    conflict(&format!(
        "{id} names no reading and no event that is parked; `ems parked list` shows what is. An event \
         cannot be dropped, since later ones build on it: install a release that can read it"
    ))
}
