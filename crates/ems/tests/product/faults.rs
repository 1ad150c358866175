//! Totals and alerts are exact while replicas and the bridge are killed.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::ids::UserId;
use domain::quantity::MicroWattHours;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use uuid::Uuid;

use crate::support::{Expected, Request, World, eventually, publish, scale};

/// 1 kWh: some hundred hours of the two files are above it.
const LIMIT: MicroWattHours = MicroWattHours(1_000_000_000);
/// What a killed replica held is handed out again after this long.
const SETTINGS: [(&str, &str); 2] = [("EMS_ACK_WAIT_SECONDS", "3"), ("EMS_BATCH_SIZE", "100")];

const PATIENCE: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread")]
async fn killed_replicas_and_killed_bridges_change_nothing() {
    // Each message once: a second copy would make up for one that was lost.
    let request =
        Request { copies: 1, seed: 4_711, limit: LIMIT.0, rows: Some(scale(1_668, 5_001)) };
    let expected = Expected::of(&request);
    assert!(expected.messages.len() >= 20_000 && expected.alerts.len() >= 100);
    let mut world = World::start(scale(3, 4), &SETTINGS).await;
    for device in expected.devices {
        world.register(device, LIMIT, UserId(Uuid::now_v7())).await;
    }
    world.wait_for_rules(2).await;

    let seed = rand::random();
    println!("seed {seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let (bridges, replicas) = (scale(5, 30), scale(5, 50));
    let mut bridge_is_next: Vec<bool> = (0..bridges + replicas).map(|n| n < bridges).collect();
    bridge_is_next.shuffle(&mut random);
    let chunks = expected.messages.chunks(expected.messages.len().div_ceil(bridges + replicas));
    let (mut published, mut repeated_before) = (0, Vec::new());
    for (chunk, bridge) in chunks.zip(bridge_is_next) {
        if bridge {
            kill_the_bridge_at_work(&mut world, chunk).await;
        } else {
            // Nobody holds anything of an earlier victim any more: whatever the log hands out again
            // until the next kill was in the hands of this one.
            world.wait_until_idle(published, PATIENCE).await;
            repeated_before.push(world.repeated());
            let victim = random.random_range(0..world.replicas.len());
            // Every second one in the middle of its transaction, the others wherever they are.
            if repeated_before.len() % 2 == 1 {
                kill_a_replica_in_its_transaction(&mut world, victim, chunk).await;
            } else {
                kill_a_replica_at_work(&mut world, victim, chunk).await;
            }
        }
        published += chunk.len();
    }
    let messages = expected.messages.len();
    world.settle(messages, messages, PATIENCE).await;

    assert!(
        world.bridge.logged_sum("redelivered") > 0,
        "RabbitMQ repeated nothing: nothing is proved"
    );
    repeated_before.push(world.repeated());
    let interrupted = repeated_before.windows(2).filter(|turn| turn[1] > turn[0]).count();
    println!("{interrupted} of {replicas} kills of a replica interrupted its work");
    assert!(
        interrupted * 2 >= replicas,
        "only {interrupted} of {replicas} killed replicas held readings: {repeated_before:?}"
    );
    assert_eq!(world.totals().await, expected.totals);
    let once: BTreeMap<_, _> = expected.alerts.iter().map(|hour| (*hour, 1)).collect();
    assert_eq!(world.raised().await, once, "exactly one alert for each hour above the limit");
}

/// Locks the table of readings until every replica waits for it with a batch, and kills one of them.
async fn kill_a_replica_in_its_transaction(world: &mut World, victim: usize, chunk: &[String]) {
    const WAITING: &str = "select count(distinct pid) from pg_stat_activity
         where datname = current_database() and wait_event = 'relation'";
    world.wait_until_all_pull().await;
    let mut gate = world.pool.begin().await.expect("a transaction");
    let locked = sqlx::query("lock table metering.readings in exclusive mode");
    locked.execute(&mut *gate).await.expect("the lock");
    publish(&world.place.amqp_url, chunk).await;
    eventually(PATIENCE, "every replica is in a transaction", || async {
        let waiting = world.count(WAITING).await;
        let all = waiting >= world.replicas.len() as i64;
        if all { Ok(()) } else { Err(format!("{waiting} of them")) }
    })
    .await;
    world.replicas[victim].kill_and_start_again();
    gate.rollback().await.expect("the lock is released");
}

/// Kills a replica as soon as the log has handed out readings, while meters go on publishing.
async fn kill_a_replica_at_work(world: &mut World, victim: usize, chunk: &[String]) {
    let (amqp, bodies) = (world.place.amqp_url.clone(), chunk.to_vec());
    let meters = tokio::spawn(async move { publish(&amqp, &bodies).await });
    world.wait_for_work_in_hand().await;
    world.replicas[victim].kill_and_start_again();
    meters.await.expect("every message is confirmed");
}

/// The bridge finds a full queue and is killed as soon as the log has the first of it: then it holds
/// deliveries that are not stored yet.
async fn kill_the_bridge_at_work(world: &mut World, chunk: &[String]) {
    world.bridge.kill();
    publish(&world.place.amqp_url, chunk).await;
    let stored = world.stored().await;
    world.bridge.start_again();
    world.wait_until_stored(stored + 1).await;
    world.bridge.kill_and_start_again();
}
