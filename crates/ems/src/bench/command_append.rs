//! How fast commands are carried out, against bare conditional publishes of the same bytes and
//! against the same aggregate on PostgreSQL.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use async_nats::HeaderMap;
use async_nats::header::NATS_EXPECTED_LAST_SUBJECT_SEQUENCE;
use bytes::Bytes;
use chrono::Utc;
use clap::Args;
use cqrs_es::CqrsFramework;
use cqrs_es::persist::PersistedEventStore;
use domain::devices::{Device, DeviceCommand, DeviceDescription};
use domain::ids::{CommandId, DeviceId};
use domain::provenance::{Actor, Provenance};
use domain::quantity::MicroWattHours;
use domain::subjects;
use event_log::{BatchMessage, EventLog, NoReservations};
use futures::future::try_join_all;
use local_stack::PrivateServers;
use postgres_es::PostgresEventRepository;
use serde::Serialize;
use sqlx::PgPool;
use uuid::Uuid;

use super::{log_settings, median};

const WRITERS: [usize; 3] = [1, 16, 128];
/// Each writer goes round these, so that none of them grows without bound.
const DEVICES_OF_A_WRITER: usize = 8;
/// As the documentation of postgres-es has it.
const EVENTS_TABLE: &str = "create table events (
    aggregate_type text not null, aggregate_id text not null, sequence bigint not null,
    event_type text not null, event_version text not null, payload json not null,
    metadata json not null, primary key (aggregate_type, aggregate_id, sequence))";

/// Each command loads its aggregate, is decided, and is answered after the log has its event on disk;
/// the peer publishes the same headers and payloads under the same expectations and does nothing
/// else.
#[derive(Args)]
pub struct CommandAppend {
    /// Commands of each side with several writers; one writer alone carries out a tenth
    #[arg(long, default_value_t = 20_000)]
    commands: usize,
    /// Pairs of both sides for each number of writers; the order changes from pair to pair
    #[arg(long, default_value_t = 3)]
    pairs: usize,
    /// Fail if the median ratio to bare publishes is below this for any number of writers
    #[arg(long, default_value_t = 0.8)]
    at_least: f64,
    /// Print one JSON object instead of lines
    #[arg(long)]
    json: bool,
}

/// Commands per second with so many writers; medians of the pairs.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
struct Measured {
    writers: usize,
    carried_out: f64,
    bare: f64,
    /// Median of the pairs' ratios.
    ratio: f64,
    postgres: f64,
    ratio_to_postgres: f64,
}

/// One side's work: so many commands by so many writers.
#[derive(Clone, Copy)]
struct Load {
    writers: usize,
    each: usize,
}

impl CommandAppend {
    pub async fn run(self) -> Result<ExitCode> {
        let servers = PrivateServers::start().await?;
        let log = EventLog::connect(&log_settings(&servers), "bench").await?;
        log.ensure_streams(1).await?;
        let pool = PgPool::connect(&servers.postgres.url()).await?;
        sqlx::query(EVENTS_TABLE).execute(&pool).await?;
        let mut all = Vec::new();
        for writers in WRITERS {
            let commands = if writers == 1 { self.commands / 10 } else { self.commands };
            let load = Load { writers, each: commands / writers };
            all.push(self.measure(&log, &pool, load).await?);
        }
        servers.stop().await?;
        if self.json {
            println!("{}", serde_json::to_string(&all)?);
        }
        let lowest = all.iter().map(|measured| measured.ratio).fold(f64::INFINITY, f64::min);
        ensure!(lowest >= self.at_least, "a ratio of {lowest:.3} is below {}", self.at_least);
        Ok(ExitCode::SUCCESS)
    }

    async fn measure(&self, log: &EventLog, pool: &PgPool, load: Load) -> Result<Measured> {
        let mut pairs = Vec::new();
        for nth in 0..self.pairs {
            let (carried_out, bare);
            if nth.is_multiple_of(2) {
                carried_out = load.carry_out(log).await?;
                bare = load.publish_bare(log).await?;
            } else {
                bare = load.publish_bare(log).await?;
                carried_out = load.carry_out(log).await?;
            }
            pairs.push((carried_out, bare, load.on_postgres(pool).await?));
        }
        let measured = Measured {
            writers: load.writers,
            carried_out: median(pairs.iter().map(|pair| pair.0)),
            bare: median(pairs.iter().map(|pair| pair.1)),
            ratio: median(pairs.iter().map(|pair| pair.0 / pair.1)),
            postgres: median(pairs.iter().map(|pair| pair.2)),
            ratio_to_postgres: median(pairs.iter().map(|pair| pair.0 / pair.2)),
        };
        if !self.json {
            let Measured { writers, carried_out, bare, ratio, postgres, ratio_to_postgres } =
                measured;
            println!(
                "{writers:>4} writers: carried out {carried_out:>7.0}/s, bare {bare:>7.0}/s, \
                 ratio {ratio:.3}; on PostgreSQL {postgres:>6.0}/s, {ratio_to_postgres:.1} times it"
            );
        }
        Ok(measured)
    }
}

impl Load {
    fn commands(self) -> usize {
        self.writers * self.each
    }

    fn rate(self, took: Duration) -> f64 {
        self.commands() as f64 / took.as_secs_f64()
    }

    /// The devices that each writer changes, registered.
    async fn devices(self, log: &EventLog) -> Result<Vec<Vec<DeviceId>>> {
        let mut devices = vec![Vec::new(); self.writers];
        for of_writer in &mut devices {
            for _ in 0..DEVICES_OF_A_WRITER {
                let device = DeviceId(Uuid::now_v7());
                let register = registration(device);
                let id = device.to_string();
                log.execute::<Device, _>(&id, register, &provenance(), &NoReservations).await?;
                of_writer.push(device);
            }
        }
        Ok(devices)
    }

