//! Many writers on one aggregate: every accepted command is an event, in a chain without a gap.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use domain::devices::DeviceEvent;
use domain::event::Event;
use domain::subjects;
use event_log::RecordedEvent;
use futures::future::try_join_all;
use local_stack::{NatsCluster, scale};
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use crate::harness::{ADMINISTRATOR, Service};

const WRITERS: usize = 64;
const KWH: i64 = 1_000_000_000;
/// A client whose write is answered with 503 sends it again for so long.
const PATIENCE: Duration = Duration::from_secs(60);

/// Commands that change one device, each to another value, and what became of them.
struct Contention<'a> {
    service: &'a Service,
    device: Uuid,
    commands: usize,
    next: AtomicUsize,
}

impl Contention<'_> {
    /// Every writer takes the next command until there is none. Answers the accepted values.
    async fn run(&self) -> Result<BTreeSet<i64>> {
        let accepted = try_join_all((0..WRITERS).map(|_| self.write())).await?;
        let all: BTreeSet<i64> = accepted.iter().flatten().copied().collect();
        ensure!(all.len() == accepted.iter().map(Vec::len).sum::<usize>(), "a value twice");
        Ok(all)
    }

    async fn write(&self) -> Result<Vec<i64>> {
        let mut accepted = Vec::new();
        loop {
            let nth = self.next.fetch_add(1, Ordering::SeqCst);
            if nth >= self.commands {
                return Ok(accepted);
            }
            let value = nth as i64 + 1;
            if self.order(value).await? {
                accepted.push(value * KWH);
            }
        }
    }

    /// Whether the command was accepted. Only a conflict is a refusal.
    async fn order(&self, value: i64) -> Result<bool> {
        let path = format!("/devices/{}/plausible-range", self.device);
        let key = value.to_string();
        let begun = std::time::Instant::now();
        loop {
            let body = Some(json!({ "atLeast": 0, "atMost": value }));
            let put = self.service.send(Method::PUT, ADMINISTRATOR, &path, body, Some(&key));
            let answer = put.await?;
            match answer.status {
                204 => return Ok(true),
                409 => return Ok(false),
                503 if begun.elapsed() < PATIENCE => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                _ => anyhow::bail!("{answer:?}"),
            }
        }
    }

    /// Every accepted value once, nothing else, sequences without a gap, an unbroken chain.
    async fn check(&self, accepted: &BTreeSet<i64>) -> Result<()> {
        let subject = subjects::of_aggregate("device", &self.device.to_string());
        let events = self.service.log.load(&subject).await?;
        let written: Vec<i64> = events.iter().filter_map(at_most).collect();
        ensure!(written.len() == events.len() - 2, "registered and limited, then only ranges");
        ensure!(written.len() == accepted.len(), "{} of {}", written.len(), accepted.len());
        ensure!(written.into_iter().collect::<BTreeSet<_>>() == *accepted, "other values");
        let mut previous = String::new();
        for (event, sequence) in events.iter().zip(1..) {
            ensure!(event.sequence == sequence, "a gap before {}", event.sequence);
            ensure!(event.previous_hash == previous && event.computed_hash() == event.hash);
            previous.clone_from(&event.hash);
        }
        Ok(())
    }
}

fn at_most(event: &RecordedEvent) -> Option<i64> {
    match event.decode() {
        Ok(Event::Device(_, DeviceEvent::PlausibleRangeChanged { range, .. })) => {
            Some(range?.at_most.0)
        }
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn accepted_commands_are_events_and_the_others_are_conflicts() -> Result<()> {
    let service = Service::start().await?;
    let (device, commands) = (service.device("Boiler").await?, scale(400, 2_000));
    let contention = Contention { service: &service, device, commands, next: AtomicUsize::new(0) };
    let accepted = contention.run().await?;
    println!("{} of {commands} accepted", accepted.len());
    ensure!(!accepted.is_empty());
    contention.check(&accepted).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_holds_on_three_servers_while_the_leader_is_killed() -> Result<()> {
    let mut cluster = NatsCluster::start().await?;
    let service = Service::at(&cluster.url(), &cluster.monitor_url(), 3).await?;
    let (device, commands) = (service.device("Boiler").await?, scale(400, 2_000));
    let contention = Contention { service: &service, device, commands, next: AtomicUsize::new(0) };
    let kill = async {
        while contention.next.load(Ordering::SeqCst) < commands / 3 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let leader = leader(&service).await?;
        cluster.server(&leader).context("the leader")?.kill();
        tokio::time::sleep(Duration::from_secs(3)).await;
        ensure!(contention.next.load(Ordering::SeqCst) < commands, "nobody wrote meanwhile");
        cluster.server(&leader).context("the leader")?.restart().await?;
        Ok(leader)
    };
    let (accepted, killed) = tokio::try_join!(contention.run(), kill)?;
    println!("{} of {commands} accepted, {killed} was killed", accepted.len());
    contention.check(&accepted).await
}

async fn leader(service: &Service) -> Result<String> {
    let mut stream = service.log.jetstream().get_stream(subjects::EVENTS).await?;
    let cluster = stream.info().await?.cluster.clone();
    cluster.and_then(|cluster| cluster.leader).context("EVENTS has a leader")
}
