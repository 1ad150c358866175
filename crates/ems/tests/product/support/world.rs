//! One test's product: leased servers, a bridge, replicas, and a view of what they did.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::alerts::AlertEvent;
use domain::devices::{Device, DeviceCommand, DeviceDescription};
use domain::event::Event;
use domain::ids::{CommandId, DeviceId, UserId};
use domain::provenance::{Actor, Provenance};
use domain::quantity::MicroWattHours;
use domain::subjects;
use event_log::{EventLog, LogSettings, NoReservations};
use futures::StreamExt;
use local_stack::{Lease, TestServers};
use sqlx::PgPool;
use tempfile::TempDir;
use uuid::Uuid;

use super::{Role, eventually};

pub struct World {
    pub lease: Lease,
    pub log: EventLog,
    pub pool: PgPool,
    pub bridge: Role,
    pub replicas: Vec<Role>,
    _folder: TempDir,
}

impl World {
    /// Starts the bridge and `replicas` projections, and waits until every replica asks for work.
    pub async fn start(replicas: usize, settings: &[(&str, &str)]) -> Self {
        let servers = TestServers::acquire().await.expect("the servers start");
        let lease = servers.lease().await.expect("a place on the servers");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let pool = PgPool::connect(&lease.database_url).await.expect("PostgreSQL answers");
        projections::create_tables(&pool).await.expect("the tables can be created");
        let at = LogSettings {
            url: lease.nats_url.clone(),
            monitor_url: Some(lease.nats_monitor_url.clone()),
            replicas: 1,
        };
        let log = EventLog::connect(&at, "test").await.expect("NATS answers");
        log.ensure_streams(1).await.expect("the streams can be created");
        let bridge = Role::start("ingest-bridge", "bridge", &lease, folder.path(), settings);
        let replicas = (1..=replicas)
            .map(|n| format!("projections-{n}"))
            .map(|name| Role::start("projections", &name, &lease, folder.path(), settings))
            .collect();
        let world = Self { lease, log, pool, bridge, replicas, _folder: folder };
        world.wait_until_all_pull().await;
        world
    }

    async fn wait_until_all_pull(&self) {
        eventually(Duration::from_secs(60), "every replica asks for work", || async {
            match self.consumer().await {
                Some(consumer) if consumer.num_waiting >= self.replicas.len() => Ok(()),
                Some(consumer) => Err(format!("{} requests wait", consumer.num_waiting)),
                None => Err("there is no consumer yet".to_owned()),
            }
        })
        .await;
    }

    /// What the server knows of the consumer that the replicas share.
    pub async fn consumer(&self) -> Option<async_nats::jetstream::consumer::Info> {
        let stream = self.log.jetstream().get_stream(subjects::MEASUREMENTS).await.ok()?;
        stream.consumer_info(subjects::METERING_CONSUMER).await.ok()
    }

    pub async fn wait_until_stored(&self, messages: u64) {
        eventually(Duration::from_secs(30), "the bridge stores readings", || async {
            let stored = self.stored().await;
            if stored >= messages { Ok(()) } else { Err(format!("{stored} of {messages}")) }
        })
        .await;
    }

    /// Waits until some replica holds readings that it has not acknowledged.
    pub async fn wait_for_work_in_hand(&self) {
        eventually(Duration::from_secs(20), "a replica is at work", || async {
            let in_hand = self.consumer().await.map_or(0, |consumer| consumer.num_ack_pending);
            if in_hand > 0 { Ok(()) } else { Err("nothing is handed out".to_owned()) }
        })
        .await;
    }

    /// Readings in the log.
    pub async fn stored(&self) -> u64 {
        let stream = self.log.jetstream().get_stream(subjects::MEASUREMENTS).await;
        stream.expect("the stream").cached_info().state.messages
    }

    /// Registers a device with its limit through the Device aggregate, as the command side does.
    pub async fn register(&self, device: DeviceId, limit: MicroWattHours, owner: UserId) {
        let description = DeviceDescription { name: device.to_string(), description: None };
        let owner = Some(owner);
        let register = DeviceCommand::RegisterDevice { device, description, limit, owner };
        let provenance = Provenance {
            command: CommandId(Uuid::now_v7()),
            actor: Actor::System("test".to_owned()),
            correlation: Uuid::now_v7(),
            causation: None,
            at: Utc::now(),
        };
        self.log
            .execute::<Device, _>(&device.to_string(), register, &provenance, &NoReservations)
            .await
            .expect("the command is carried out");
    }

    /// Waits until metering knows a number of registered devices.
    pub async fn wait_for_rules(&self, devices: i64) {
        eventually(Duration::from_secs(30), "metering learns its rules", || async {
            let known = self.count("select count(*) from metering.owners").await;
            if known == devices { Ok(()) } else { Err(format!("{known} of {devices}")) }
        })
        .await;
    }

    /// Waits until the log holds every message that was sent, all of it is handled and acknowledged,
    /// repeats included, as many different readings are counted, and every alert is in the log.
    pub async fn settle(&self, messages: usize, readings: usize, patience: Duration) {
        eventually(patience, "all messages are stored and handled", || async {
            let stored = self.stored().await;
            let consumer = self.consumer().await.expect("the consumer");
            let open = consumer.num_pending + consumer.num_ack_pending as u64;
            if stored >= messages as u64 && open == 0 {
                return Ok(());
            }
            Err(format!("{stored} of {messages} messages in the log, {open} of them not handled"))
        })
        .await;
        eventually(patience, "all readings are counted and published", || async {
            let counted = self.count("select count(*) from metering.readings").await;
            let unpublished = self
                .count(
                    "select count(*) from metering.judgements where published_revision < revision",
                )
                .await;
            if counted == readings as i64 && unpublished == 0 {
                return Ok(());
            }
            Err(format!("{counted} of {readings} readings, {unpublished} alerts to publish"))
        })
        .await;
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.expect("a count")
    }

    /// Every hourly total: (device, hour in epoch seconds) → micro-watt-hours.
    pub async fn totals(&self) -> BTreeMap<(Uuid, i64), i64> {
        let rows: Vec<(Uuid, DateTime<Utc>, i64)> = sqlx::query_as(
            "select device_id, hour, energy_0 + energy_1 + energy_2 + energy_3
             from metering.hourly_totals",
        )
        .fetch_all(&self.pool)
        .await
        .expect("the totals");
        rows.into_iter().map(|(device, hour, total)| ((device, hour.timestamp()), total)).collect()
    }

    /// How often an alert was raised for each (device, hour in epoch seconds), by the log.
    pub async fn raised(&self) -> BTreeMap<(Uuid, i64), usize> {
        let mut raised = BTreeMap::new();
        let head = self.log.head().await.expect("the head of the log");
        let last = self.last_alert_position().await;
        assert!(last <= head);
        if last == 0 {
            return raised;
        }
        let events = self.log.follow(subjects::ALL_ALERTS, 0).await.expect("the alerts");
        let mut events = std::pin::pin!(events);
        while let Some(event) = events.next().await {
            let recorded = event.expect("an event");
            if let Ok(Event::Alert(_, AlertEvent::AlertRaised(alert))) = recorded.decode() {
                let hour = alert.hour.start().timestamp();
                *raised.entry((alert.device.0, hour)).or_default() += 1;
            }
            if recorded.position >= last {
                break;
            }
        }
        raised
    }

    async fn last_alert_position(&self) -> u64 {
        self.log.last_position(subjects::ALL_ALERTS).await.expect("the last alert")
    }
}