    async fn carry_out(self, log: &EventLog) -> Result<f64> {
        let devices = self.devices(log).await?;
        let before = log.head().await?;
        let started = Instant::now();
        try_join_all(devices.into_iter().map(|devices| {
            let log = log.clone();
            spawned(async move {
                for nth in 0..self.each {
                    let id = devices[nth % devices.len()].to_string();
                    let command = DeviceCommand::ChangeLimit { limit: limit(nth) };
                    log.execute::<Device, _>(&id, command, &provenance(), &NoReservations).await?;
                }
                Ok(())
            })
        }))
        .await?;
        let took = started.elapsed();
        let written = log.head().await? - before;
        ensure!(written == self.commands() as u64, "{written} events");
        Ok(self.rate(took))
    }

    /// Writers of their own subjects, each message with the headers and the payload of a real one.
    async fn publish_bare(self, log: &EventLog) -> Result<f64> {
        let sample = sample(log).await?;
        let before = log.head().await?;
        let started = Instant::now();
        try_join_all((0..self.writers).map(|_| {
            let (log, sample) = (log.clone(), sample.clone());
            spawned(async move {
                let subjects: Vec<String> = (0..DEVICES_OF_A_WRITER)
                    .map(|_| subjects::of_aggregate("device", &Uuid::now_v7().to_string()))
                    .collect();
                let mut last = [0; DEVICES_OF_A_WRITER];
                for nth in 0..self.each {
                    let device = nth % DEVICES_OF_A_WRITER;
                    let mut message = sample.clone();
                    message.subject.clone_from(&subjects[device]);
                    let expected = last[device].to_string();
                    message.headers.insert(NATS_EXPECTED_LAST_SUBJECT_SEQUENCE, expected);
                    last[device] = log.publish(message).await?;
                }
                Ok(())
            })
        }))
        .await?;
        let took = started.elapsed();
        let written = log.head().await? - before;
        ensure!(written == self.commands() as u64, "{written} messages");
        Ok(self.rate(took))
    }

    async fn on_postgres(self, pool: &PgPool) -> Result<f64> {
        let mut devices: Vec<Vec<String>> = vec![Vec::new(); self.writers];
        let registrar = framework(pool);
        for of_writer in &mut devices {
            for _ in 0..DEVICES_OF_A_WRITER {
                let device = DeviceId(Uuid::now_v7());
                registrar.execute(&device.to_string(), registration(device)).await?;
                of_writer.push(device.to_string());
            }
        }
        let before = rows(pool).await?;
        let started = Instant::now();
        try_join_all(devices.into_iter().map(|devices| {
            let framework = framework(pool);
            spawned(async move {
                for nth in 0..self.each {
                    let command = DeviceCommand::ChangeLimit { limit: limit(nth) };
                    framework.execute(&devices[nth % devices.len()], command).await?;
                }
                Ok(())
            })
        }))
        .await?;
        let took = started.elapsed();
        let written = rows(pool).await? - before;
        ensure!(written == self.commands() as i64, "{written} rows");
        Ok(self.rate(took))
    }
}

/// On any core, as a server's requests are.
async fn spawned(work: impl Future<Output = Result<()>> + Send + 'static) -> Result<()> {
    tokio::spawn(work).await?
}

/// An event of the kind that the commands write, with all of its headers.
async fn sample(log: &EventLog) -> Result<BatchMessage> {
    let stream = log.jetstream().get_stream(subjects::EVENTS).await?;
    let device = DeviceId(Uuid::now_v7());
    let id = device.to_string();
    log.execute::<Device, _>(&id, registration(device), &provenance(), &NoReservations).await?;
    let change = DeviceCommand::ChangeLimit { limit: limit(0) };
    let written = log.execute::<Device, _>(&id, change, &provenance(), &NoReservations).await?;
    let message = stream.get_raw_message(written.position).await?;
    let mut headers = HeaderMap::new();
    for (name, values) in message.headers.iter() {
        headers.insert(name.clone(), values.first().context("a value")?.clone());
    }
    let payload = Bytes::from(message.payload.to_vec());
    Ok(BatchMessage { subject: String::new(), headers, payload })
}

type Framework = CqrsFramework<Device, PersistedEventStore<PostgresEventRepository, Device>>;

fn framework(pool: &PgPool) -> Framework {
    let repository = PostgresEventRepository::new(pool.clone());
    let store = PersistedEventStore::new_event_store(repository);
    CqrsFramework::new(store, vec![], ())
}

async fn rows(pool: &PgPool) -> Result<i64> {
    Ok(sqlx::query_scalar("select count(*) from events").fetch_one(pool).await?)
}

fn registration(device: DeviceId) -> DeviceCommand {
    let description = DeviceDescription { name: device.to_string(), description: None };
    DeviceCommand::RegisterDevice { device, description, limit: MicroWattHours(1), owner: None }
}

/// Another one each time a device's turn comes.
fn limit(nth: usize) -> MicroWattHours {
    MicroWattHours(1_000_000_000 + nth as i64)
}

fn provenance() -> Provenance {
    Provenance {
        command: CommandId(Uuid::now_v7()),
        actor: Actor::System("bench".to_owned()),
        correlation: Uuid::now_v7(),
        causation: None,
        request: None,
        at: Utc::now(),
    }
}
