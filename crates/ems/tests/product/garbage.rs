//! Garbage among good readings: kept with its reason, never sent round, and nobody waits for it.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use domain::subjects;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::time::Instant;
use uuid::Uuid;

use crate::support::{World, eventually, publish, scale};

/// Readings that are published and waited for together.
const CHUNK: usize = 1_000;
const LATE: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread")]
async fn five_percent_of_garbage_delays_nothing_and_is_all_accounted_for() {
    let world = World::start(2, &[]).await;
    let seed = rand::random();
    println!("seed {seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let (mut good, mut bad, mut slowest) = (0, 0, Duration::ZERO);
    for _chunk in 0..scale(3, 20) {
        let bodies: Vec<String> = (0..CHUNK)
            .map(|_| {
                if random.random_bool(0.05) {
                    bad += 1;
                    return garbage(&mut random);
                }
                good += 1;
                reading(good)
            })
            .collect();
        publish(&world.place.amqp_url, &bodies).await;
        let confirmed = Instant::now();
        eventually(LATE, "good readings are counted at most 5 s late", || async {
            let counted = world.count("select count(*) from metering.readings").await;
            if counted == good { Ok(()) } else { Err(format!("{counted} of {good}")) }
        })
        .await;
        slowest = slowest.max(confirmed.elapsed());
    }
    assert!(bad > 0);
    eventually(LATE, "every bad message is in quarantine", || async {
        let stream = world.log.jetstream().get_stream(subjects::QUARANTINE).await;
        let held = stream.expect("the stream").cached_info().state.messages;
        if held == bad { Ok(()) } else { Err(format!("{held} of {bad}")) }
    })
    .await;
    assert_eq!(world.stored().await as i64, good, "no good reading went round");
    assert_eq!(world.bridge.logged_sum("redelivered"), 0, "nothing was delivered twice");
    println!("{good} good, {bad} bad, the slowest chunk counted after {slowest:?}");
}

fn reading(nth: i64) -> String {
    let first: DateTime<Utc> = "2026-11-20T00:00:00Z".parse().expect("a time");
    let at = (first + TimeDelta::seconds(nth)).to_rfc3339_opts(SecondsFormat::Millis, true);
    let device = Uuid::from_u128(7);
    format!(r#"{{"deviceId":"{device}","measurementValue":0.01,"timestamp":"{at}"}}"#)
}

fn garbage(random: &mut StdRng) -> String {
    let device = Uuid::from_u128(7);
    let now = Utc::now().to_rfc3339();
    match random.random_range(0..5) {
        0 => "}{".to_owned(),
        1 => format!(r#"{{"deviceId":"{device}","measurementValue":-1,"timestamp":"{now}"}}"#),
        2 => format!(r#"{{"deviceId":"boiler","measurementValue":1,"timestamp":"{now}"}}"#),
        3 => format!(r#"{{"deviceId":"{device}","measurementValue":1,"timestamp":"soon"}}"#),
        _ => "\u{0}".repeat(random.random_range(1..2_000)),
    }
}
