//! `ems quarantine`: messages that could not be read, with the reason; send them again or drop them.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use event_log::{EventLog, Quarantined};
use lapin::options::{BasicPublishOptions, ConfirmSelectOptions};
use lapin::{BasicProperties, Connection, ConnectionProperties};
use serde::Serialize;

use super::output::{Listing, conflict, done, not_ready, not_there, show};
use super::reach::Reach;

/// How long the broker may take to confirm a message.
const PATIENCE: Duration = Duration::from_secs(10);

/// Look at messages that could not be read, send them again, or drop them
///
/// Exits with 0 when done, 1 when it failed or the message is not there, 3 when nothing runs here,
/// and 4 when the message cannot be sent again because only its beginning was kept.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems quarantine list --limit 10\n  ems quarantine show 7\n  ems quarantine retry 7\n  ems quarantine drop 7 --reason \"a test of the meter shop\""
)]
pub struct Quarantine {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// List the newest, each with its reason
    List(Listing),
    /// Show one with what was kept of its body
    Show { id: u64 },
    /// Send one to its queue again, and take it out of quarantine once the broker has it
    Retry { id: u64 },
    /// Take one out of quarantine for good
    Drop {
        id: u64,
        /// Why; it goes to the log of this command
        #[arg(long)]
        reason: String,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    id: u64,
    arrived_at: DateTime<Utc>,
    source: String,
    reason: String,
    length: usize,
    cut_off: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
}

impl Item {
    fn of(message: &Quarantined) -> Self {
        Self {
            id: message.sequence,
            arrived_at: message.arrived_at,
            source: message.source.clone(),
            reason: message.reason.clone(),
            length: message.length,
            cut_off: message.is_cut_off(),
            body: None,
        }
    }
}

impl Quarantine {
    pub async fn run(self) -> Result<ExitCode> {
        let Some(reach) = Reach::find()? else { return not_ready() };
        let log = reach.log().await?;
        match self.action {
            Action::List(listing) => {
                let found = log.quarantined(listing.limit as usize).await?;
                let items: Vec<_> = found.iter().map(Item::of).collect();
                listing.print(&items, "in quarantine", |item| {
                    format!("{:>8}  {}  {}", item.id, item.arrived_at.to_rfc3339(), item.reason)
                })
            }
            Action::Show { id } => match log.quarantined_at(id).await? {
                Some(message) => {
                    let body = String::from_utf8_lossy(&message.kept).into_owned();
                    show(&Item { body: Some(body), ..Item::of(&message) })
                }
                None => absent(id),
            },
            Action::Retry { id } => retry(&reach, &log, id).await,
            Action::Drop { id, reason } => {
                if log.quarantined_at(id).await?.is_none() {
                    return absent(id);
                }
                log.release_quarantined(id).await?;
                done(&format!("message {id} is dropped: {reason}"))
            }
        }
    }
}

fn absent(id: u64) -> Result<ExitCode> {
    not_there(&format!("there is no message {id} in quarantine; `ems quarantine list` shows them"))
}

async fn retry(reach: &Reach, log: &EventLog, id: u64) -> Result<ExitCode> {
    let Some(message) = log.quarantined_at(id).await? else { return absent(id) };
    if message.is_cut_off() {
        return conflict(&format!(
            "message {id} had {} bytes, of which {} were kept, so it cannot be sent again; \
             have its meter send it, then drop this one",
            message.length,
            message.kept.len()
        ));
    }
    let sent = tokio::time::timeout(PATIENCE, send(reach.amqp()?, &message)).await;
    sent.context("RabbitMQ did not confirm within 10 s; nothing is lost, try again")??;
    log.release_quarantined(id).await?;
    done(&format!("message {id} is in {} again", message.source))
}

async fn send(amqp: &str, message: &Quarantined) -> Result<()> {
    let connection = Connection::connect(amqp, ConnectionProperties::default()).await?;
    let channel = connection.create_channel().await?;
    channel.confirm_select(ConfirmSelectOptions::default()).await?;
    let options = BasicPublishOptions { mandatory: true, ..BasicPublishOptions::default() };
    let properties = BasicProperties::default().with_delivery_mode(2);
    let queue = message.source.as_str().into();
    let sent = channel.basic_publish("".into(), queue, options, &message.kept, properties);
    let confirmed = sent.await?.await?;
    ensure!(
        confirmed.is_ack() && confirmed.take_message().is_none(),
        "RabbitMQ has no queue {:?}",
        message.source
    );
    Ok(connection.close(200, "done".into()).await?)
}
