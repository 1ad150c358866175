//! How fast hourly totals are made anew from the log, against a bare ordered fetch and against live.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use async_nats::jetstream::consumer::{AckPolicy, pull};
use clap::Args;
use domain::ids::DeviceId;
use domain::subjects;
use event_log::EventLog;
use futures::StreamExt;
use local_stack::PrivateServers;
use projections::{Kind, Runs};
use serde::Serialize;
use sqlx::PgPool;
use uuid::Uuid;

use super::project_live::{Replica, acknowledged, fill, register};
use super::{log_settings, median};

const REPLICAS: usize = 2;
const PATIENCE: Duration = Duration::from_secs(600);
/// Messages of the peer's fetch at a time.
const BATCH: usize = 5_000;

/// Live: two replicas count every reading of a stream. Then one of them makes the totals anew from the
/// same stream, compares and switches, and a bare consumer fetches it and does nothing else.
#[derive(Args)]
pub struct Rebuild {
    /// Readings in the stream
    #[arg(long, default_value_t = 600_000)]
    readings: usize,
    /// Devices that they are of
    #[arg(long, default_value_t = 1_000)]
    devices: usize,
    /// Rounds, each on fresh servers
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Fail below this median against live
    #[arg(long, default_value_t = 2.0)]
    at_least: f64,
    /// Print one JSON object instead of lines
    #[arg(long)]
    json: bool,
}

/// Readings per second.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
struct Round {
    /// Read, decided and written; comparing and switching come after it.
    rebuilt: f64,
    /// The whole run, from its first message to the switch.
    whole: f64,
    bare: f64,
    live: f64,
    against_bare: f64,
    against_live: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Summary {
    readings: usize,
    devices: usize,
    rounds: Vec<Round>,
    against_bare: f64,
    against_live: f64,
}

impl Rebuild {
    pub async fn run(self) -> Result<ExitCode> {
        let mut rounds = Vec::new();
        for _ in 0..self.rounds {
            rounds.push(self.round().await?);
        }
        let against_bare = median(rounds.iter().map(|round| round.against_bare));
        let against_live = median(rounds.iter().map(|round| round.against_live));
        let (readings, devices) = (self.readings, self.devices);
        if self.json {
            let summary = Summary { readings, devices, rounds, against_bare, against_live };
            println!("{}", serde_json::to_string(&summary)?);
        } else {
            println!("median {against_live:.2} x live, {against_bare:.2} x the bare fetch");
        }
        ensure!(against_live >= self.at_least, "it is below {} x live", self.at_least);
        Ok(ExitCode::SUCCESS)
    }

    async fn round(&self) -> Result<Round> {
        let servers = PrivateServers::start().await?;
        let log = EventLog::connect(&log_settings(&servers), "bench").await?;
        log.ensure_streams(1).await?;
        let ids: Vec<DeviceId> = (0..self.devices).map(|_| DeviceId(Uuid::new_v4())).collect();
        register(&servers.postgres.url(), &ids).await?;
        fill(&log, self.readings, &ids).await?;
        let replicas = (1..=REPLICAS).map(|nth| Replica::start(&servers, nth));
        let replicas = replicas.collect::<Result<Vec<_>>>()?;
        let live = self.count_live(&log).await?;
        let bare = self.fetch_bare(&log).await?;
        let (rebuilt, whole) = self.rebuild(&servers.postgres.url()).await?;
        drop(replicas);
        servers.stop().await?;
        let rate = |took: Duration| self.readings as f64 / took.as_secs_f64();
        let (rebuilt, whole, bare, live) = (rate(rebuilt), rate(whole), rate(bare), rate(live));
        let (against_bare, against_live) = (whole / bare, whole / live);
        if !self.json {
            println!(
                "rebuilt {rebuilt:>7.0}/s, with comparing and switching {whole:>7.0}/s; bare fetch \
                 {bare:>7.0}/s, live {live:>7.0}/s; {against_live:.2} x live"
            );
        }
        Ok(Round { rebuilt, whole, bare, live, against_bare, against_live })
    }

    /// From the first reading that a replica holds to the last acknowledgement.
    async fn count_live(&self, log: &EventLog) -> Result<Duration> {
        let begun = Instant::now();
        while acknowledged(log).await.is_none_or(|(_, handed_out)| handed_out == 0) {
            ensure!(begun.elapsed() < PATIENCE, "no replica fetches");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let started = Instant::now();
        while acknowledged(log).await.is_none_or(|(floor, _)| floor < self.readings as u64) {
            ensure!(started.elapsed() < PATIENCE, "the replicas stall");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(started.elapsed())
    }

    async fn fetch_bare(&self, log: &EventLog) -> Result<Duration> {
        let stream = log.jetstream().get_stream(subjects::MEASUREMENTS).await?;
        let config = pull::Config { ack_policy: AckPolicy::None, ..pull::Config::default() };
        let started = Instant::now();
        let consumer = stream.create_consumer(config).await?;
        let mut messages = consumer.stream().max_messages_per_batch(BATCH).messages().await?;
        for _ in 0..self.readings {
            messages.next().await.context("the subscription ended")??;
        }
        Ok(started.elapsed())
    }

    /// How long reading and writing took, and the whole run.
    async fn rebuild(&self, database: &str) -> Result<(Duration, Duration)> {
        let pool = PgPool::connect(database).await?;
        let runs = Runs::new(pool);
        let run = runs.ask("hourly-totals", Kind::Rebuild).await?;
        let begun = Instant::now();
        loop {
            let view = runs.run(run).await?.context("the run is gone")?;
            if !view.is_over() {
                ensure!(begun.elapsed() < PATIENCE, "the rebuild stalls");
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            }
            let report = view.report().with_context(|| format!("no report: {view:?}"))?;
            ensure!(report.differences == 0, "{} rows differ", report.differences);
            let (began, ended) = view.began_at.zip(view.ended_at).context("it has an end")?;
            return Ok((Duration::from_secs_f64(report.seconds), (ended - began).to_std()?));
        }
    }
}
