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

#[tokio::test(flavor = "multi_thread")]
async fn a_long_text_in_place_of_a_reading_is_kept_with_a_short_reason_and_the_queue_flows() {
    let text = format!("\"{}\"", "x".repeat(65_400));
    let reason = reason_for(&text).await;
    assert!(reason.contains("not a reading in JSON: invalid type: string \"xxx"), "{reason}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_of_control_characters_is_kept_with_a_short_reason_and_the_queue_flows() {
    // Quoted in a reason each of them takes six bytes.
    let text = format!("\"{}\"", "\u{7f}".repeat(11_000));
    let reason = reason_for(&text).await;
    assert!(reason.contains("not a reading in JSON: invalid type: string"), "{reason}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_with_the_smallest_exponent_is_refused_and_the_queue_flows() {
    let device = Uuid::now_v7();
    let reason = reason_for(&format!(
        r#"{{"deviceId":"{device}","measurementValue":1e-2147483648,"timestamp":"2026-11-20T10:00:00Z"}}"#
    ))
    .await;
    assert!(reason.contains("measurementValue is too large"), "{reason}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_quarantine_refuses_to_keep_is_on_record_by_its_length_and_its_source() {
    let world = World::start(1, &[]).await;
    let mut quarantine_of_little =
        world.log.jetstream().get_stream(subjects::QUARANTINE).await.expect("the stream");
    let mut config = quarantine_of_little.info().await.expect("its settings").config.clone();
    config.max_message_size = 1_000;
    world.log.jetstream().update_stream(config).await.expect("a limit on messages");

    publish(&world.place.amqp_url, &["x".repeat(2_000), good_reading()]).await;
    world.settle(1, 1, Duration::from_secs(30)).await;

    let kept: Vec<_> = quarantine(&world, 1).await.into_iter().collect();
    assert_eq!(kept[0].1, (0, 2_000), "nothing of 2,000 bytes");
    assert!(kept[0].0.contains("nothing of the message is kept"), "{kept:?}");
    assert!(world.bridge.log().contains("not a reading in JSON"), "the log has the reason");
}

/// Publishes a body that is no reading and a good reading after it. Answers the body's reason in
/// QUARANTINE, once the good one and a later one have counted.
async fn reason_for(body: &str) -> String {
    let world = World::start(1, &[]).await;
    publish(&world.place.amqp_url, &[body.to_owned(), good_reading()]).await;
    world.settle(1, 1, Duration::from_secs(30)).await;
    let kept: Vec<_> = quarantine(&world, 1).await.into_iter().collect();
    publish(&world.place.amqp_url, &[good_reading()]).await;
    world.settle(2, 2, Duration::from_secs(10)).await;

    let (reason, (bytes, length)) = kept[0].clone();
    assert_eq!((bytes, length), (body.len(), body.len()), "the whole body is kept");
    assert!(reason.len() < 1_100, "{} bytes", reason.len());
    assert_eq!(world.bridge.log().matches("out of reach").count(), 0, "RabbitMQ is not at fault");
    reason
}

fn good_reading() -> String {
    let (device, now) = (Uuid::now_v7(), Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true));
    format!(r#"{{"deviceId":"{device}","measurementValue":0.5,"timestamp":"{now}"}}"#)
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
