//! Bad input is kept with its reason and never blocks good input.

use std::collections::BTreeMap;
use std::time::Duration;

use async_nats::jetstream::consumer::pull::OrderedConfig;
use chrono::{SecondsFormat, Utc};
use domain::subjects;
use futures::StreamExt;
use uuid::Uuid;

use crate::support::{World, eventually, publish};

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_in_quarantine_with_its_reason_and_the_queue_flows() {
    let world = World::start(1, &[]).await;
    let device = Uuid::now_v7();
    let now = Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true);
    let reading = |value: &str, time: &str| {
        format!(r#"{{"deviceId":"{device}","measurementValue":{value},"timestamp":"{time}"}}"#)
    };
    let large = reading(&format!("\"{}\"", "9".repeat(5_000_000)), &now);
    let bodies = [
        "the meter says hello".to_owned(),
        reading("NaN", &now),
        reading("-1", &now),
        reading("null", &now),
        large.clone(),
        reading("1", "9999-01-01T00:00:00Z"),
        format!(
            r#"{{"unit":"kWh","timestamp":"{now}","__TypeId__":"x","measurementValue":0.25,"deviceId":"{device}"}}"#
        ),
    ];

    publish(&world.place.amqp_url, &bodies).await;
    world.settle(1, 1, Duration::from_secs(30)).await;

    let reasons = quarantine(&world, 6).await;
    let later = reading("0.5", &now).replace(&device.to_string(), &Uuid::now_v7().to_string());
    publish(&world.place.amqp_url, &[later]).await;
    world.settle(2, 2, Duration::from_secs(10)).await;

    let with = |part: &str| reasons.iter().filter(|(reason, _)| reason.contains(part)).count();
    assert_eq!(with("not a reading in JSON"), 2, "not JSON, and NaN: {reasons:?}");
    assert_eq!(with("negative"), 1);
    assert_eq!(with("neither a number nor a text"), 1, "null");
    assert_eq!(with("more than 48 hours"), 1, "the year 9999");
    let kept = reasons.iter().find(|(reason, _)| reason.contains("bytes")).map(|(_, kept)| *kept);
    assert_eq!(kept, Some((65_536, large.len())), "of 5 MB the first 64 KiB are kept");

    let queries = projections::Queries::new(world.pool.clone());
    let unregistered = queries.unregistered(10).await.expect("the unregistered devices");
    let listed = unregistered.iter().find(|listed| listed.device.0 == device);
    assert_eq!(listed.map(|listed| listed.readings), Some(1), "{unregistered:?}");
    assert_eq!(unregistered.len(), 2);
    let counted: Vec<_> =
        world.totals().await.into_iter().filter(|((of, _), _)| *of == device).collect();
    assert_eq!(counted.len(), 1);
    assert_eq!(counted[0].1, 250_000_000);
}

/// The reasons in QUARANTINE, each with the bytes kept and the length of the body.
async fn quarantine(world: &World, expected: usize) -> BTreeMap<String, (usize, usize)> {
    eventually(Duration::from_secs(20), "the quarantine fills", || async {
        let mut stream =
            world.log.jetstream().get_stream(subjects::QUARANTINE).await.expect("the stream");
        let held = stream.info().await.expect("its state").state.messages;
        if held == expected as u64 { Ok(()) } else { Err(format!("{held} of {expected}")) }
    })
    .await;
    let stream = world.log.jetstream().get_stream(subjects::QUARANTINE).await.expect("the stream");
    let consumer = stream.create_consumer(OrderedConfig::default()).await.expect("a consumer");
    let messages = consumer.messages().await.expect("its messages").take(expected);
    let described = messages.enumerate().map(|(nth, message)| {
        let message = message.expect("a message");
        let headers = message.headers.clone().expect("headers");
        let text = |name: &str| headers.get(name).expect("a header").to_string();
        let length = text("Ems-Length").parse().expect("a length");
        (format!("{nth} {}", text("Ems-Reason")), (message.payload.len(), length))
    });
    described.collect().await
}
