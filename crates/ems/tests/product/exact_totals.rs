//! Totals are exact: both meter files, every message twice and in no order.

use std::time::Duration;

use crate::support::{Expected, Request, World, publish};

#[tokio::test(flavor = "multi_thread")]
async fn every_hour_of_both_meter_files_is_counted_to_the_micro_watt_hour() {
    let request = Request { copies: 2, seed: 20_261_123, limit: i64::MAX, rows: None };
    let expected = Expected::of(&request);
    let world = World::start(2, &[]).await;

    publish(&world.place.amqp_url, &expected.messages).await;
    let messages = expected.messages.len();
    world.settle(messages, messages / 2, Duration::from_secs(240)).await;

    let totals = world.totals().await;
    assert_eq!(totals.len(), 42_925, "hours of both files");
    let wrong: Vec<_> = expected
        .totals
        .iter()
        .filter(|(hour, total)| totals.get(hour) != Some(total))
        .take(5)
        .collect();
    assert!(wrong.is_empty() && totals == expected.totals, "expected, but not found: {wrong:?}");
    assert_eq!(world.count("select count(*) from metering.reading_conflicts").await, 0);
}
