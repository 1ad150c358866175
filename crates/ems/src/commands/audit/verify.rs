//! `ems audit verify`: whether the log is what was sealed.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use projections::audit::{AuditPublicKey, Book, Finding, Verified, read_file};

use super::sources::{Bar, Sources, secret_file};
use crate::commands::waiting::output::{not_ready, show};
use crate::terminal::{bad, good, say, warn};

/// Check both streams against the checkpoints, with the public key alone
///
/// Exits with 0 when the log is what was sealed, 1 when it is not, 2 when there is no key, and 3 when
/// nothing runs here. The first finding names the first position that is wrong.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems audit verify\n  ems audit verify --checkpoints /mnt/elsewhere/checkpoints.ndjson --public-key audit-public-key.pem --json"
)]
pub struct Verify {
    /// The lines that were kept elsewhere; else the checkpoints that PostgreSQL has
    #[arg(long, value_name = "FILE")]
    checkpoints: Option<PathBuf>,
    /// The public key, SPKI in PEM; else that of the stack that runs here
    #[arg(long, env = "EMS_AUDIT_PUBLIC_KEY_FILE", value_name = "FILE")]
    public_key: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub async fn run(self) -> Result<ExitCode> {
        let key = match self.public_key {
            Some(key) => Some(key),
            None => secret_file("EMS_AUDIT_PUBLIC_KEY_FILE", "audit-public-key.pem")?,
        };
        let Some(key) = key else {
            say("name the public key with --public-key or EMS_AUDIT_PUBLIC_KEY_FILE");
            return Ok(ExitCode::from(2));
        };
        let shown = key.display();
        let pem = std::fs::read_to_string(&key).with_context(|| format!("cannot read {shown}"))?;
        let key = AuditPublicKey::from_pem(&pem).with_context(|| format!("the file {shown}"))?;
        let Some(sources) = Sources::find().await? else { return not_ready() };
        let checkpoints = match &self.checkpoints {
            Some(file) => {
                let found = read_file(file)?;
                anyhow::ensure!(!found.is_empty(), "{} has no checkpoints", file.display());
                found
            }
            None => Book::new(sources.pool.clone(), None).all().await?,
        };
        let bar = Bar::new();
        let verified = sources.audit().verify(&checkpoints, &key, &bar).await;
        bar.finish();
        let verified = verified?;
        if self.json {
            show(&verified)?;
        } else {
            print(&verified);
        }
        Ok(if verified.is_whole() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn print(verified: &Verified) {
    say(&format!(
        "{} events, sealed up to {}; {} readings, sealed up to {}; by {} checkpoints",
        verified.events,
        verified.events_sealed_to,
        verified.readings,
        verified.readings_sealed_to,
        verified.checkpoints,
    ));
    if verified.checkpoints == 0 {
        warn("nothing was sealed yet: only holes and broken chains can be found");
    }
    if verified.readings_expired > 0 {
        warn(&format!("{} sealed readings are older than kept", verified.readings_expired));
    }
    verified.findings.iter().for_each(|finding| println!("{}", bad(&text(finding))));
    if verified.is_whole() {
        say(&good("the log is what was sealed"));
    }
}

fn text(finding: &Finding) -> String {
    match finding {
        Finding::BadSignature { checkpoint, why } => format!("checkpoint {checkpoint}: {why}"),
        Finding::CheckpointsBroken { checkpoint } => {
            format!("checkpoint {checkpoint} does not follow the one before it")
        }
        Finding::Lost { stream, position, messages } => {
            format!("{stream} {position}: lost, {messages} in all; the server has no message here")
        }
        Finding::Altered { stream, position, subject } => {
            format!("{stream} {position}: altered, of {subject}")
        }
        Finding::Removed { stream, position, messages } => {
            format!("{stream} {position}: removed, {messages} in all; what followed took its place")
        }
        Finding::Inserted { stream, position, subject } => {
            format!("{stream} {position}: inserted, of {subject}")
        }
        Finding::Swapped { stream, position, other } => {
            format!("{stream} {position}: swapped with {other}")
        }
        Finding::CutTail { stream, position, messages } => {
            format!("{stream} {position}: the tail is cut from here on, {messages} messages")
        }
        Finding::DroppedAggregate { position, subject, events } => {
            format!("EVENTS {position}: aggregate {subject} was dropped with its {events} events")
        }
        Finding::AggregateDiffers { position, subject, sealed, found } => {
            format!("EVENTS {position}: {subject} had {sealed} events, and {found} are found")
        }
        Finding::ChainBroken { position, subject } => {
            format!("EVENTS {position}: the chain of {subject} is broken here")
        }
        Finding::HashDiffers { stream, position, from } => {
            format!("{stream} {from} to {position}: the hash differs")
        }
    }
}
