//! Two replicas share the work by the queue group alone.

use std::time::Duration;

use crate::support::{Expected, Request, World, publish};

#[tokio::test(flavor = "multi_thread")]
async fn two_replicas_each_handle_about_half() {
    let request = Request { copies: 1, seed: 7, limit: i64::MAX, rows: Some(4_167) };
    let expected = Expected::of(&request);
    let world = World::start(2, &[("EMS_BATCH_SIZE", "250")]).await;

    publish(&world.place.amqp_url, &expected.messages).await;
    let messages = expected.messages.len();
    world.settle(messages, messages, Duration::from_secs(120)).await;

    assert!(expected.messages.len() >= 50_000);
    let handled: Vec<u64> =
        world.replicas.iter().map(|replica| replica.logged_sum("readings")).collect();
    let all: u64 = handled.iter().sum();
    for replica in &world.replicas {
        let largest = replica.logged("readings").max();
        assert!(largest.is_some_and(|readings| readings <= 250), "a batch of {largest:?}");
    }
    for (replica, handled) in world.replicas.iter().zip(&handled) {
        let share = *handled as f64 / all as f64;
        assert!((0.35..=0.65).contains(&share), "a share of {share:.2}\n{}", replica.log());
    }
}
