//! `ems restore`: a backup into empty servers, with every erasure carried out again before anybody
//! is served.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use domain::subjects;
use event_log::{EventLog, ScanFrom, StreamShape};
use futures::TryStreamExt;
use projections::audit::{AuditPublicKey, Book};
use sqlx::PgPool;
use uuid::Uuid;

use super::manifest::{Manifest, StreamCopy};
use super::tables;
use crate::commands::audit::{Bar, Sources, secret_file};
use crate::commands::waiting::output::{conflict, not_ready};
use crate::terminal::{duration, good, say, warn};

/// Bring a backup back into empty servers, before the roles are started
///
/// The read models are made from the log once the roles run. Exits with 0 when done, 1 when it failed
/// or what came back is not what was sealed, 3 when nothing runs here, and 4 when the servers are not
/// empty.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  EMS_NATS_URL=… EMS_DATABASE_URL=… ems restore /backups/2026-11-30\n  ems restore /backups/2026-11-30 --keys /vault/2026-11-30.keys --public-key audit-public-key.pem"
)]
pub struct Restore {
    /// What `ems backup` has made
    folder: PathBuf,
    /// The file with people's keys; else KEYS.snapshot in the folder
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Checks the log against its checkpoints at the end
    #[arg(long, env = "EMS_AUDIT_PUBLIC_KEY_FILE", value_name = "FILE")]
    public_key: Option<PathBuf>,
}

impl Restore {
    pub async fn run(self) -> Result<ExitCode> {
        let Some(Sources { log, pool, .. }) = Sources::find().await? else { return not_ready() };
        let (begin, manifest) = (Instant::now(), Manifest::read(&self.folder)?);
        projections::create_tables(&pool).await?;
        gateway::create_tables(&pool).await?;
        if let Some(what) = in_the_way(&log, &pool).await? {
            return conflict(&format!("{what}; a backup goes into empty servers only"));
        }
        for copy in &manifest.streams {
            self.restore(&log, copy).await?;
        }
        let erased = erase_again(&log).await?;
        for copy in &manifest.tables {
            tables::load(&pool, copy, &self.folder).await?;
        }
        end_sessions_of(&pool, &erased).await?;
        say(&format!("{} erasures carried out again", erased.len()));
        let is_whole = self.check(&log, &pool).await?;
        say(&format!("restored in {}", duration(begin.elapsed())));
        Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    async fn restore(&self, log: &EventLog, copy: &StreamCopy) -> Result<()> {
        let StreamCopy { stream, shape, file } = copy;
        let keys = self.keys.as_ref().filter(|_| stream == subjects::KEYS);
        let path = keys.cloned().unwrap_or_else(|| self.folder.join(&file.name));
        // Keys that were kept apart may be of another backup than the rest; the manifest beside
        // them says what they are.
        let (shape, mut source) = match keys.and_then(|keys| Some((keys.parent()?, keys))) {
            Some((folder, keys)) if folder != self.folder => {
                let beside = Manifest::read(folder).ok();
                let of_keys = beside.and_then(|manifest| {
                    let mut streams = manifest.streams.into_iter();
                    streams.find(|copy| copy.stream == subjects::KEYS)
                });
                match of_keys {
                    Some(copy) => (copy.shape, copy.file.open(keys)?),
                    None => (shape.clone(), file.open(keys)?),
                }
            }
            _ => (shape.clone(), file.open(&path)?),
        };
        let empty = log.jetstream().get_stream(stream).await.is_ok();
        if empty {
            log.jetstream().delete_stream(stream).await?;
        }
        log.restore(stream, &shape, &mut source).await?;
        same_state(log, stream, &shape).await?;
        say(&format!("{stream}: {} messages", shape.state["messages"]));
        Ok(())
    }

    /// Whether the log is what was sealed, as far as somebody said with which key to look.
    async fn check(&self, log: &EventLog, pool: &PgPool) -> Result<bool> {
        let key = match &self.public_key {
            Some(key) => Some(key.clone()),
            None => secret_file("EMS_AUDIT_PUBLIC_KEY_FILE", "audit-public-key.pem")?,
        };
        let Some(key) = key else {
            warn("not checked against checkpoints: name the public key with --public-key");
            return Ok(true);
        };
        let key = AuditPublicKey::from_pem(&std::fs::read_to_string(&key)?)?;
        let checkpoints = Book::new(pool.clone(), None).all().await?;
        let (audit, bar) = (projections::audit::Audit::new(log.clone(), pool.clone()), Bar::new());
        let verified = audit.verify(&checkpoints, &key, &bar).await;
        bar.finish();
        let verified = verified?;
        match verified.findings.first() {
            None => say(&good("the log is what was sealed")),
            Some(first) => warn(&format!("the log is not what was sealed: {first:?}")),
        }
        Ok(verified.is_whole())
    }
}

/// What of these servers would be lost or mixed up.
async fn in_the_way(log: &EventLog, pool: &PgPool) -> Result<Option<String>> {
    for stream in super::STREAMS {
        let Ok(found) = log.jetstream().get_stream(stream).await else { continue };
        let messages = found.cached_info().state.messages;
        if messages > 0 {
            return Ok(Some(format!("{stream} holds {messages} messages")));
        }
    }
    for table in tables::KEPT.into_iter().chain(["projections.positions"]) {
        let is_used: bool = sqlx::query_scalar(&format!("select exists (select from {table})"))
            .fetch_one(pool)
            .await?;
        if is_used {
            return Ok(Some(format!("the table {table} is in use")));
        }
    }
    Ok(None)
}

async fn same_state(log: &EventLog, stream: &str, shape: &StreamShape) -> Result<()> {
    let found = log.jetstream().get_stream(stream).await?;
    let state = &found.cached_info().state;
    let number = |name: &str| shape.state[name].as_u64().unwrap_or_default();
    // The first sequence of an empty stream is told in two ways that mean the same.
    let first = |messages, first| if messages == 0 { 0 } else { first };
    let messages = number("messages");
    let saved = (messages, first(messages, number("first_seq")), number("last_seq"));
    let there = (state.messages, first(state.messages, state.first_sequence), state.last_sequence);
    ensure!(saved == there, "{stream} came back as {there:?} and was {saved:?}");
    Ok(())
}

/// People's keys may come from an earlier time than their erasure: they are destroyed again, before
/// anything that could open them runs.
async fn erase_again(log: &EventLog) -> Result<Vec<Uuid>> {
    let until = log.extent(subjects::EVENTS).await?.last;
    let from = ScanFrom::Sequence(1);
    let events = log.scan(subjects::EVENTS, subjects::ALL_USERS, from, until).await?;
    let mut events = std::pin::pin!(events);
    let mut erased = Vec::new();
    while let Some(stored) = events.try_next().await? {
        let Ok(event) = stored.event() else { continue };
        if event.encoded.kind == "UserErased" {
            let person = subjects::aggregate_of(&event.subject).map(|(_, id)| id.parse());
            let Some(Ok(person)) = person else { bail!("{} names nobody", event.subject) };
            log.destroy_key(person).await.with_context(|| format!("erasing {person} again"))?;
            erased.push(person);
        }
    }
    Ok(erased)
}

async fn end_sessions_of(pool: &PgPool, people: &[Uuid]) -> Result<(), sqlx::Error> {
    sqlx::query("delete from gateway.sessions where user_id = any($1)")
        .bind(people)
        .execute(pool)
        .await
        .map(drop)
}
