//! GET /api/monitoring/{deviceId}?date=: one device's day, hour by hour, as the clock on the wall counts.

use std::sync::Arc;

use axum::extract::{OriginalUri, State};
use axum::http::Uri;
use axum::{Extension, Json};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use domain::ids::{DeviceId, UserId};
use domain::quantity::MicroWattHours;
use projections::{HourView, Reader};
use serde::Serialize;

use super::guard::Admitted;
use crate::http::Problem;
use crate::state::Gateway;

const HOURS: usize = 24;
/// No zone is further from UTC, so a local day lies within its UTC day and this much around it.
const FURTHEST_ZONE: TimeDelta = TimeDelta::hours(15);
const QUARTER: TimeDelta = TimeDelta::minutes(15);

#[derive(Serialize)]
pub struct HourAnswer {
    hour: usize,
    /// kWh; 0 where nothing was measured, since old clients draw it so.
    consumption: f64,
}

pub async fn day(
    State(gateway): State<Arc<Gateway>>,
    OriginalUri(uri): OriginalUri,
    Extension(admitted): Extension<Admitted>,
) -> Result<Json<Vec<HourAnswer>>, Problem> {
    let device = DeviceId(admitted.id("deviceId")?);
    let date = date_in(&uri)?;
    let Some(view) = gateway.queries.device(device).await? else {
        return Err(Problem::not_found());
    };
    let reader = admitted.caller()?.reader();
    let (from, to) = around(date).ok_or_else(not_a_date)?;
    let measured = gateway.queries.hours(reader, device, from, to).await?;
    let zone = zone_of(&gateway, reader, view.owner).await?;
    let sums = by_wall_clock(&measured, date, zone);
    let answer =
        |(hour, sum): (usize, MicroWattHours)| HourAnswer { hour, consumption: sum.as_kwh() };
    Ok(Json(sums.into_iter().enumerate().map(answer).collect()))
}

/// In which the day begins and ends: the one that the reader has set, or for an administrator the
/// device's owner; else the installation's.
async fn zone_of(gateway: &Gateway, reader: Reader, owner: Option<UserId>) -> Result<Tz, Problem> {
    let whose = match reader {
        Reader::Administrator => owner,
        Reader::Person(user) => Some(user),
    };
    let Some(whose) = whose else { return Ok(gateway.time_zone) };
    let person = gateway.queries.user(whose).await?;
    let set = person.and_then(|person| person.time_zone?.parse().ok());
    Ok(set.unwrap_or(gateway.time_zone))
}

fn date_in(uri: &Uri) -> Result<NaiveDate, Problem> {
    let query = uri.query().unwrap_or_default();
    let date = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "date");
    let (_, text) = date.ok_or_else(|| Problem::invalid("date", "is missing"))?;
    let written_in_full = text.len() == "2026-11-23".len();
    let date = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok();
    date.filter(|_| written_in_full).ok_or_else(not_a_date)
}

fn not_a_date() -> Problem {
    Problem::invalid("date", "is not a date like 2026-11-23")
}

/// The UTC hours of which some part may belong to the date, whatever the zone.
fn around(date: NaiveDate) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let start = date.and_time(NaiveTime::MIN).and_utc();
    let from = start.checked_sub_signed(FURTHEST_ZONE)?;
    let to = start.checked_add_signed(TimeDelta::days(1) + FURTHEST_ZONE)?;
    Some((from, to))
}

/// Sums quarters by what the zone's clocks showed. This needs no special case: on a day of 25 hours
/// the repeated hour is summed, on one of 23 the skipped hour is 0, and zones at :30 or :45 take
/// their hours from two UTC hours.
fn by_wall_clock(measured: &[HourView], date: NaiveDate, zone: Tz) -> [MicroWattHours; HOURS] {
    let mut sums = [MicroWattHours::ZERO; HOURS];
    for hour in measured {
        for (quarter, energy) in (0..).zip(hour.quarters) {
            let local = (hour.hour.start() + QUARTER * quarter).with_timezone(&zone);
            if local.date_naive() == date {
                let sum = &mut sums[local.hour() as usize];
                *sum = *sum + energy;
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::metering::Hour;

    /// Every quarter of these UTC hours measured 1 µWh.
    fn measured(from: &str, hours: i64) -> Vec<HourView> {
        let from: DateTime<Utc> = from.parse().expect("a time");
        (0..hours)
            .map(|n| HourView {
                hour: Hour::from(from + TimeDelta::hours(n)),
                quarters: [MicroWattHours(1); 4],
                counts: [1; 4],
                revision: 1,
            })
            .collect()
    }

    fn sums(date: &str, zone: Tz) -> Vec<i64> {
        let date: NaiveDate = date.parse().expect("a date");
        let (from, _) = around(date).expect("in range");
        let hours = measured(&from.to_rfc3339(), 24 + 30);
        by_wall_clock(&hours, date, zone).iter().map(|sum| sum.0).collect()
    }

    #[test]
    fn an_ordinary_day_has_four_quarters_in_each_hour() {
        for zone in [Tz::UTC, Tz::Asia__Kathmandu, Tz::Asia__Kolkata, Tz::Pacific__Kiritimati] {
            assert_eq!(sums("2026-11-23", zone), [4; 24], "{zone}");
        }
    }

    #[test]
    fn the_repeated_hour_is_summed_and_the_skipped_hour_is_zero() {
        let autumn = sums("2026-10-25", Tz::Europe__Bucharest);
        assert_eq!((autumn[3], autumn.iter().sum::<i64>()), (8, 100));
        let spring = sums("2026-03-29", Tz::Europe__Bucharest);
        assert_eq!((spring[3], spring.iter().sum::<i64>()), (0, 92));
    }

    #[test]
    fn a_date_must_be_written_in_full() {
        let read = |query: &str| date_in(&format!("/x?{query}").parse().expect("a URI"));
        assert!(read("date=2026-11-23").is_ok());
        for wrong in
            ["", "date=", "date=2026-1-2", "date=2026-02-30", "date=+12026-01-01", "date=x"]
        {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
