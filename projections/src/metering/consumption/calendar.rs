//! Cutting a range of time into the buckets of a calendar: pure, for every IANA time zone.

use std::ops::Range;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use strum::{EnumString, IntoStaticStr};
use thiserror::Error;

/// More than any chart can show and any person reads.
pub const MOST_BUCKETS: i64 = 10_000;
/// About what a chart shows at once; what is finer is summed on the server.
const ENOUGH: i64 = 1_200;
/// Totals are kept in quarters, and since 2000 no zone's clocks are anything else ahead of UTC than
/// whole quarters.
const QUARTER: TimeDelta = TimeDelta::minutes(15);

/// How long a bucket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Resolution {
    Quarter,
    Hour,
    Day,
    Month,
}

/// Why a range cannot be cut into buckets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RangeError {
    #[error("is not after the beginning of the range")]
    Empty,
    #[error("is so far from the beginning that there would be more than 10,000 buckets")]
    TooLong,
}

/// A range of time cut into buckets: the whole ones that some part of the range lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Buckets {
    pub resolution: Resolution,
    /// The first instant of each bucket, in order, and the end of the last one.
    pub(super) bounds: Vec<DateTime<Utc>>,
}

impl Resolution {
    /// The finest that shows a range in not many more than a thousand buckets.
    pub fn fitting(range: &Range<DateTime<Utc>>) -> Self {
        let fits = |resolution: &Self| resolution.count(range) <= ENOUGH;
        [Self::Quarter, Self::Hour, Self::Day].into_iter().find(fits).unwrap_or(Self::Month)
    }

    fn count(self, range: &Range<DateTime<Utc>>) -> i64 {
        let minutes = match self {
            Self::Quarter => 15,
            Self::Hour => 60,
            Self::Day => 24 * 60,
            Self::Month => 28 * 24 * 60,
        };
        (range.end - range.start).num_minutes() / minutes
    }
}

impl Buckets {
    /// The buckets of a range as the clocks of a zone count them; without a resolution the one that
    /// fits the range.
    pub fn of(
        range: &Range<DateTime<Utc>>,
        resolution: Option<Resolution>,
        zone: Tz,
    ) -> Result<Self, RangeError> {
        if range.start >= range.end {
            return Err(RangeError::Empty);
        }
        let resolution = resolution.unwrap_or_else(|| Resolution::fitting(range));
        if resolution.count(range) > MOST_BUCKETS {
            return Err(RangeError::TooLong);
        }
        let mut bounds = match resolution {
            Resolution::Quarter => quarters(range, |_| true),
            Resolution::Hour => hours(range, zone),
            Resolution::Day => dates(range, zone, Some, |date| date.checked_add_days(Days::new(1))),
            Resolution::Month => dates(
                range,
                zone,
                |date| date.with_day(1),
                |date| date.checked_add_months(Months::new(1)),
            ),
        };
        bounds.dedup();
        Ok(Self { resolution, bounds })
    }

    /// The buckets with their ends.
    pub fn iter(&self) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
        self.bounds.windows(2).map(|pair| (pair[0], pair[1]))
    }
}

/// The quarters that begin a bucket, from the one that the range begins in to the first one after it.
fn quarters(
    range: &Range<DateTime<Utc>>,
    begins: impl Fn(DateTime<Utc>) -> bool,
) -> Vec<DateTime<Utc>> {
    let mut bounds = Vec::new();
    let mut at = floor(range.start);
    while !begins(at) {
        at -= QUARTER;
    }
    loop {
        if begins(at) {
            bounds.push(at);
            if at >= range.end {
                return bounds;
            }
        }
        at += QUARTER;
    }
}

fn floor(time: DateTime<Utc>) -> DateTime<Utc> {
    let seconds = time.timestamp().rem_euclid(QUARTER.num_seconds());
    DateTime::from_timestamp(time.timestamp() - seconds, 0).unwrap_or(time)
}

/// An hour begins where the clock shows another hour than a moment ago, or was just put back: the
/// repeated hour is one of its own.
fn hours(range: &Range<DateTime<Utc>>, zone: Tz) -> Vec<DateTime<Utc>> {
    let shown = |time: DateTime<Utc>| {
        let local = time.with_timezone(&zone).naive_local();
        (local.date(), local.hour(), local.and_utc() - time)
    };
    quarters(range, |at| shown(at) != shown(at - QUARTER))
}

/// The beginnings of dates, from the one that the range begins in to the first one after it.
fn dates(
    range: &Range<DateTime<Utc>>,
    zone: Tz,
    first: impl Fn(NaiveDate) -> Option<NaiveDate>,
    next: impl Fn(NaiveDate) -> Option<NaiveDate>,
) -> Vec<DateTime<Utc>> {
    let mut bounds = Vec::new();
    let mut date = first(range.start.with_timezone(&zone).date_naive());
    while let Some(day) = date {
        let Some(begin) = beginning(day, zone) else { break };
        bounds.push(begin);
        if begin >= range.end {
            break;
        }
        date = next(day);
    }
    bounds
}

/// The first instant of a date. Where clocks are put forward over midnight, or a date is left out, it
/// is the first instant after what is left out.
pub(super) fn beginning(date: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    first_at(date.and_time(NaiveTime::MIN), zone)
}

