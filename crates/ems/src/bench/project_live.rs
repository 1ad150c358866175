//! How fast two projections replicas commit readings, against a bare fetch of the same stream.

use std::process::{Child, ExitCode, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use async_nats::HeaderMap;
use async_nats::jetstream::consumer::{AckPolicy, PullConsumer, pull};
use chrono::{TimeDelta, Utc};
use clap::Args;
use domain::ids::DeviceId;
use domain::metering::{Instant as MeasuredAt, Reading};
use domain::quantity::MicroWattHours;
use domain::subjects;
use event_log::{BatchMessage, EventLog};
use futures::StreamExt;
use local_stack::PrivateServers;
use serde::Serialize;
use sqlx::PgPool;
use uuid::Uuid;

use super::queue::ENERGY;
use super::{log_settings, median};
use crate::stack::this_program;

const REPLICAS: usize = 2;
/// Readings in one transaction, and in one fetch of the peer.
const BATCH: usize = 5_000;
const PATIENCE: Duration = Duration::from_secs(300);

/// Each reading is acknowledged after PostgreSQL has committed it, totals and judgements included;
/// the peer fetches and acknowledges the same messages and does nothing else.
#[derive(Args)]
pub struct ProjectLive {
    /// Readings in the stream
    #[arg(long, default_value_t = 300_000)]
    readings: usize,
    /// Pairs of both sides with 1,000 devices; the order changes from pair to pair
    #[arg(long, default_value_t = 3)]
    pairs: usize,
    /// Also run one pair with each of these numbers of devices
    #[arg(long, value_delimiter = ',', default_value = "50000,100000")]
    also: Vec<usize>,
    /// Fail below this median ratio with 1,000 devices
    #[arg(long, default_value_t = 0.35)]
    at_least: f64,
    /// Print one JSON object instead of lines
    #[arg(long)]
    json: bool,
}

/// Readings per second of one pair.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
struct Pair {
    devices: usize,
    committed: f64,
    bare: f64,
    ratio: f64,
    /// The most memory that a replica held, in MiB.
    replica_mib: f64,
}

#[derive(Serialize)]
struct Report {
    readings: usize,
    pairs: Vec<Pair>,
    /// Median with 1,000 devices.
    ratio: f64,
}

impl ProjectLive {
    pub async fn run(self) -> Result<ExitCode> {
        let mut pairs = Vec::new();
        for nth in 0..self.pairs {
            pairs.push(self.pair(1_000, nth).await?);
        }
        let ratio = median(pairs.iter().map(|pair| pair.ratio));
        for devices in &self.also {
            pairs.push(self.pair(*devices, 0).await?);
        }
        let report = Report { readings: self.readings, pairs, ratio };
        if self.json {
            println!("{}", serde_json::to_string(&report)?);
        } else {
            println!("median ratio with 1,000 devices {ratio:.3}; every reading counted once");
        }
        ensure!(ratio >= self.at_least, "the ratio is below {}", self.at_least);
        Ok(ExitCode::SUCCESS)
    }

    /// On fresh servers: the stream is played once, and cannot be emptied.
    async fn pair(&self, devices: usize, nth: usize) -> Result<Pair> {
        let servers = PrivateServers::start().await?;
        let log = EventLog::connect(&log_settings(&servers), "bench").await?;
        log.ensure_streams(1).await?;
        let ids: Vec<DeviceId> = (0..devices).map(|_| DeviceId(Uuid::new_v4())).collect();
        register(&servers.postgres.url(), &ids).await?;
        fill(&log, self.readings, &ids).await?;
        let (bare_took, (took, kib));
        if nth.is_multiple_of(2) {
            (took, kib) = self.project(&servers, &log).await?;
            bare_took = self.fetch_bare(&log).await?;
        } else {
            bare_took = self.fetch_bare(&log).await?;
            (took, kib) = self.project(&servers, &log).await?;
        }
        servers.stop().await?;
        let rate = |took: Duration| self.readings as f64 / took.as_secs_f64();
        let (committed, bare) = (rate(took), rate(bare_took));
        let replica_mib = kib as f64 / 1024.0;
        let pair = Pair { devices, committed, bare, ratio: committed / bare, replica_mib };
        if !self.json {
            println!(
                "{devices:>7} devices: committed {committed:>7.0}/s, bare fetch {bare:>7.0}/s, \
                 ratio {:.3}, {replica_mib:.0} MiB a replica",
                pair.ratio
            );
        }
        Ok(pair)
    }

    /// From the first reading that a replica holds to the last acknowledgement.
    async fn project(&self, servers: &PrivateServers, log: &EventLog) -> Result<(Duration, u64)> {
        let replicas = (1..=REPLICAS).map(|nth| Replica::start(servers, nth));
        let replicas = replicas.collect::<Result<Vec<_>>>()?;
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
        let took = started.elapsed();
        self.check_totals(&servers.postgres.url()).await?;
        let peaks = replicas.iter().map(Replica::peak_kib).collect::<Result<Vec<_>>>()?;
        Ok((took, peaks.into_iter().max().unwrap_or_default()))
    }

    async fn check_totals(&self, database: &str) -> Result<()> {
        let pool = PgPool::connect(database).await?;
        let (readings, energy): (i64, i64) = sqlx::query_as(
            "select sum(count_0 + count_1 + count_2 + count_3)::bigint,
                    sum(energy_0 + energy_1 + energy_2 + energy_3)::bigint
             from metering.hourly_totals",
        )
        .fetch_one(&pool)
        .await?;
        ensure!(readings == self.readings as i64, "{readings} readings count");
        ensure!(energy == readings * ENERGY, "the totals add up to {energy}");
        Ok(())
    }

    /// The peer: as many subscriptions as there are replicas share a consumer of their own.
    async fn fetch_bare(&self, log: &EventLog) -> Result<Duration> {
        let stream = log.jetstream().get_stream(subjects::MEASUREMENTS).await?;
        let config = pull::Config {
            durable_name: Some("bare".to_owned()),
            ack_policy: AckPolicy::Explicit,
            max_ack_pending: 20_000,
            ..pull::Config::default()
        };
        let mut consumer = stream.create_consumer(config).await?;
        let started = Instant::now();
        let fetching: Vec<_> =
            (0..REPLICAS).map(|_| tokio::spawn(fetch(consumer.clone()))).collect();
        while consumer.info().await?.ack_floor.stream_sequence < self.readings as u64 {
            ensure!(started.elapsed() < PATIENCE, "the bare fetch stalls");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let took = started.elapsed();
        fetching.iter().for_each(tokio::task::JoinHandle::abort);
        Ok(took)
    }
}

async fn fetch(consumer: PullConsumer) -> Result<()> {
    let messages = consumer.stream().max_messages_per_batch(BATCH).messages().await?;
    let mut batches = messages.ready_chunks(BATCH);
    while let Some(batch) = batches.next().await {
        for message in batch {
            message?.ack().await.map_err(|error| anyhow::anyhow!("{error}"))?;
        }
    }
    Ok(())
}

/// Where the replicas' consumer stands: its ack floor, and the messages handed out.
pub(super) async fn acknowledged(log: &EventLog) -> Option<(u64, usize)> {
    let stream = log.jetstream().get_stream(subjects::MEASUREMENTS).await.ok()?;
    let info = stream.consumer_info(subjects::METERING_CONSUMER).await.ok()?;
    Some((info.ack_floor.stream_sequence, info.num_ack_pending))
}

/// A projections process; dropping it ends it.
pub(super) struct Replica(Child);

impl Replica {
    pub(super) fn start(servers: &PrivateServers, nth: usize) -> Result<Self> {
        let child = this_program()
            .args(["run", "projections"])
            .env("EMS_NATS_URL", servers.nats.url())
            .env("EMS_NATS_MONITOR_URL", servers.nats.monitor_url())
            .env("EMS_DATABASE_URL", servers.postgres.url())
            .env("EMS_HEALTH_LISTEN", "127.0.0.1:0")
            .env("EMS_REPLICA", format!("bench-{nth}"))
            .env("EMS_BATCH_SIZE", BATCH.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start a replica")?;
        Ok(Self(child))
    }

    fn peak_kib(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        kib.context("the system does not tell a process's memory")
    }
}

impl Drop for Replica {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing is left behind.
        let _killed = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// Devices with a limit, as the rules projection would have written them from as many events: giving
/// 100,000 commands would take longer than everything else.
pub(super) async fn register(database: &str, ids: &[DeviceId]) -> Result<()> {
    let pool = PgPool::connect(database).await?;
    projections::create_tables(&pool).await?;
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    for sql in [
        "insert into metering.devices (device_id, position, in_use)
         select id, 1, true from unnest($1::uuid[]) as id",
        "insert into metering.limits (device_id, position, since, max_energy)
         select id, 1, now() - interval '1 year', 1000000000 from unnest($1::uuid[]) as id",
    ] {
        sqlx::query(sql).bind(&ids).execute(&pool).await?;
    }
    sqlx::query("insert into projections.positions (name, position) values ('metering-rules', 1)")
        .execute(&pool)
        .await?;
    Ok(())
}

/// Different readings, spread over the devices, ten minutes apart for each of them.
pub(super) async fn fill(log: &EventLog, readings: usize, ids: &[DeviceId]) -> Result<()> {
    let devices = ids.len();
    let first = Utc::now() - TimeDelta::days(30);
    for chunk in (0..readings).collect::<Vec<_>>().chunks(1_000) {
        let messages = chunk.iter().map(|nth| {
            let at = first + TimeDelta::minutes(10 * (nth / devices) as i64);
            let device = ids[nth % devices];
            let reading =
                Reading { device, measured_at: MeasuredAt::of(at), energy: MicroWattHours(ENERGY) };
            Ok(BatchMessage {
                subject: subjects::of_measurement(device),
                headers: HeaderMap::new(),
                payload: serde_json::to_vec(&reading)?.into(),
            })
        });
        log.publish_batch(messages.collect::<Result<_>>()?).await?;
    }
    Ok(())
}
