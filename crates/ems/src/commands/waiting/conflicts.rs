//! `ems conflicts`: instants for which a meter sent more than one value.

use std::process::ExitCode;

use anyhow::Result;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use uuid::Uuid;

use super::output::{Listing, kwh, not_ready, not_there, show};
use super::reach::Reach;

/// Look at instants for which different values were sent
///
/// The value that was first in the log stands. An administrator who knows better corrects or voids
/// the reading. Exits with 0 when done, 1 when there is no conflict there, 3 when nothing runs here.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems conflicts list --limit 10\n  ems conflicts show 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11 2026-11-20T10:00:00Z"
)]
pub struct Conflicts {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// List the newest: the value that stands and the other one
    List(Listing),
    /// Show the conflicts of a device at an instant
    Show { device: Uuid, instant: DateTime<Utc> },
}

impl Conflicts {
    pub async fn run(self) -> Result<ExitCode> {
        let Some(reach) = Reach::find()? else { return not_ready() };
        let waiting = reach.waiting().await?;
        match self.action {
            Action::List(listing) => {
                let conflicts = waiting.conflicts(i64::from(listing.limit)).await?;
                listing.print(&conflicts, "conflicts", |conflict| {
                    let at = conflict.measured_at.to_rfc3339();
                    let (standing, other) = (kwh(conflict.standing), kwh(conflict.other));
                    format!("{}  {at}  {standing} stands, not {other}", conflict.device_id)
                })
            }
            Action::Show { device, instant } => {
                let found = waiting.conflicts_at(device, instant).await?;
                if found.is_empty() {
                    return not_there(
                        "no conflict there; `ems conflicts list` shows what there is",
                    );
                }
                show(&found)
            }
        }
    }
}
