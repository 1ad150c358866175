//! `ems backup` and `ems restore`: what cannot be made again, into a folder and out of it.
//!
//! The streams are copied by JetStream's own snapshots, so they keep their sequences and times; of
//! PostgreSQL only the sessions and the checkpoints are, since everything else is made from the log.

mod manifest;
mod restore;
mod tables;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use chrono::Utc;
use clap::Args;
use domain::subjects;

pub use restore::Restore;

use super::audit::Sources;
use super::waiting::output::not_ready;
use crate::terminal::{duration, say};
use manifest::{FileOf, Manifest, StreamCopy, writing};

/// EVENTS before KEYS: a key is there before the first event that needs it, so no event in the copy
/// lacks its key.
const STREAMS: [&str; 5] = [
    subjects::EVENTS,
    subjects::MEASUREMENTS,
    subjects::QUARANTINE,
    subjects::SECURITY,
    subjects::KEYS,
];

/// Copy the log, people's keys and the sessions into a folder
///
/// Keep the keys apart from the rest, and the master key apart from both: whoever has all three can
/// read what is personal. Exits with 0 when done, 1 when it failed, and 3 when nothing runs here.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems backup /backups/2026-11-30\n  ems backup /backups/2026-11-30 --keys /vault/2026-11-30.keys --json"
)]
pub struct Backup {
    /// A folder that is empty or does not exist
    folder: PathBuf,
    /// The file for people's keys; else KEYS.snapshot in the folder
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Print the manifest
    #[arg(long)]
    json: bool,
}

impl Backup {
    pub async fn run(self) -> Result<ExitCode> {
        let Some(sources) = Sources::find().await? else { return not_ready() };
        let begin = Instant::now();
        let shown = self.folder.display();
        fs::create_dir_all(&self.folder).with_context(|| format!("cannot make {shown}"))?;
        let is_empty = fs::read_dir(&self.folder)?.next().is_none();
        ensure!(is_empty, "{shown} is not empty; a backup goes into a folder of its own");
        let mut manifest = Manifest { made_at: Utc::now(), streams: vec![], tables: vec![] };
        // First, so that every checkpoint names positions that the copies of the streams have.
        for table in tables::KEPT {
            manifest.tables.extend(tables::save(&sources.pool, table, &self.folder).await?);
        }
        for stream in STREAMS {
            if sources.log.jetstream().get_stream(stream).await.is_err() {
                continue;
            }
            let name = format!("{stream}.snapshot");
            let keys = self.keys.as_ref().filter(|_| stream == subjects::KEYS);
            let path = keys.cloned().unwrap_or_else(|| self.folder.join(&name));
            let mut file = writing(&path)?;
            let shape = sources.log.snapshot(stream, &mut file).await?;
            let file = FileOf { name, ..file.finish()? };
            say(&format!("{stream}: {} messages, {} bytes", shape.state["messages"], file.bytes));
            manifest.streams.push(StreamCopy { stream: stream.to_owned(), shape, file });
        }
        manifest.write(&self.folder)?;
        if self.json {
            println!("{}", serde_json::to_string_pretty(&manifest)?);
        }
        say(&format!("backed up in {}", duration(begin.elapsed())));
        Ok(ExitCode::SUCCESS)
    }
}
