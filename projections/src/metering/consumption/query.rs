//! Summing the quarters of the hourly totals into buckets, in the database: a long range costs its
//! reader no more than its buckets.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::ids::DeviceId;
use domain::metering::Hour;
use domain::quantity::MicroWattHours;
use sqlx::PgPool;

use super::{Bucket, Buckets};
use crate::devices::{HOUR_IS_OF_READER, Reader};

/// The quarters of the hourly totals that are the reader's (`$1`), each with the minutes of its
/// ten-minute slots that have a reading. A quarter is one slot and half of its neighbour. What is
/// put behind it goes on with `and`.
pub(super) fn quarters() -> String {
    format!(
        "select h.device_id, h.hour, h.revision, h.hour + q.nth * interval '15 minutes' as at,
                q.energy, q.count, q.minutes
         from metering.hourly_totals h cross join lateral (values
             (0, energy_0, count_0, 10 * (slots & 1) + 5 * ((slots >> 1) & 1)),
             (1, energy_1, count_1, 5 * ((slots >> 1) & 1) + 10 * ((slots >> 2) & 1)),
             (2, energy_2, count_2, 10 * ((slots >> 3) & 1) + 5 * ((slots >> 4) & 1)),
             (3, energy_3, count_3, 5 * ((slots >> 4) & 1) + 10 * ((slots >> 5) & 1))
         ) as q (nth, energy, count, minutes)
         where {HOUR_IS_OF_READER}"
    )
}

/// What was measured in one bucket.
struct Sum {
    consumption: Option<MicroWattHours>,
    minutes: i64,
    revision: i64,
}

/// What a device used in each bucket, gaps included.
pub(crate) async fn of_device(
    pool: &PgPool,
    reader: Reader,
    device: DeviceId,
    buckets: &Buckets,
) -> Result<Vec<Bucket>, sqlx::Error> {
    let sums = sums(pool, reader, device, buckets).await?;
    let corrected = corrected(pool, reader, device, buckets).await?;
    let bucket = |(nth, (start, end)): (i32, (DateTime<Utc>, DateTime<Utc>))| {
        let sum = sums.get(&nth);
        let minutes = (end - start).num_minutes() as f64;
        Bucket {
            start,
            end,
            consumption: sum.and_then(|sum| sum.consumption),
            coverage: sum.map_or(0.0, |sum| sum.minutes as f64 / minutes),
            revision: sum.map_or(0, |sum| sum.revision),
            corrected: corrected.contains(&nth),
        }
    };
    Ok((1..).zip(buckets.iter()).map(bucket).collect())
}

/// By the number of the bucket, from 1. A sum that does not fit is the largest that does.
async fn sums(
    pool: &PgPool,
    reader: Reader,
    device: DeviceId,
    buckets: &Buckets,
) -> Result<BTreeMap<i32, Sum>, sqlx::Error> {
    let Some((first, last)) = ends(buckets) else { return Ok(BTreeMap::new()) };
    let quarters = quarters();
    let sql = format!(
        "with quarters as ({quarters}
             and h.device_id = $2 and h.hour >= $3 and h.hour < $4),
         hours as (
             select width_bucket(at, $5::timestamptz[]) as bucket, hour, sum(energy) as energy,
                    sum(count) as count, sum(minutes) as minutes, max(revision) as revision
             from quarters where at >= $6 and at < $4 group by 1, 2
         )
         select bucket, least(sum(energy), 9223372036854775807)::bigint, sum(count)::bigint,
                sum(minutes)::bigint, sum(revision)::bigint
         from hours group by bucket"
    );
    let rows: Vec<(i32, i64, i64, i64, i64)> = sqlx::query_as(&sql)
        .bind(reader.parameter())
        .bind(device.0)
        .bind(Hour::from(first).start())
        .bind(last)
        .bind(&buckets.bounds)
        .bind(first)
        .fetch_all(pool)
        .await?;
    let sum = |(bucket, energy, count, minutes, revision)| {
        let consumption = (count > 0).then_some(MicroWattHours(energy));
        (bucket, Sum { consumption, minutes, revision })
    };
    Ok(rows.into_iter().map(sum).collect())
}

/// The buckets in which a person has corrected something.
async fn corrected(
    pool: &PgPool,
    reader: Reader,
    device: DeviceId,
    buckets: &Buckets,
) -> Result<BTreeSet<i32>, sqlx::Error> {
    let Some((first, last)) = ends(buckets) else { return Ok(BTreeSet::new()) };
    let sql = format!(
        "select distinct width_bucket(measured_at, $3::timestamptz[])
         from metering.corrections c cross join lateral
             (values (c.device_id, date_trunc('hour', c.measured_at, 'UTC'))) h (device_id, hour)
         where {HOUR_IS_OF_READER}
             and c.device_id = $2 and measured_at >= $4 and measured_at < $5"
    );
    let found: Vec<i32> = sqlx::query_scalar(&sql)
        .bind(reader.parameter())
        .bind(device.0)
        .bind(&buckets.bounds)
        .bind(first)
        .bind(last)
        .fetch_all(pool)
        .await?;
    Ok(found.into_iter().collect())
}

fn ends(buckets: &Buckets) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    buckets.bounds.first().copied().zip(buckets.bounds.last().copied())
}
