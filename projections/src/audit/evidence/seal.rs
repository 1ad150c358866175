//! Making the next checkpoint.

use std::collections::BTreeMap;

use anyhow::ensure;
use chrono::Utc;
use domain::subjects;
use event_log::{EventLog, ScanFrom, Stored};
use futures::TryStreamExt;
use sqlx::PgConnection;

use super::super::Progress;
use super::book::Book;
use super::checkpoint::{AggregateEnd, BLOCK, Block, Checkpoint, ShardEnd, Span};
use super::digest::{self, Digest};
use super::keys::AuditKey;
use crate::database::lock;

/// Messages of a stream in one checkpoint at most; the next one goes on.
const AT_MOST: u64 = 100_000;

/// Seals what was added since the newest checkpoint. None if nothing was, or if somebody else does
/// so now and `waits` is false.
pub(in crate::audit) async fn seal(
    log: &EventLog,
    book: &Book,
    key: &AuditKey,
    waits: bool,
    progress: &dyn Progress,
) -> anyhow::Result<Option<Checkpoint>> {
    // A connection of its own: the lock goes with it, however this ends.
    let mut connection = book.pool().acquire().await?.detach();
    if !locked(&mut connection, waits).await? {
        return Ok(None);
    }
    let newest = book.newest(&mut connection, &key.public()).await?;
    let (previous, last) = newest.unzip();
    let last = last.unwrap_or_else(nothing_sealed);
    let mut next = Checkpoint {
        number: last.number + 1,
        made_at: Utc::now(),
        previous: previous.map(|signed| signed.hash()).unwrap_or_default(),
        ..last.clone()
    };
    (next.aggregates, next.blocks) = (BTreeMap::new(), Vec::new());
    let Checkpoint { events, measurements, shards, blocks, aggregates, .. } = &mut next;
    let filter = subjects::ALL_EVENTS;
    *events = add(log, subjects::EVENTS, filter, &last.events, progress, |message, _| {
        if let Ok(event) = message.event() {
            let (events, hash, position) = (event.sequence, event.hash, event.position);
            aggregates.insert(event.subject, AggregateEnd { events, hash, position });
        }
        Ok(())
    })
    .await?;
    let filter = subjects::ALL_MEASUREMENTS;
    *measurements = add(
        log,
        subjects::MEASUREMENTS,
        filter,
        &last.measurements,
        progress,
        |message, digest| {
            blocks.extend(add_to_shard(shards, message, digest)?);
            Ok(())
        },
    )
    .await?;
    if events.tags.is_empty() && measurements.tags.is_empty() {
        return Ok(None);
    }
    book.add(&mut connection, &next, &next.signed(key)).await?;
    Ok(Some(next))
}

async fn locked(connection: &mut PgConnection, waits: bool) -> Result<bool, sqlx::Error> {
    let sql = match waits {
        true => "select pg_advisory_lock($1) is not null",
        false => "select pg_try_advisory_lock($1)",
    };
    sqlx::query_scalar(sql).bind(lock::CHECKPOINTS).fetch_one(connection).await
}

fn nothing_sealed() -> Checkpoint {
    Checkpoint {
        number: 0,
        made_at: Utc::now(),
        previous: String::new(),
        events: Span::default(),
        measurements: Span::default(),
        shards: BTreeMap::new(),
        blocks: vec![],
        aggregates: BTreeMap::new(),
    }
}

/// The messages of a stream after those that are sealed. A hole among them is an error: sealing it
/// would make a loss look as if it had always been so.
async fn add(
    log: &EventLog,
    stream: &'static str,
    filter: &str,
    sealed: &Span,
    progress: &dyn Progress,
    mut each: impl FnMut(&Stored, &Digest) -> anyhow::Result<()>,
) -> anyhow::Result<Span> {
    let extent = log.extent(stream).await?;
    let start = if extent.expires { extent.first } else { 1 };
    let from = (sealed.to + 1).max(start);
    let to = extent.last.min(from + AT_MOST - 1);
    let (mut running, mut tags, mut next) = (sealed.running()?, String::new(), from);
    if to >= from {
        let messages = log.scan(stream, filter, ScanFrom::Sequence(from), to).await?;
        let mut messages = std::pin::pin!(messages);
        while let Some(message) = messages.try_next().await? {
            ensure!(message.sequence == next, "{stream} has lost message {next}; it is not sealed");
            let digest = digest::of(&message);
            running.add(&digest);
            tags.push_str(&hex::encode(digest::tag(&digest)));
            each(&message, &digest)?;
            progress.at(stream, next + 1 - from, to + 1 - from);
            next += 1;
        }
        ensure!(next == to + 1, "{stream} has lost message {next}; it is not sealed");
    }
    Ok(Span { from, to: next - 1, hash: running.hex(), tags })
}

/// Answers the block that the message fills.
pub(super) fn add_to_shard(
    shards: &mut BTreeMap<String, ShardEnd>,
    message: &Stored,
    digest: &Digest,
) -> anyhow::Result<Option<Block>> {
    let shard = message.subject.rsplit('.').next().unwrap_or_default().to_owned();
    let end = shards.entry(shard.clone()).or_default();
    let mut running = end.running()?;
    running.add(digest);
    *end = ShardEnd { messages: end.messages + 1, hash: running.hex() };
    let is_full = end.messages.is_multiple_of(BLOCK);
    Ok(is_full.then(|| Block {
        shard,
        block: end.messages / BLOCK - 1,
        hash: end.hash.clone(),
        to: message.sequence,
    }))
}
