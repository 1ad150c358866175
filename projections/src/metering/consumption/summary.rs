//! Today and this month of several devices, beside the same part of the day and month before.

use chrono::{DateTime, Datelike, Days, Months, NaiveTime, Utc};
use chrono_tz::Tz;
use domain::ids::DeviceId;
use domain::metering::Hour;
use domain::quantity::MicroWattHours;
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

use super::calendar::{beginning, first_at};
use super::query::quarters;
use super::{RunningHour, Usage};
use crate::devices::{HOUR_IS_OF_READER, Reader};
use crate::metering::live;

const SLOTS: f64 = 6.0;

/// When the compared spans begin, and up to when they are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moments {
    now: DateTime<Utc>,
    today: DateTime<Utc>,
    yesterday: DateTime<Utc>,
    yesterday_by_now: DateTime<Utc>,
    month: DateTime<Utc>,
    last_month: DateTime<Utc>,
    last_month_by_now: DateTime<Utc>,
}

impl Moments {
    /// None at the ends of time. A month ago is its last day where that month is shorter, and the
    /// clocks decide what the same time of another day is.
    pub fn of(now: DateTime<Utc>, zone: Tz) -> Option<Self> {
        let local = now.with_timezone(&zone).naive_local();
        let midnight = |date: chrono::NaiveDate| date.and_time(NaiveTime::MIN);
        let first = local.date().with_day(1)?;
        Some(Self {
            now,
            today: beginning(local.date(), zone)?,
            yesterday: beginning(local.date().checked_sub_days(Days::new(1))?, zone)?,
            yesterday_by_now: first_at(local.checked_sub_days(Days::new(1))?, zone)?,
            month: beginning(first, zone)?,
            last_month: first_at(midnight(first.checked_sub_months(Months::new(1))?), zone)?,
            last_month_by_now: first_at(local.checked_sub_months(Months::new(1))?, zone)?,
        })
    }
}

#[derive(FromRow)]
struct Sums {
    device_id: Uuid,
    today: Option<i64>,
    yesterday: Option<i64>,
    month: Option<i64>,
    last_month: Option<i64>,
    hour: Option<i64>,
    slots: Option<i32>,
    last_reading_at: Option<DateTime<Utc>>,
}

/// What devices use now, in the order asked for. Where there is nothing to sum there is no sum; one that
/// does not fit is the largest that does.
pub(crate) async fn of_devices(
    pool: &PgPool,
    reader: Reader,
    devices: &[DeviceId],
    moments: &Moments,
) -> Result<Vec<Usage>, sqlx::Error> {
    let quarters = quarters();
    let sql = format!(
        "with quarters as ({quarters}
             and h.device_id = any($2) and h.hour > $3::timestamptz - interval '1 hour'
                 and h.hour <= $4),
         sums as (
             select device_id,
                    nullif(least(coalesce(sum(energy) filter (where at >= $5 and at <= $4), -1), $11), -1)::bigint as today,
                    nullif(least(coalesce(sum(energy) filter (where at >= $6 and at < $7), -1), $11), -1)::bigint as yesterday,
                    nullif(least(coalesce(sum(energy) filter (where at >= $8 and at <= $4), -1), $11), -1)::bigint as month,
                    nullif(least(coalesce(sum(energy) filter (where at >= $3 and at < $9), -1), $11), -1)::bigint as last_month
             from quarters where count > 0 group by device_id
         )
         select d.id as device_id, today, yesterday, month, last_month,
                h.energy_0 + h.energy_1 + h.energy_2 + h.energy_3 as hour, h.slots,
                (select least(h.last_at, $4) from metering.hourly_totals h
                 where {HOUR_IS_OF_READER} and h.device_id = d.id and h.hour <= $4
                     and h.first_at <= $4
                 order by h.hour desc limit 1) as last_reading_at
         from unnest($2) with ordinality as d (id, place)
         left join sums s on s.device_id = d.id
         left join metering.hourly_totals h on h.device_id = d.id and h.hour = $10 and {HOUR_IS_OF_READER}
             and h.count_0 + h.count_1 + h.count_2 + h.count_3 > 0
         order by place"
    );
    let hour = Hour::from(moments.now);
    let rows: Vec<Sums> = sqlx::query_as(&sql)
        .bind(reader.parameter())
        .bind(devices.iter().map(|device| device.0).collect::<Vec<_>>())
        .bind(moments.last_month)
        .bind(moments.now)
        .bind(moments.today)
        .bind(moments.yesterday)
        .bind(moments.yesterday_by_now)
        .bind(moments.month)
        .bind(moments.last_month_by_now)
        .bind(hour.start())
        .bind(i64::MAX)
        .fetch_all(pool)
        .await?;
    Ok(rows.into_iter().map(|row| row.usage(hour, moments.now)).collect())
}

impl Sums {
    fn usage(self, hour: Hour, now: DateTime<Utc>) -> Usage {
        let consumption = self.hour.map(MicroWattHours);
        Usage {
            device: DeviceId(self.device_id),
            hour: RunningHour {
                start: hour,
                consumption,
                projected: consumption
                    .and_then(|so_far| live::projected(so_far.as_kwh(), hour, now)),
                coverage: f64::from(self.slots.unwrap_or(0).count_ones()) / SLOTS,
            },
            today: self.today.map(MicroWattHours),
            yesterday_by_now: self.yesterday.map(MicroWattHours),
            month: self.month.map(MicroWattHours),
            last_month_by_now: self.last_month.map(MicroWattHours),
            last_reading_at: self.last_reading_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(now: &str, zone: Tz) -> Moments {
        Moments::of(now.parse().expect("a time"), zone).expect("moments")
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    #[test]
    fn the_same_time_of_yesterday_is_what_the_clock_showed() {
        // In between clocks were put back by an hour.
        let found = moments("2026-10-25T12:00:00Z", Tz::Europe__Bucharest);
        assert_eq!(found.today, at("2026-10-24T21:00:00Z"));
        assert_eq!(found.yesterday_by_now, at("2026-10-24T11:00:00Z"));
    }

    #[test]
    fn a_month_ago_is_the_last_day_of_a_shorter_month() {
        let found = moments("2026-03-31T12:00:00Z", Tz::UTC);
        assert_eq!(found.last_month, at("2026-02-01T00:00:00Z"));
        assert_eq!(found.last_month_by_now, at("2026-02-28T12:00:00Z"));
    }
}
