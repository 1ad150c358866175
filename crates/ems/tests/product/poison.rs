//! A reading that cannot be counted is parked alone; the others of its batch count.

use std::time::Duration;

use uuid::Uuid;

use crate::support::{World, publish};

const HOUR: &str = "2026-11-20T10:00:00Z";

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_that_fails_for_good_is_parked_with_its_reason_and_the_rest_counts() {
    let world = World::start(1, &[]).await;
    let full = Uuid::now_v7();
    world.fill_up(full, HOUR.parse().expect("an hour")).await;
    let reading = |device: Uuid, minute: u32| {
        format!(
            r#"{{"deviceId":"{device}","measurementValue":1,"timestamp":"2026-11-20T10:{minute:02}:00Z"}}"#
        )
    };
    let mut bodies: Vec<String> = (0..50).map(|minute| reading(Uuid::now_v7(), minute)).collect();
    bodies.insert(20, reading(full, 5));

    publish(&world.place.amqp_url, &bodies).await;
    world.settle(51, 50, Duration::from_secs(30)).await;

    let parked: Vec<(String, Vec<u8>)> =
        sqlx::query_as("select reason, payload from metering.parked")
            .fetch_all(&world.pool)
            .await
            .expect("the parked readings");
    assert_eq!(parked.len(), 1);
    assert!(parked[0].0.contains("out of range"), "{}", parked[0].0);
    assert!(String::from_utf8_lossy(&parked[0].1).contains(&full.to_string()));
}
