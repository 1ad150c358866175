//! Local days are right: of 23 and 25 hours, and in zones that are not whole hours from UTC.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::ids::DeviceId;
use projections::{Bucket, Buckets, Queries, Reader, Resolution};

use crate::support::{Day, Expected, Request, World, publish, scale};

const PATIENCE: Duration = Duration::from_secs(240);

/// The days on which clocks in Chicago are changed while the US meter reports, with their hours.
const CHANGES: [(&str, i64); 4] =
    [("2016-03-13", 23), ("2016-11-06", 25), ("2017-03-12", 23), ("2017-11-05", 25)];

#[tokio::test(flavor = "multi_thread")]
async fn days_of_every_zone_add_up_to_their_readings() {
    // The small run ends after the first change.
    let request = Request { copies: 1, seed: 7, limit: i64::MAX, rows: scale(Some(3_000), None) };
    let expected = Expected::of(&request);
    let world = World::start(1, &[]).await;
    publish(&world.place.amqp_url, &expected.messages).await;
    let messages = expected.messages.len();
    world.settle(messages, messages, PATIENCE).await;

    let queries = Queries::new(world.pool.clone());
    let mut of_zone: BTreeMap<(String, DeviceId), Vec<Day>> = BTreeMap::new();
    for day in expected.days {
        of_zone.entry((day.zone.clone(), DeviceId(day.device))).or_default().push(day);
    }
    assert_eq!(of_zone.len(), 6, "three zones, two meters");
    for ((zone, device), days) in of_zone {
        let zone: Tz = zone.parse().expect("a zone");
        let found = read(&queries, device, zone, &days).await;
        for day in &days {
            let bucket = &found[&day.date];
            let minutes = (bucket.end - bucket.start).num_minutes();
            let total = bucket.consumption.map(|energy| energy.0);
            assert_eq!((minutes, total), (day.minutes, Some(day.total)), "{zone} {day:?}");
        }
        let measured = found.values().filter(|bucket| bucket.consumption.is_some()).count();
        assert_eq!(measured, days.len(), "{zone}: other days are gaps");
    }
    changed_days_have_their_hours(&queries, expected.devices[1]).await;
}

/// The hours of a day with a changed clock are 23 or 25, and they add up to the day.
async fn changed_days_have_their_hours(queries: &Queries, device: DeviceId) {
    let zone = Tz::America__Chicago;
    for (date, hours) in &CHANGES[..scale(1, 4)] {
        let date: NaiveDate = date.parse().expect("a date");
        let noon: DateTime<Utc> = date.and_hms_opt(18, 0, 0).expect("a time").and_utc();
        let range = noon..noon + TimeDelta::minutes(1);
        let day = cut(queries, device, &range, Resolution::Day, zone).await;
        let of_hours =
            cut(queries, device, &(day[0].start..day[0].end), Resolution::Hour, zone).await;
        assert_eq!(of_hours.len() as i64, *hours, "{date}");
        assert!(of_hours.iter().all(|hour| hour.coverage == 1.0), "{date}: {of_hours:?}");
        let sum: i64 = of_hours.iter().filter_map(|hour| hour.consumption).map(|e| e.0).sum();
        assert_eq!(Some(sum), day[0].consumption.map(|energy| energy.0), "{date}");
        assert!((day[0].coverage - 1.0).abs() < 1e-9, "{date}");
    }
}

/// All days from the first to the last, by their date.
async fn read(
    queries: &Queries,
    device: DeviceId,
    zone: Tz,
    days: &[Day],
) -> BTreeMap<NaiveDate, Bucket> {
    let noon = |day: Option<&Day>| {
        let noon = day.and_then(|day| day.date.and_hms_opt(12, 0, 0)).expect("a day");
        noon.and_local_timezone(zone).earliest().expect("a noon").with_timezone(&Utc)
    };
    let range = noon(days.first())..noon(days.last());
    let buckets = cut(queries, device, &range, Resolution::Day, zone).await;
    let date = |bucket: &Bucket| bucket.start.with_timezone(&zone).date_naive();
    buckets.into_iter().map(|bucket| (date(&bucket), bucket)).collect()
}

async fn cut(
    queries: &Queries,
    device: DeviceId,
    range: &std::ops::Range<DateTime<Utc>>,
    resolution: Resolution,
    zone: Tz,
) -> Vec<Bucket> {
    let buckets = Buckets::of(range, Some(resolution), zone).expect("a range");
    queries
        .consumption(Reader::Administrator, device, &buckets)
        .await
        .expect("the database answers")
}
