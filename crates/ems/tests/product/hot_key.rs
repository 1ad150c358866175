//! One device and one hour under four replicas: every batch wants the same row.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use uuid::Uuid;

use crate::support::{World, publish, scale};

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
