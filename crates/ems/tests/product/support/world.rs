//! One test's product: leased servers, a bridge, replicas, and a view of what they did.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::alerts::AlertEvent;
use domain::devices::{Device, DeviceCommand, DeviceDescription};
use domain::event::Event;
use domain::ids::{CommandId, DeviceId, UserId};
use domain::metering::Hour;
use domain::provenance::{Actor, Provenance};
use domain::quantity::MicroWattHours;
use domain::subjects;
use event_log::{EventLog, LogSettings, NoReservations};
use futures::StreamExt;
use sqlx::PgPool;
use tempfile::TempDir;
use uuid::Uuid;

use super::meters::depth;
use super::{Place, Role, eventually};

pub struct World {
    pub place: Place,
    pub log: EventLog,
    pub pool: PgPool,
    pub bridge: Role,
    pub replicas: Vec<Role>,
    folder: TempDir,
}

impl World {
    /// Starts the bridge and `replicas` projections, and waits until every replica asks for work.
    pub async fn start(replicas: usize, settings: &[(&str, &str)]) -> Self {
        Self::on(Place::shared().await, replicas, settings).await
    }

    /// The same on servers of the test's choice.
    pub async fn on(place: Place, replicas: usize, settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        place.prepare(folder.path());
        let pool = PgPool::connect(&place.database_url).await.expect("PostgreSQL answers");
        projections::create_tables(&pool).await.expect("the tables can be created");
        let monitor_url = Some(place.nats_monitor_url.clone());
        let at = LogSettings { monitor_url, ..LogSettings::at(place.nats_url.clone()) };
        let log = EventLog::connect(&at, "test").await.expect("NATS answers");
        log.ensure_streams(1).await.expect("the streams can be created");
        let bridge = Role::start("ingest-bridge", "bridge", &place, folder.path(), settings);
        let replicas = (1..=replicas)
            .map(|n| format!("projections-{n}"))
            .map(|name| Role::start("projections", &name, &place, folder.path(), settings))
            .collect();
        let world = Self { place, log, pool, bridge, replicas, folder };
        world.wait_until_all_pull().await;
        world
    }

    pub async fn wait_until_all_pull(&self) {
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
        self.order(device, register).await;
    }

    /// Carries out a command on a device and answers its position in the log.
    pub async fn order(&self, device: DeviceId, command: DeviceCommand) -> u64 {
        let provenance = Provenance {
            command: CommandId(Uuid::now_v7()),
            actor: Actor::System("test".to_owned()),
            correlation: Uuid::now_v7(),
            causation: None,
            request: None,
            at: Utc::now(),
        };
        let id = device.to_string();
        let executed = self.log.execute::<Device, _>(&id, command, &provenance, &NoReservations);
        executed.await.expect("the command is carried out").position
    }

    /// Waits until metering has taken over the rules up to a position of the log.
    pub async fn wait_for_rules_at(&self, position: u64) {
        eventually(Duration::from_secs(30), "metering takes over its rules", || async {
            let reached = self.rules_position().await;
            if reached >= position { Ok(()) } else { Err(format!("{reached} of {position}")) }
        })
        .await;
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
        eventually(patience, "all readings are counted", || async {
            let counted = self.count("select count(*) from metering.readings").await;
            if counted == readings as i64 {
                Ok(())
            } else {
                Err(format!("{counted} of {readings}"))
            }
        })
        .await;
        self.wait_until_published(patience).await;
    }

    /// Waits until the log holds that many readings and all of them are handled.
    pub async fn wait_until_handled(&self, messages: usize, patience: Duration) {
        eventually(patience, "all readings are handled", || async {
            let stored = self.stored().await;
            let Some(consumer) = self.consumer().await else {
                return Err("there is no consumer".to_owned());
            };
            let open = consumer.num_pending + consumer.num_ack_pending as u64;
            if stored == messages as u64
                && consumer.ack_floor.stream_sequence == stored
                && open == 0
            {
                return Ok(());
            }
            Err(format!("{stored} of {messages} messages in the log, {open} of them not handled"))
        })
        .await;
    }

