//! `ems held`: readings outside of their device's plausible range, for a person to decide on.

use std::process::ExitCode;

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use domain::devices::{Device, DeviceCommand};
use domain::ids::{CommandId, DeviceId};
use domain::metering::Instant;
use domain::provenance::{Actor, Provenance};
use domain::quantity::MicroWattHours;
use event_log::{ExecuteError, NoReservations};
use uuid::Uuid;

use super::output::{Listing, conflict, done, kwh, not_ready, not_there, show};
use super::reach::Reach;

/// Look at readings that are held as implausible, accept or reject them
///
/// Exits with 0 when done, 1 when it failed or nothing is held there, 3 when nothing runs here, and 4
/// when the device refuses the order.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems held list --json\n  ems held accept 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11 2026-11-20T10:00:00Z 50 --reason \"an arc furnace\"\n  ems held reject 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11 2026-11-20T10:00:00Z 50 --reason \"a broken meter\""
)]
pub struct Held {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// List the newest that nobody has decided on
    List(Listing),
    /// Show what is held of a device at an instant
    Show { device: Uuid, instant: DateTime<Utc> },
    /// Let a value count
    Accept(Verdict),
    /// Keep a value out for good
    Reject(Verdict),
}

#[derive(Args)]
struct Verdict {
    device: Uuid,
    /// When it was measured, as `ems held list` shows it
    instant: DateTime<Utc>,
    /// The value in kWh, all its digits
    kwh: String,
    /// Why; it becomes part of the event
    #[arg(long)]
    reason: String,
}

impl Held {
    pub async fn run(self) -> Result<ExitCode> {
        let Some(reach) = Reach::find()? else { return not_ready() };
        match self.action {
            Action::List(listing) => {
                let held = reach.waiting().await?.held(i64::from(listing.limit)).await?;
                listing.print(&held, "held", |held| {
                    let at = held.measured_at.to_rfc3339();
                    format!("{}  {at}  {}", held.device_id, kwh(held.energy))
                })
            }
            Action::Show { device, instant } => {
                let held = reach.waiting().await?.held_at(device, instant).await?;
                if held.is_empty() {
                    return not_there("nothing waits there; `ems held list` shows what does");
                }
                show(&held)
            }
            Action::Accept(verdict) => verdict.give(&reach, true).await,
            Action::Reject(verdict) => verdict.give(&reach, false).await,
        }
    }
}

impl Verdict {
    async fn give(self, reach: &Reach, accepted: bool) -> Result<ExitCode> {
        let energy = MicroWattHours::from_kwh_text(&self.kwh).context("the value in kWh")?;
        let held = reach.waiting().await?.held_at(self.device, self.instant).await?;
        if !held.iter().any(|held| held.energy == energy.0) {
            return not_there("this value does not wait there; `ems held list` shows what does");
        }
        let (measured_at, reason) = (Instant::of(self.instant), self.reason);
        let command = match accepted {
            true => DeviceCommand::AcceptHeldReading { measured_at, energy, reason },
            false => DeviceCommand::RejectHeldReading { measured_at, energy, reason },
        };
        let id = DeviceId(self.device).to_string();
        let log = reach.log().await?;
        let given = log.execute::<Device, _>(&id, command, &provenance(), &NoReservations).await;
        match given {
            Ok(executed) => {
                let word = if accepted { "accepted" } else { "rejected" };
                done(&format!("{word}, at position {} of the log", executed.position))
            }
            Err(ExecuteError::Refused(refusal)) => conflict(&refusal.to_string()),
            Err(error) => Err(error.into()),
        }
    }
}

fn provenance() -> Provenance {
    let user = std::env::var("USER").unwrap_or_else(|_| "unknown".to_owned());
    Provenance {
        command: CommandId(Uuid::now_v7()),
        actor: Actor::System(format!("operator {user}")),
        correlation: Uuid::now_v7(),
        causation: None,
        request: None,
        at: Utc::now(),
    }
}
