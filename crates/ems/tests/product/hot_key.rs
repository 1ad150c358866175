//! One device and one hour under four replicas: every batch wants the same row.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use sqlx::{Postgres, Transaction};
use uuid::Uuid;

use crate::support::{World, eventually, publish, scale};

#[tokio::test(flavor = "multi_thread")]
async fn an_hour_that_every_replica_wants_at_once_is_exact() {
    let messages = scale(5_000, 50_000);
    let world = World::start(4, &[("EMS_BATCH_SIZE", "50")]).await;
    let device = Uuid::now_v7();
    let hour: DateTime<Utc> = "2026-11-20T10:00:00Z".parse().expect("an hour");
    let bodies: Vec<String> = (0..messages)
        .map(|nth| {
            let at = hour + TimeDelta::milliseconds(nth as i64 * 60);
            let at = at.to_rfc3339_opts(SecondsFormat::Millis, true);
            format!(
                r#"{{"deviceId":"{device}","measurementValue":0.000000003,"timestamp":"{at}"}}"#
            )
        })
        .collect();

    publish(&world.place.amqp_url, &bodies).await;
    world.settle(messages, messages, Duration::from_secs(120)).await;

    let total = 3 * messages as i64;
    assert_eq!(world.totals().await.into_values().collect::<Vec<_>>(), [total]);
    assert!(world.replicas.iter().all(|replica| replica.logged_sum("new") > 0), "all took part");
    for replica in &world.replicas {
        println!(
            "{}: {} retries",
            replica.name(),
            replica.metric("ems_metering_retries_total").await
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadlock_costs_a_retry_and_no_reading() {
    let world = World::start(1, &[]).await;
    let mut devices = [Uuid::now_v7(), Uuid::now_v7()];
    devices.sort();
    let [first, second] = devices;
    let both = |minute: u32| {
        devices.map(|device| {
            format!(
                r#"{{"deviceId":"{device}","measurementValue":1,"timestamp":"2026-11-20T10:{minute:02}:00Z"}}"#
            )
        })
    };
    publish(&world.place.amqp_url, &both(0)).await;
    world.settle(2, 2, Duration::from_secs(30)).await;

    let mut rounds = 0;
    // A replica that took the two readings one by one had no circle to find: then again.
    while world.replicas[0].metric("ems_metering_retries_total").await < 1.0 {
        rounds += 1;
        assert!(rounds <= 20, "PostgreSQL broke off no transaction of the replica");
        let mut stranger = lock_the_later_hour(&world, second).await;
        publish(&world.place.amqp_url, &both(rounds)).await;
        eventually(Duration::from_secs(10), "the replica waits for the second hour", || async {
            match world.count(WAITING).await {
                0 => Err("nobody waits".to_owned()),
                _ => Ok(()),
            }
        })
        .await;
        sqlx::query(LOCK).bind(first).execute(&mut *stranger).await.expect("the first hour");
        stranger.commit().await.expect("the stranger is done");
        let readings = 2 + 2 * rounds as usize;
        world.settle(readings, readings, Duration::from_secs(30)).await;
    }
    let kwh = 1_000_000_000 * i64::from(rounds + 1);
    let totals: Vec<i64> = world.totals().await.into_values().collect();
    assert_eq!(totals, [kwh, kwh]);
}

const LOCK: &str = "update metering.hourly_totals set slots = slots where device_id = $1";
const WAITING: &str = "select count(*) from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'";

/// A transaction that holds an hour. PostgreSQL breaks off whoever looks for a circle first: the
/// replica, since this one looks a minute later.
async fn lock_the_later_hour(world: &World, second: Uuid) -> Transaction<'static, Postgres> {
    let mut stranger = world.pool.begin().await.expect("a transaction");
    sqlx::query("set local deadlock_timeout = '60s'").execute(&mut *stranger).await.expect("set");
    sqlx::query(LOCK).bind(second).execute(&mut *stranger).await.expect("the second hour");
    stranger
}