    /// Waits until the log holds at least that many readings and no replica holds any of them.
    pub async fn wait_until_idle(&self, messages: usize, patience: Duration) {
        eventually(patience, "no replica holds a reading", || async {
            let (stored, consumer) = (self.stored().await, self.consumer().await);
            let open = consumer.map_or(0, |of| of.num_pending + of.num_ack_pending as u64);
            if stored >= messages as u64 && open == 0 {
                return Ok(());
            }
            Err(format!("{stored} of {messages} messages in the log, {open} of them not handled"))
        })
        .await;
    }

    /// Readings that the log handed out a second time, over all replicas and their lives.
    pub fn repeated(&self) -> u64 {
        self.replicas.iter().map(|replica| replica.logged_sum("redelivered")).sum()
    }

    /// Leaves no room in an hour: one more kilowatt-hour does not fit into its number.
    pub async fn fill_up(&self, device: Uuid, hour: DateTime<Utc>) {
        sqlx::query(
            "insert into metering.hourly_totals
             values ($1, $2, $3, 0, 0, 0, 1, 0, 0, 0, 1, $2, $2, 1)",
        )
        .bind(device)
        .bind(hour)
        .bind(i64::MAX)
        .execute(&self.pool)
        .await
        .expect("a full hour");
    }

    /// Waits until the log has every judgement.
    pub async fn wait_until_published(&self, patience: Duration) {
        const WAITING: &str =
            "select count(*) from metering.judgements where published_revision < revision";
        eventually(patience, "all alerts are published", || async {
            let waiting = self.count(WAITING).await;
            if waiting == 0 { Ok(()) } else { Err(format!("{waiting} alerts wait")) }
        })
        .await;
    }

