//! How fast the bridge empties a queue into the log, against a bare drain of an identical queue.

use std::collections::HashSet;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use async_nats::jetstream::consumer::DeliverPolicy;
use async_nats::jetstream::consumer::pull::OrderedConfig;
use clap::Args;
use domain::metering::Reading;
use domain::subjects;
use event_log::EventLog;
use futures::StreamExt;
use ingest_bridge::{App, Settings};
use local_stack::PrivateServers;
use process::CancellationToken;
use serde::Serialize;

use super::queue::{Broker, ENERGY};
use super::{log_settings, median};

/// Each message is acknowledged to RabbitMQ after the log has it on disk (sync_interval always).
#[derive(Args)]
pub struct BridgeDrain {
    /// Messages in each queue
    #[arg(long, default_value_t = 300_000)]
    messages: usize,
    /// Pairs of both sides; the order changes from pair to pair
    #[arg(long, default_value_t = 3)]
    pairs: usize,
    /// Fail below this median ratio
    #[arg(long, default_value_t = 0.7)]
    at_least: f64,
    /// Print one JSON object instead of lines
    #[arg(long)]
    json: bool,
}

/// Messages per second of one pair.
#[derive(Clone, Copy, Serialize)]
struct Pair {
    bridge: f64,
    bare: f64,
    ratio: f64,
}

#[derive(Serialize)]
struct Report {
    messages: usize,
    pairs: Vec<Pair>,
    ratio: f64,
}

impl BridgeDrain {
    pub async fn run(self) -> Result<ExitCode> {
        eprintln!(
            "starting private servers, then {} pairs of {} messages",
            self.pairs, self.messages
        );
        let servers = PrivateServers::start().await?;
        let mut pairs = Vec::new();
        for nth in 0..self.pairs {
            let pair = self.pair(&servers, nth).await?;
            if !self.json {
                println!(
                    "pair {}: bridge {:>7.0}/s, bare drain {:>7.0}/s, ratio {:.3}",
                    nth + 1,
                    pair.bridge,
                    pair.bare,
                    pair.ratio
                );
            }
            pairs.push(pair);
        }
        servers.stop().await?;
        let ratio = median(pairs.iter().map(|pair| pair.ratio));
        let report = Report { messages: self.messages, ratio, pairs };
        if self.json {
            println!("{}", serde_json::to_string(&report)?);
        } else {
            println!("median ratio {:.3}; every reading was found once in the log", report.ratio);
        }
        ensure!(report.ratio >= self.at_least, "the ratio is below {}", self.at_least);
        Ok(ExitCode::SUCCESS)
    }

    async fn pair(&self, servers: &PrivateServers, nth: usize) -> Result<Pair> {
        let broker = Broker::connect(&servers.rabbit.url()).await?;
        let (ours, bare) = (format!("bridge-{nth}"), format!("bare-{nth}"));
        broker.fill(&ours, self.messages).await?;
        broker.fill(&bare, self.messages).await?;
        let (bridge_took, bare_took);
        if nth.is_multiple_of(2) {
            bridge_took = self.drain_with_bridge(servers, &broker, &ours).await?;
            bare_took = broker.drain_bare(&bare, self.messages).await?;
        } else {
            bare_took = broker.drain_bare(&bare, self.messages).await?;
            bridge_took = self.drain_with_bridge(servers, &broker, &ours).await?;
        }
        broker.delete(&ours).await?;
        broker.delete(&bare).await?;
        let rate = |took: Duration| self.messages as f64 / took.as_secs_f64();
        let (bridge, bare) = (rate(bridge_took), rate(bare_took));
        Ok(Pair { bridge, bare, ratio: bridge / bare })
    }

    /// The real bridge, built and run as `ems run ingest-bridge` does.
    async fn drain_with_bridge(
        &self,
        servers: &PrivateServers,
        broker: &Broker,
        queue: &str,
    ) -> Result<Duration> {
        let settings = settings(servers, queue);
        let log = EventLog::connect(&settings.log, "bench").await?;
        log.ensure_streams(1).await?;
        let before = stored(&log).await?;
        let shutdown = CancellationToken::new();
        let app = App::build(settings).await?;
        let started = Instant::now();
        let bridge = tokio::spawn(app.run(shutdown.clone()));
        while stored(&log).await? - before < self.messages as u64 {
            ensure!(started.elapsed() < Duration::from_secs(300), "the bridge stalls");
            ensure!(!bridge.is_finished(), "the bridge ended");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        // Ending, the bridge acknowledges what it has stored; that is part of the work.
        shutdown.cancel();
        bridge.await??;
        let took = started.elapsed();
        ensure!(broker.depth(queue).await? == 0, "the bridge left messages in the queue");
        self.check_log(&log, before).await?;
        Ok(took)
    }

    /// Every reading is in the log, once, with its energy.
    async fn check_log(&self, log: &EventLog, before: u64) -> Result<()> {
        let found = readings_after(log, before).await?;
        let keys: HashSet<_> =
            found.iter().map(|reading| (reading.device, reading.measured_at)).collect();
        let energy: i64 = found.iter().map(|reading| reading.energy.0).sum();
        ensure!(found.len() == self.messages, "{} messages, not {}", found.len(), self.messages);
        ensure!(keys.len() == self.messages, "{} readings, not {}", keys.len(), self.messages);
        ensure!(energy == self.messages as i64 * ENERGY, "the energies add up to {energy}");
        Ok(())
    }
}

fn settings(servers: &PrivateServers, queue: &str) -> Settings {
    Settings {
        log: log_settings(servers),
        amqp_url: servers.rabbit.url(),
        retry_url: servers.rabbit.url(),
        authority: None,
        queue: queue.to_owned(),
        prefetch: 4_000,
        health_listen: ([127, 0, 0, 1], 0).into(),
        replica: "bench-bridge".to_owned(),
    }
}

async fn readings_after(log: &EventLog, before: u64) -> Result<Vec<Reading>> {
    let last = stored(log).await?;
    let stream = log.jetstream().get_stream(subjects::MEASUREMENTS).await?;
    let deliver_policy = DeliverPolicy::ByStartSequence { start_sequence: before + 1 };
    let config = OrderedConfig { deliver_policy, ..OrderedConfig::default() };
    let mut messages = stream.create_consumer(config).await?.messages().await?;
    let mut readings = Vec::new();
    while before + (readings.len() as u64) < last {
        let message = messages.next().await.context("the log ended early")??;
        readings.push(serde_json::from_slice(&message.payload)?);
    }
    Ok(readings)
}

/// Messages in MEASUREMENTS: those that the log has acknowledged, since it syncs each batch.
async fn stored(log: &EventLog) -> Result<u64> {
    let stream = log.jetstream().get_stream(subjects::MEASUREMENTS).await?;
    Ok(stream.cached_info().state.messages)
}
