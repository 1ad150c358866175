//! Checking a log with checkpoints and the public key.

use std::collections::{BTreeMap, HashMap};

use domain::subjects;
use event_log::{EventLog, Position, Stored};
use serde::Serialize;

use super::super::Progress;
use super::checkpoint::{AggregateEnd, Checkpoint, ShardEnd, SignedCheckpoint, Span};
use super::digest::Digest;
use super::keys::AuditPublicKey;
use super::locate::Finding;
use super::seal::add_to_shard;
use super::walk::Walk;

/// More than this many findings say no more than these.
const AT_MOST: usize = 1_000;

/// What a check of the log has found.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verified {
    pub checkpoints: u64,
    /// Events that are there, and up to where they are sealed.
    pub events: u64,
    pub events_sealed_to: Position,
    pub readings: u64,
    pub readings_sealed_to: Position,
    /// Sealed readings that are older than the stream keeps: nobody can check them any more.
    pub readings_expired: u64,
    /// None: the log is what was sealed. In the order of their positions, those of events first.
    pub findings: Vec<Finding>,
}

impl Verified {
    pub fn is_whole(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Checks both streams.
pub(in crate::audit) async fn verify(
    log: &EventLog,
    signed: &[SignedCheckpoint],
    key: &AuditPublicKey,
    progress: &dyn Progress,
) -> anyhow::Result<Verified> {
    let (checkpoints, mut findings) = open(signed, key);
    let spans: Vec<Span> = checkpoints.iter().map(|checkpoint| checkpoint.events.clone()).collect();
    let mut events = Walk::of(log, subjects::EVENTS, &spans).await?;
    let mut chains = Chains::expecting(&checkpoints);
    let each = |message: &Stored, _: &Digest, findings: &mut Vec<Finding>| {
        findings.extend(chains.check(message).filter(|_| findings.len() < AT_MOST));
        Ok(())
    };
    events.go(log, subjects::ALL_EVENTS, progress, each).await?;
    events.findings.extend(chains.missing());
    events.findings.sort_by_key(Finding::position);
    let spans: Vec<Span> =
        checkpoints.iter().map(|checkpoint| checkpoint.measurements.clone()).collect();
    let mut readings = Walk::of(log, subjects::MEASUREMENTS, &spans).await?;
    let sealed_to = readings.sealed_to();
    let mut shards = BTreeMap::new();
    let each = |message: &Stored, digest: &Digest, _: &mut Vec<Finding>| {
        if message.sequence <= sealed_to {
            add_to_shard(&mut shards, message, digest)?;
        }
        Ok(())
    };
    readings.go(log, subjects::ALL_MEASUREMENTS, progress, each).await?;
    if readings.findings.is_empty() && readings.expired == 0 {
        readings.findings.extend(differing_shard(&checkpoints, &shards, sealed_to));
    }
    readings.findings.sort_by_key(Finding::position);
    findings.append(&mut events.findings);
    findings.append(&mut readings.findings);
    findings.truncate(AT_MOST);
    Ok(Verified {
        checkpoints: checkpoints.len() as u64,
        events: events.messages,
        events_sealed_to: events.sealed_to(),
        readings: readings.messages,
        readings_sealed_to: sealed_to,
        readings_expired: readings.expired,
        findings,
    })
}

/// What the checkpoints say, up to the first that is not what it should be.
fn open(signed: &[SignedCheckpoint], key: &AuditPublicKey) -> (Vec<Checkpoint>, Vec<Finding>) {
    let mut opened: Vec<Checkpoint> = Vec::new();
    let mut previous = String::new();
    for signed in signed {
        let number = opened.len() as u64 + 1;
        let checkpoint = match signed.open(key) {
            Ok(checkpoint) => checkpoint,
            Err(why) => {
                let why = format!("{why:#}");
                return (opened, vec![Finding::BadSignature { checkpoint: number, why }]);
            }
        };
        if (checkpoint.number, &checkpoint.previous) != (number, &previous) {
            return (opened, vec![Finding::CheckpointsBroken { checkpoint: number }]);
        }
        previous = signed.hash();
        opened.push(checkpoint);
    }
    (opened, vec![])
}

/// The last word of the checkpoints on each shard against what the stream has of it.
fn differing_shard(
    checkpoints: &[Checkpoint],
    shards: &BTreeMap<String, ShardEnd>,
    position: Position,
) -> Option<Finding> {
    let sealed = &checkpoints.last()?.shards;
    let (shard, _) = sealed.iter().find(|(shard, end)| shards.get(*shard) != Some(end))?;
    let stream = format!("{} shard {shard}", subjects::MEASUREMENTS);
    Some(Finding::HashDiffers { stream, position, from: 1 })
}

/// The chains of all aggregates, event by event, and how far checkpoints say that they go.
struct Chains {
    sealed: BTreeMap<String, AggregateEnd>,
    /// Sequence and hash of the last event of each that was read.
    ends: HashMap<String, (u64, String)>,
}

impl Chains {
    fn expecting(checkpoints: &[Checkpoint]) -> Self {
        let mut sealed = BTreeMap::new();
        for checkpoint in checkpoints {
            sealed.extend(checkpoint.aggregates.clone());
        }
        Self { sealed, ends: HashMap::new() }
    }

    fn check(&mut self, message: &Stored) -> Option<Finding> {
        let (position, subject) = (message.sequence, message.subject.clone());
        let Ok(event) = message.event() else {
            return Some(Finding::ChainBroken { position, subject });
        };
        let end = self.ends.entry(subject.clone()).or_default();
        let follows = event.sequence == end.0 + 1 && event.previous_hash == end.1;
        let is_intact = follows && event.computed_hash() == event.hash;
        *end = (event.sequence, event.hash.clone());
        if self
            .sealed
            .get(&subject)
            .is_some_and(|sealed| sealed.events == event.sequence && sealed.hash == event.hash)
        {
            self.sealed.remove(&subject);
        }
        (!is_intact).then_some(Finding::ChainBroken { position, subject })
    }

    /// Aggregates whose last sealed event did not come.
    fn missing(self) -> Vec<Finding> {
        let Self { sealed, ends } = self;
        let missing = sealed.into_iter().map(|(subject, AggregateEnd { events, position, .. })| {
            match ends.get(&subject) {
                None => Finding::DroppedAggregate { position, subject, events },
                Some((found, _)) => {
                    let (sealed, found) = (events, *found);
                    Finding::AggregateDiffers { position, subject, sealed, found }
                }
            }
        });
        missing.take(AT_MOST).collect()
    }
}