/// When the clocks of a zone first show a time, or the next one that they do show.
pub(super) fn first_at(local: chrono::NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    const STEPS_OF_A_DAY_AND_MORE: i32 = 4 * 30;
    (0..STEPS_OF_A_DAY_AND_MORE).find_map(|step| {
        let shown = local.checked_add_signed(QUARTER * step)?;
        let found = shown.and_local_timezone(zone).earliest()?;
        Some(found.with_timezone(&Utc))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    fn cut(from: &str, to: &str, resolution: Resolution, zone: Tz) -> Vec<(String, i64)> {
        let buckets = Buckets::of(&(at(from)..at(to)), Some(resolution), zone).expect("a range");
        let minutes = |(start, end): (DateTime<Utc>, DateTime<Utc>)| {
            (start.to_rfc3339(), (end - start).num_minutes())
        };
        buckets.iter().map(minutes).collect()
    }

    fn lengths(from: &str, to: &str, resolution: Resolution, zone: Tz) -> Vec<i64> {
        cut(from, to, resolution, zone).into_iter().map(|(_, minutes)| minutes).collect()
    }

    #[test]
    fn days_have_23_24_or_25_hours() {
        let chicago = Tz::America__Chicago;
        let spring =
            lengths("2016-03-12T12:00:00Z", "2016-03-14T12:00:00Z", Resolution::Day, chicago);
        assert_eq!(spring, [1440, 23 * 60, 1440]);
        let autumn =
            lengths("2016-11-05T12:00:00Z", "2016-11-07T12:00:00Z", Resolution::Day, chicago);
        assert_eq!(autumn, [1440, 25 * 60, 1440]);
    }

    #[test]
    fn the_repeated_hour_is_one_of_its_own_and_the_skipped_one_is_none() {
        let chicago = Tz::America__Chicago;
        let autumn = cut("2016-11-06T05:00:00Z", "2016-11-06T09:00:00Z", Resolution::Hour, chicago);
        assert_eq!(autumn.len(), 4);
        assert!(autumn.iter().all(|(_, minutes)| *minutes == 60), "{autumn:?}");
        // Clocks there move by half an hour.
        let half = lengths(
            "2026-04-04T13:00:00Z",
            "2026-04-04T17:00:00Z",
            Resolution::Hour,
            Tz::Australia__Lord_Howe,
        );
        assert_eq!(half, [60, 60, 30, 60, 60]);
    }

    #[test]
    fn zones_at_half_and_three_quarters_begin_their_hours_and_days_there() {
        let kathmandu = cut(
            "2026-11-23T00:00:00Z",
            "2026-11-23T00:20:00Z",
            Resolution::Hour,
            Tz::Asia__Kathmandu,
        );
        assert_eq!(kathmandu[0].0, "2026-11-22T23:15:00+00:00");
        assert_eq!(kathmandu[1].0, "2026-11-23T00:15:00+00:00");
        let kolkata =
            cut("2026-11-23T00:00:00Z", "2026-11-23T10:00:00Z", Resolution::Day, Tz::Asia__Kolkata);
        assert_eq!(kolkata, [("2026-11-22T18:30:00+00:00".to_owned(), 1440)]);
    }

    #[test]
    fn a_day_without_midnight_begins_at_its_first_instant() {
        // Clocks went from 23:59:59 to 01:00.
        let days = cut(
            "2018-11-03T12:00:00Z",
            "2018-11-05T12:00:00Z",
            Resolution::Day,
            Tz::America__Sao_Paulo,
        );
        assert_eq!(days[1], ("2018-11-04T03:00:00+00:00".to_owned(), 23 * 60));
        // One whole date was left out.
        let apia = lengths(
            "2011-12-29T12:00:00Z",
            "2011-12-31T12:00:00Z",
            Resolution::Day,
            Tz::Pacific__Apia,
        );
        assert_eq!(apia, [1440, 1440, 1440]);
    }

    #[test]
    fn months_follow_the_calendar() {
        let months = lengths(
            "2026-02-10T00:00:00Z",
            "2026-04-10T00:00:00Z",
            Resolution::Month,
            Tz::Europe__Bucharest,
        );
        assert_eq!(months, [28 * 1440, 31 * 1440 - 60, 30 * 1440]);
    }

    #[test]
    fn long_ranges_are_reduced_and_too_long_ones_refused() {
        let fitting = |days| {
            Resolution::fitting(
                &(at("2020-01-01T00:00:00Z")..at("2020-01-01T00:00:00Z") + TimeDelta::days(days)),
            )
        };
        assert_eq!(
            [1, 30, 1_000, 9_000].map(fitting),
            [Resolution::Quarter, Resolution::Hour, Resolution::Day, Resolution::Month]
        );
        let range = at("2020-01-01T00:00:00Z")..at("2026-01-01T00:00:00Z");
        let fine = Buckets::of(&range, Some(Resolution::Hour), Tz::UTC);
        assert_eq!(fine, Err(RangeError::TooLong));
        assert_eq!(Buckets::of(&(range.end..range.start), None, Tz::UTC), Err(RangeError::Empty));
    }

    #[test]
    fn buckets_of_every_zone_follow_each_other_in_whole_quarters() {
        for zone in chrono_tz::TZ_VARIANTS {
            for resolution in [Resolution::Hour, Resolution::Day, Resolution::Month] {
                let range = at("2026-02-20T00:00:00Z")..at("2026-04-12T00:00:00Z");
                let buckets = Buckets::of(&range, Some(resolution), zone).expect("a range");
                let first = buckets.bounds.first().expect("one");
                assert!(*first <= range.start && *buckets.bounds.last().expect("one") >= range.end);
                for (start, end) in buckets.iter() {
                    assert!(start < end && floor(start) == start, "{zone} {start} {end}");
                }
            }
        }
    }
}
