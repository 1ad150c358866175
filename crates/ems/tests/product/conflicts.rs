//! Several values for one instant: one stands, the others are conflicts, whoever was first to commit.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use async_nats::jetstream::consumer::pull::OrderedConfig;
use chrono::{DateTime, Utc};
use domain::subjects;
use futures::StreamExt;
use serde_json::Value;
use uuid::Uuid;

use crate::support::{World, publish, scale};

/// (device, instant in milliseconds), and energies in micro-watt-hours.
type Key = (Uuid, i64);
type Standing = BTreeMap<Key, i64>;
type Conflicts = BTreeSet<(Key, i64)>;

#[tokio::test(flavor = "multi_thread")]
async fn the_first_value_in_the_log_stands_and_every_other_value_is_a_conflict_once() {
    let world = World::start(2, &[("EMS_BATCH_SIZE", "3")]).await;
    let keys = scale(300, 1_000);
    let device = Uuid::now_v7();
    let reading = |key: usize, value: &str| {
        let (minute, second) = (key / 60, key % 60);
        format!(
            r#"{{"deviceId":"{device}","measurementValue":{value},"timestamp":"2026-11-20T10:{minute:02}:{second:02}Z"}}"#
        )
    };
    // Side by side in the queue, so that small batches hand them to different replicas; a third of
    // the keys has a third message, which repeats the first one's value.
    let bodies: Vec<String> = (0..keys)
        .flat_map(|key| {
            let repeat = (key % 3 == 0).then(|| reading(key, "0.1"));
            [reading(key, "0.1"), reading(key, "0.2")].into_iter().chain(repeat)
        })
        .collect();

    publish(&world.place.amqp_url, &bodies).await;
    world.settle(bodies.len(), keys, Duration::from_secs(60)).await;

    let (standing, conflicts) = by_the_log(&world, bodies.len()).await;
    assert_eq!(in_the_tables(&world).await, (standing.clone(), conflicts));
    let total: i64 = world.totals().await.into_values().sum();
    assert_eq!(total, standing.values().sum::<i64>());
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
