//! Totals do not depend on the order of readings, the size of batches, or how often a log is played.

use std::time::Duration;

use domain::ids::UserId;
use domain::quantity::MicroWattHours;
use local_stack::PrivateServers;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use uuid::Uuid;

use crate::support::{Expected, Place, Request, World, publish, scale};

const PATIENCE: Duration = Duration::from_secs(60);
const LIMIT: MicroWattHours = MicroWattHours(1_000_000_000);

#[tokio::test(flavor = "multi_thread")]
async fn every_order_and_every_batch_size_ends_in_the_same_totals() {
    // 20,000 readings of two meters in full.
    let rows = scale(100, 1_667);
    let expected = Expected::of(&Request { copies: 1, seed: 5, limit: i64::MAX, rows: Some(rows) });
    let mut messages = expected.messages.clone();
    let seed = rand::random();
    println!("seed {seed}, {} messages", messages.len());
    let mut random = StdRng::seed_from_u64(seed);
    let mut hashes = Vec::new();
    for _order in 0..scale(2, 5) {
        messages.shuffle(&mut random);
        for batch_size in scale(["7", "500"].as_slice(), &["7", "100", "500", "1000"]) {
            let world = World::start(2, &[("EMS_BATCH_SIZE", batch_size)]).await;
            publish(&world.place.amqp_url, &messages).await;
            world.settle(messages.len(), messages.len(), PATIENCE).await;
            assert_eq!(world.totals().await, expected.totals);
            hashes.push(world.hash_of_totals().await);
        }
    }
    println!("{} runs, hash {}", hashes.len(), hashes[0]);
    assert!(hashes.iter().all(|hash| *hash == hashes[0]), "{hashes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_played_three_times_with_nats_restarted_between_changes_nothing() {
    let mut servers = PrivateServers::start().await.expect("the servers start");
    let world = World::on(Place::on(&servers), 2, &[]).await;
    let request = Request { copies: 1, seed: 9, limit: LIMIT.0, rows: Some(scale(24, 168)) };
    let mut expected = Expected::of(&request);
    for device in expected.devices {
        world.register(device, LIMIT, UserId(Uuid::now_v7())).await;
    }
    world.wait_for_rules(2).await;
    let mut random = StdRng::seed_from_u64(rand::random());
    let mut hashes = Vec::new();
    for time in 1..=3 {
        publish(&world.place.amqp_url, &expected.messages).await;
        hashes.push(hash_of_the_week(&world, &expected, time).await);
        servers.nats.kill();
        servers.nats.restart().await.expect("NATS starts again");
        world.wait_until_ready(PATIENCE).await;
        hashes.push(hash_of_the_week(&world, &expected, time).await);
        expected.messages.shuffle(&mut random);
    }
    assert!(hashes.iter().all(|hash| *hash == hashes[0]), "{hashes:?}");
}

/// The hash of the totals, after a check that the log holds each message as often as it was sent and
/// that it came to the expected totals and alerts.
async fn hash_of_the_week(world: &World, expected: &Expected, times: usize) -> String {
    let readings = expected.messages.len();
    world.settle(times * readings, readings, PATIENCE).await;
    assert_eq!(world.stored().await as usize, times * readings, "each message is in the log");
    assert_eq!(world.totals().await, expected.totals);
    let raised = world.raised().await;
    assert_eq!(raised.len(), expected.alerts.len());
    assert!(raised.values().all(|times| *times == 1));
    world.hash_of_totals().await
}
