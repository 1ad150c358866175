//! `ems audit checkpoint`: seal what the log holds by now.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use projections::audit::{AuditKey, Book};

use super::sources::{Bar, Sources, secret_file};
use crate::commands::waiting::output::{done, not_ready, show};
use crate::terminal::say;

/// Seal what was added to the log since the last checkpoint, with a signature
///
/// The projections replicas do so by themselves. Exits with 0 when all is sealed, 1 when it failed, 2
/// when there is no key, and 3 when nothing runs here.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems audit checkpoint\n  ems audit checkpoint --key audit-key.pem --file /mnt/elsewhere/checkpoints.ndjson --json"
)]
pub struct Checkpoint {
    /// The key that signs: Ed25519, PKCS#8 in PEM; else that of the stack that runs here
    #[arg(long, env = "EMS_AUDIT_KEY_FILE", value_name = "FILE")]
    key: Option<PathBuf>,
    /// A file that gets a line for each checkpoint; keep it elsewhere
    #[arg(long, env = "EMS_CHECKPOINTS_FILE", value_name = "FILE")]
    file: Option<PathBuf>,
    /// Print one JSON object for each checkpoint that was made
    #[arg(long)]
    json: bool,
}

impl Checkpoint {
    pub async fn run(self) -> Result<ExitCode> {
        let key = match self.key {
            Some(key) => Some(key),
            None => secret_file("EMS_AUDIT_KEY_FILE", "audit-key.pem")?,
        };
        let Some(key) = key else {
            say("name the key that signs with --key or EMS_AUDIT_KEY_FILE");
            return Ok(ExitCode::from(2));
        };
        let shown = key.display();
        let pem = std::fs::read_to_string(&key).with_context(|| format!("cannot read {shown}"))?;
        let key = AuditKey::from_pem(&pem).with_context(|| format!("the file {shown}"))?;
        let Some(sources) = Sources::find().await? else { return not_ready() };
        let book = Book::new(sources.pool.clone(), self.file);
        let (bar, mut made) = (Bar::new(), 0);
        while let Some(checkpoint) = sources.audit().seal(&book, &key, &bar).await? {
            made += 1;
            let (events, readings) = (checkpoint.events.to, checkpoint.measurements.to);
            let number = checkpoint.number;
            if self.json {
                show(&serde_json::json!({
                    "number": number, "madeAt": checkpoint.made_at,
                    "events": events, "measurements": readings,
                }))?;
            } else {
                say(&format!("checkpoint {number}: event {events}, reading {readings}"));
            }
        }
        bar.finish();
        done(if made == 0 { "everything was sealed before" } else { "everything is sealed" })
    }
}
