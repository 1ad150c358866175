//! A limit that changes while readings flow: every hour ends judged by the limit in force.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use domain::devices::DeviceCommand;
use domain::ids::{DeviceId, UserId};
use domain::metering::Hour;
use domain::quantity::MicroWattHours;
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::support::{World, publish, scale};

const HOURS: i64 = 24;
const KWH: i64 = 1_000_000_000;

#[tokio::test(flavor = "multi_thread")]
async fn after_every_change_of_a_limit_the_alerts_are_those_of_the_last_one() {
    let world = World::start(2, &[("EMS_BATCH_SIZE", "20")]).await;
    let device = DeviceId(Uuid::now_v7());
    world.register(device, MicroWattHours(40 * KWH), UserId(Uuid::now_v7())).await;
    world.wait_for_rules(1).await;

    // Hours to come, so that each change of the limit is in force at their end. The n-th hour comes
    // to 1.2 × n kWh in twelve readings.
    let first = Hour::from(Utc::now() + TimeDelta::hours(2)).start();
    let bodies: Vec<String> = (0..12)
        .flat_map(|part| (0..HOURS).map(move |hour| (hour, part)))
        .map(|(hour, part)| {
            let at = first + TimeDelta::hours(hour) + TimeDelta::minutes(5 * part);
            let at = at.to_rfc3339_opts(SecondsFormat::Millis, true);
            let tenths = hour + 1;
            format!(
                r#"{{"deviceId":"{device}","measurementValue":{}.{},"timestamp":"{at}"}}"#,
                tenths / 10,
                tenths % 10
            )
        })
        .collect();
    // Readings flow from the first change to the last: the n-th part of them at a random moment of
    // the n-th part of the changes.
    let changes: usize = scale(40, 1_000);
    let parts: Vec<Vec<String>> = bodies.chunks(scale(24, 2)).map(<[String]>::to_vec).collect();
    let a_part = changes / parts.len();
    let moments: BTreeSet<usize> =
        (0..parts.len()).map(|part| part * a_part + rand::random_range(0..a_part)).collect();
    let (tick, mut ticks) = mpsc::unbounded_channel();
    let amqp = world.place.amqp_url.clone();
    let sent = parts.clone();
    let meters = tokio::spawn(async move {
        for part in sent {
            ticks.recv().await.expect("the changes go on");
            publish(&amqp, &part).await;
        }
    });
    // Up and down: lowered limits raise alerts, higher ones retract them.
    let mut position = 0;
    let mut limit = MicroWattHours::ZERO;
    for change in 0..changes {
        if moments.contains(&change) {
            tick.send(()).expect("the meters listen");
        }
        limit = MicroWattHours(KWH * (1 + (change as i64 * 7) % 25));
        position = world.order(device, DeviceCommand::ChangeLimit { limit }).await;
    }
    meters.await.expect("every message is confirmed");
    world.wait_for_rules_at(position).await;
    world.settle(bodies.len(), bodies.len(), Duration::from_secs(60)).await;
    assert_eq!(world.standing().await, above(device, first, limit));

    // With no reading left to come, only judging again can raise and retract.
    for limit in [MicroWattHours(5 * KWH), MicroWattHours(20 * KWH)] {
        let position = world.order(device, DeviceCommand::ChangeLimit { limit }).await;
        world.wait_for_rules_at(position).await;
        world.settle(bodies.len(), bodies.len(), Duration::from_secs(60)).await;
        let expected = above(device, first, limit);
        assert!(!expected.is_empty() && expected.len() < HOURS as usize);
        assert_eq!(world.standing().await, expected, "under a limit of {limit}");
    }
}

/// The hours that come to more than the limit.
fn above(device: DeviceId, first: DateTime<Utc>, limit: MicroWattHours) -> BTreeSet<(Uuid, i64)> {
    (0..HOURS)
        .filter(|hour| 12 * (hour + 1) * (KWH / 10) > limit.0)
        .map(|hour| (device.0, (first + TimeDelta::hours(hour)).timestamp()))
        .collect()
}
