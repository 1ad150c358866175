//! A kill exactly between two steps, made certain by a proxy that lets nothing through any more.

use std::time::Duration;

use chrono::{SecondsFormat, Utc};
use domain::ids::{DeviceId, UserId};
use domain::quantity::MicroWattHours;
use local_stack::{NatsFault, NatsProxy};
use uuid::Uuid;

use crate::support::{Place, World, eventually, publish};

const PATIENCE: Duration = Duration::from_secs(30);
const WAITING: &str =
    "select count(*) from metering.judgements where over and published_revision < revision";

#[tokio::test(flavor = "multi_thread")]
async fn a_replica_killed_between_commit_and_publish_loses_no_alert() {
    let place = Place::shared().await;
    let proxy = NatsProxy::before(&place.nats_url, NatsFault::ShutAt("PUB ems.event.alert.")).await;
    let proxy = proxy.expect("the proxy starts");
    let by_proxy = proxy.url(&place.bare_nats_url()).expect("an address");
    let mut world = World::on(place, 1, &[("EMS_NATS_URL", &by_proxy)]).await;
    let device = DeviceId(Uuid::now_v7());
    world.register(device, MicroWattHours(1_000_000_000), UserId(Uuid::now_v7())).await;
    world.wait_for_rules(1).await;
    let now = Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true);
    let reading = format!(r#"{{"deviceId":"{device}","measurementValue":2,"timestamp":"{now}"}}"#);
    // The bridge publishes readings through the same proxy, alerts only the replica.
    publish(&world.place.amqp_url, &[reading]).await;
    eventually(PATIENCE, "the replica speaks of the alert", || async {
        if proxy.is_shut() { Ok(()) } else { Err("nothing was said".to_owned()) }
    })
    .await;

    world.replicas[0].kill();
    assert_eq!(world.count(WAITING).await, 1, "the judgement is committed");
    assert!(world.raised().await.is_empty(), "and the log does not have it");
    proxy.open();
    world.replicas[0].start_again();
    world.wait_until_published(PATIENCE).await;
    assert_eq!(world.raised().await.into_values().collect::<Vec<_>>(), [1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bridge_killed_with_readings_that_never_reached_the_log_loses_none() {
    let place = Place::shared().await;
    let proxy =
        NatsProxy::before(&place.nats_url, NatsFault::None).await.expect("the proxy starts");
    let by_proxy = proxy.url(&place.bare_nats_url()).expect("an address");
    let mut world = World::on(place, 1, &[("EMS_NATS_URL", &by_proxy)]).await;
    let device = Uuid::now_v7();
    let bodies: Vec<String> = (0..3_000)
        .map(|second| {
            let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
            format!(
                r#"{{"deviceId":"{device}","measurementValue":0.1,"timestamp":"2026-11-20T{hour:02}:{minute:02}:{second:02}Z"}}"#
            )
        })
        .collect();
    proxy.shut();
    publish(&world.place.amqp_url, &bodies).await;
    world.wait_until_the_queue_is_taken(PATIENCE).await;
    world.bridge.kill();
    assert_eq!(world.stored().await, 0, "nothing has reached the log");
    proxy.open();
    world.bridge.start_again();
    world.replicas[0].kill_and_start_again();
    world.settle(bodies.len(), bodies.len(), PATIENCE).await;
    assert!(world.bridge.logged_sum("redelivered") > 0, "the killed bridge held readings");
}
