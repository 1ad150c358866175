//! `ems unregistered`: meters that send readings and that nobody has registered.

use std::process::ExitCode;

use anyhow::Result;
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use domain::ids::DeviceId;
use projections::{Queries, UnregisteredView};
use serde::Serialize;
use uuid::Uuid;

use super::output::{Listing, done, not_ready, not_there, show};
use super::reach::Reach;

/// Look at meters that send readings and that nobody has registered
///
/// An administrator adopts one by registering a device with its id; its readings count from the
/// first on. Exits with 0 when done, 1 when there is no such meter, 3 when nothing runs here.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems unregistered list --json\n  ems unregistered drop 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11"
)]
pub struct Unregistered {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// List those heard last
    List(Listing),
    /// Show one
    Show { device: Uuid },
    /// Take one from the list until it sends again; its readings stay
    Drop { device: Uuid },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    device_id: Uuid,
    readings: i64,
    first_seen: DateTime<Utc>,
    last_seen: DateTime<Utc>,
}

impl Item {
    fn of(view: &UnregisteredView) -> Self {
        let UnregisteredView { device, readings, first_seen, last_seen, .. } = *view;
        Self { device_id: device.0, readings, first_seen, last_seen }
    }
}

impl Unregistered {
    pub async fn run(self) -> Result<ExitCode> {
        let Some(reach) = Reach::find()? else { return not_ready() };
        let queries = Queries::new(reach.pool().await?);
        match self.action {
            Action::List(listing) => {
                let found = queries.unregistered(i64::from(listing.limit)).await?;
                let items: Vec<_> = found.iter().map(Item::of).collect();
                listing.print(&items, "unregistered", |item| {
                    let heard = item.last_seen.to_rfc3339();
                    format!("{}  {} readings, last heard {heard}", item.device_id, item.readings)
                })
            }
            Action::Show { device } => match queries.unregistered_device(DeviceId(device)).await? {
                Some(view) => show(&Item::of(&view)),
                None => absent(device),
            },
            Action::Drop { device } => {
                match reach.waiting().await?.forget_unregistered(device).await? {
                    true => done(&format!("{device} is off the list until it sends again")),
                    false => absent(device),
                }
            }
        }
    }
}

fn absent(device: Uuid) -> Result<ExitCode> {
    not_there(&format!("{device} is not on the list; `ems unregistered list` shows it"))
}
