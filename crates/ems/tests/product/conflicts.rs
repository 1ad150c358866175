//! Several values for one instant: one stands, the others are conflicts, whoever was first to commit.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use async_nats::jetstream::consumer::pull::OrderedConfig;
use chrono::{DateTime, Utc};
use domain::subjects;
use futures::StreamExt;
use serde_json::Value;
use uuid::Uuid;

use crate::support::{World, eventually, publish, scale};

const PATIENCE: Duration = Duration::from_secs(60);

/// (device, instant in milliseconds), and energies in micro-watt-hours.
type Key = (Uuid, i64);
type Standing = BTreeMap<Key, i64>;
type Conflicts = BTreeSet<(Key, i64)>;

#[tokio::test(flavor = "multi_thread")]
async fn the_first_value_in_the_log_stands_and_every_other_value_is_a_conflict_once() {
    let world = World::start(2, &[("EMS_BATCH_SIZE", "3")]).await;
    let keys = scale(300, 1_000);
    let bodies = two_values_for_each(Uuid::now_v7(), keys);
    publish(&world.place.amqp_url, &bodies).await;
    world.settle(bodies.len(), keys, PATIENCE).await;
    everything_is_as_the_log_says(&world, bodies.len()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_commits_late_takes_the_place_of_one_that_comes_after_it_in_the_log() {
    let world = World::start(2, &[("EMS_BATCH_SIZE", "100")]).await;
    let (keys, device) = (300, Uuid::now_v7());
    // The device is on the list of unregistered ones before, so that no batch locks that list.
    publish(&world.place.amqp_url, &[reading(device, "09:00:00", "0.1")]).await;
    world.settle(1, 1, PATIENCE).await;
    // Whichever replica gets the reading at the gate waits, with all that it is handed after it.
    let mut gate = world.pool.begin().await.expect("a transaction");
    sqlx::query("insert into metering.readings values ($1, '2026-11-20T09:30:00Z', 1, 0)")
        .bind(device)
        .execute(&mut *gate)
        .await
        .expect("the gate is closed");
    publish(&world.place.amqp_url, &[reading(device, "09:30:00", "0.1")]).await;
    eventually(PATIENCE, "a replica waits at the gate", || async {
        let waiting = world.count(
            "select count(*) from pg_stat_activity
             where datname = current_database() and wait_event = 'transactionid'",
        );
        if waiting.await == 1 { Ok(()) } else { Err("nobody waits".to_owned()) }
    })
    .await;
    let bodies = two_values_for_each(device, keys);
    publish(&world.place.amqp_url, &bodies).await;
    let messages = bodies.len() + 2;
    world.wait_until_stored(messages as u64).await;
    let (first, _) = by_the_log(&world, messages).await;
    let too_early = eventually(PATIENCE, "later values are committed before", || async {
        let (committed, _) = in_the_tables(&world).await;
        let early = committed.iter().filter(|(key, energy)| first[*key] != **energy).count();
        if early >= keys / 10 { Ok(early) } else { Err(format!("{early} of them")) }
    })
    .await;
    gate.rollback().await.expect("the gate is opened");

    world.settle(messages, keys + 2, PATIENCE).await;
    println!("at least {too_early} values had to make room for earlier ones");
    everything_is_as_the_log_says(&world, messages).await;
}

/// Two values for each instant, side by side in the queue, so that they are handed to different
/// replicas; a third of the instants has a third message, which repeats the first one's value.
fn two_values_for_each(device: Uuid, keys: usize) -> Vec<String> {
    let of_key = |key: usize| {
        let at = format!("10:{:02}:{:02}", key / 60, key % 60);
        let repeat = (key.is_multiple_of(3)).then(|| reading(device, &at, "0.1"));
        [reading(device, &at, "0.1"), reading(device, &at, "0.2")].into_iter().chain(repeat)
    };
    (0..keys).flat_map(of_key).collect()
}

fn reading(device: Uuid, time: &str, value: &str) -> String {
    format!(
        r#"{{"deviceId":"{device}","measurementValue":{value},"timestamp":"2026-11-20T{time}Z"}}"#
    )
}

async fn everything_is_as_the_log_says(world: &World, messages: usize) {
    for replica in &world.replicas {
        assert!(replica.logged_sum("readings") > 0, "{} took no part", replica.name());
    }
    let (standing, conflicts) = by_the_log(world, messages).await;
    assert_eq!(in_the_tables(world).await, (standing.clone(), conflicts));
    let total: i64 = world.totals().await.into_values().sum();
    assert_eq!(total, standing.values().sum::<i64>(), "the totals hold the values that stand");
}

/// What the log says by itself: of each key the first value, and every different one after it.
async fn by_the_log(world: &World, messages: usize) -> (Standing, Conflicts) {
    let stream = world.log.jetstream().get_stream(subjects::MEASUREMENTS).await.expect("the log");
    let consumer = stream.create_consumer(OrderedConfig::default()).await.expect("a consumer");
    let mut log = consumer.messages().await.expect("the messages").take(messages);
    let (mut standing, mut conflicts) = (Standing::new(), Conflicts::new());
    while let Some(message) = log.next().await {
        let reading: Value =
            serde_json::from_slice(&message.expect("a message").payload).expect("a reading");
        let device = reading["device"].as_str().expect("a device").parse().expect("a UUID");
        let key = (device, reading["measuredAt"].as_i64().expect("an instant"));
        let energy = reading["energy"].as_i64().expect("an energy");
        if *standing.entry(key).or_insert(energy) != energy {
            conflicts.insert((key, energy));
        }
    }
    (standing, conflicts)
}

async fn in_the_tables(world: &World) -> (Standing, Conflicts) {
    let readings =
        rows(world, "select device_id, measured_at, energy from metering.readings").await;
    let conflicts =
        rows(world, "select device_id, measured_at, energy from metering.reading_conflicts").await;
    (readings.into_iter().collect(), conflicts.into_iter().collect())
}

async fn rows(world: &World, sql: &'static str) -> Vec<(Key, i64)> {
    let rows: Vec<(Uuid, DateTime<Utc>, i64)> =
        sqlx::query_as(sql).fetch_all(&world.pool).await.expect("the rows");
    rows.into_iter().map(|(device, at, energy)| ((device, at.timestamp_millis()), energy)).collect()
}