    /// The kinds of all events about alerts, in the order of the log.
    pub async fn alert_history(&self) -> Vec<&'static str> {
        self.alert_events().await.iter().map(Into::into).collect()
    }

    pub async fn rules_position(&self) -> u64 {
        const POSITION: &str = "select coalesce(max(position), 0) from projections.positions
             where name = 'metering-rules'";
        self.count(POSITION).await as u64
    }

    /// Empties the database under the replicas, which are killed before and started again after it.
    pub async fn lose_the_database(&mut self) {
        self.empty_the_database().await;
        self.start_the_replicas();
    }

    /// Kills the replicas and empties the database.
    pub async fn empty_the_database(&mut self) {
        self.replicas.iter_mut().for_each(Role::kill);
        for schema in ["drop schema metering cascade", "drop schema projections cascade"] {
            sqlx::query(schema).execute(&self.pool).await.expect("the schema is dropped");
        }
        self.place.prepare(self.folder.path());
    }

    pub fn start_the_replicas(&mut self) {
        self.replicas.iter_mut().for_each(Role::start_again);
    }

    /// Waits until the bridge has taken every message from the queue.
    pub async fn wait_until_the_queue_is_taken(&self, patience: Duration) {
        eventually(patience, "the bridge takes every message", || async {
            match depth(&self.place.amqp_url).await {
                Ok(0) => Ok(()),
                Ok(waiting) => Err(format!("{waiting} wait in the queue")),
                Err(error) => Err(error.to_string()),
            }
        })
        .await;
    }

    /// A hash over (device, hour, quarter sums and counts, first, last) of all totals, in order.
    pub async fn hash_of_totals(&self) -> String {
        sqlx::query_scalar(
            "select md5(string_agg(concat_ws('|', device_id, hour, energy_0, energy_1, energy_2,
                 energy_3, count_0, count_1, count_2, count_3, first_at, last_at), ','
                 order by device_id, hour)) from metering.hourly_totals",
        )
        .fetch_one(&self.pool)
        .await
        .expect("a hash")
    }

    /// Every total with its parts, every reading, conflict, held value and standing judgement; the
    /// numbers of revisions, which count how it came to be so, left out.
    pub async fn everything_counted(&self) -> Vec<String> {
        sqlx::query_scalar(
            "select to_jsonb(t)::text from (
                 select device_id, hour, energy_0, energy_1, energy_2, energy_3,
                        count_0, count_1, count_2, count_3, slots, first_at, last_at
                 from metering.hourly_totals
                 where count_0 + count_1 + count_2 + count_3 > 0 order by 1, 2) t
             union all select to_jsonb(r)::text from (select * from metering.readings order by 1, 2) r
             union all select to_jsonb(c)::text from (
                 select * from metering.reading_conflicts order by 1, 2, 3) c
             union all select to_jsonb(h)::text from (select * from metering.held order by 1, 2, 3) h
             union all select to_jsonb(j)::text from (
                 select device_id, hour, owner from metering.judgements where over order by 1, 2) j",
        )
        .fetch_all(&self.pool)
        .await
        .expect("the rows")
    }

    pub async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.expect("a count")
    }

    pub async fn text(&self, sql: &'static str) -> String {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.expect("a text")
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

    /// Waits until the bridge and every replica say that they are ready.
    pub async fn wait_until_ready(&self, patience: Duration) {
        eventually(patience, "every role is ready", || async {
            for role in self.replicas.iter().chain([&self.bridge]) {
                let (ready, out) = role.readiness().await?;
                if !ready {
                    return Err(format!("{} waits for {out:?}", role.name()));
                }
            }
            Ok(())
        })
        .await;
    }

    /// Waits until a role says that these dependencies, perhaps among others, are out.
    pub async fn wait_until_red(&self, role: &Role, names: &[&str]) {
        eventually(Duration::from_secs(15), "a lost server is named", || async {
            let (ready, out) = role.readiness().await?;
            let named = names.iter().all(|name| out.iter().any(|out| out == name));
            if !ready && named { Ok(()) } else { Err(format!("{}: {out:?}", role.name())) }
        })
        .await;
    }

    /// Waits until the totals of a device's only hour come to this.
    pub async fn totals_of(&self, device: Uuid, total: i64) {
        eventually(Duration::from_secs(30), "the hour's total", || async {
            let totals = self.totals().await;
            let found: i64 =
                totals.iter().filter(|((of, _), _)| *of == device).map(|(_, total)| total).sum();
            if found == total { Ok(()) } else { Err(format!("{found}, not {total}")) }
        })
        .await;
    }

    /// How often an alert was raised for each (device, hour in epoch seconds), by the log.
    pub async fn raised(&self) -> BTreeMap<(Uuid, i64), usize> {
        let mut raised = BTreeMap::new();
        for event in self.alert_events().await {
            if let AlertEvent::AlertRaised(alert) = event {
                *raised.entry(key(alert.device, alert.hour)).or_default() += 1;
            }
        }
        raised
    }

    /// The alerts that stand, by the log: raised, and not retracted since.
    pub async fn standing(&self) -> BTreeSet<(Uuid, i64)> {
        let mut standing = BTreeSet::new();
        for event in self.alert_events().await {
            match event {
                AlertEvent::AlertRaised(alert) | AlertEvent::AlertRestated(alert) => {
                    standing.insert(key(alert.device, alert.hour))
                }
                AlertEvent::AlertRetracted(alert) => {
                    standing.remove(&key(alert.device, alert.hour))
                }
                AlertEvent::AlertAcknowledged { .. } => continue,
            };
        }
        standing
    }

    /// Every event about alerts, in the order of the log.
    async fn alert_events(&self) -> Vec<AlertEvent> {
        let last = self.last_alert_position().await;
        let mut found = Vec::new();
        if last == 0 {
            return found;
        }
        let events = self.log.follow(subjects::ALL_ALERTS, 0).await.expect("the alerts");
        let mut events = std::pin::pin!(events);
        while let Some(event) = events.next().await {
            let recorded = event.expect("an event");
            if let Ok(Event::Alert(_, event)) = recorded.decode() {
                found.push(event);
            }
            if recorded.position >= last {
                break;
            }
        }
        found
    }

    async fn last_alert_position(&self) -> u64 {
        self.log.last_position(subjects::ALL_ALERTS).await.expect("the last alert")
    }
}

fn key(device: DeviceId, hour: Hour) -> (Uuid, i64) {
    (device.0, hour.start().timestamp())
}
