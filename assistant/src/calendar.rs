//! Days and months as the customer's clocks and calendar have them, summed up from quarters of hours.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::quantity::MicroWattHours;
use projections::HourView;

/// No zone is further from UTC.
const FURTHEST_ZONE: TimeDelta = TimeDelta::hours(15);
const QUARTER: TimeDelta = TimeDelta::minutes(15);

/// What a device has used, as far as it was measured: none is not zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    pub today: Option<MicroWattHours>,
    pub yesterday: Option<MicroWattHours>,
    pub month: Option<MicroWattHours>,
}

/// Today, as a calendar on the customer's wall shows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Calendar {
    zone: Tz,
    now: DateTime<Utc>,
    today: NaiveDate,
}

impl Calendar {
    pub fn new(zone: Tz, now: DateTime<Utc>) -> Self {
        Self { zone, now, today: now.with_timezone(&zone).date_naive() }
    }

    pub fn zone(&self) -> Tz {
        self.zone
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// `Monday 2026-11-30 22:15`
    pub fn local(&self, time: DateTime<Utc>) -> String {
        time.with_timezone(&self.zone).format("%A %Y-%m-%d %H:%M").to_string()
    }

    /// The UTC hours of which some part may count: from the first of the month, or from yesterday.
    pub fn span(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        let yesterday = self.today.pred_opt().unwrap_or(self.today);
        let first = self.today.with_day(1).unwrap_or(self.today).min(yesterday);
        (first.and_time(NaiveTime::MIN).and_utc() - FURTHEST_ZONE, self.now)
    }

    /// Each quarter counts for the date that the clocks showed when it began, so a day of 23 or 25
    /// hours and a zone at :30 or :45 need no special case.
    pub fn sums(&self, measured: &[HourView]) -> Sums {
        let mut sums = Sums::default();
        for hour in measured {
            let quarters = hour.quarters.into_iter().zip(hour.counts);
            for (nth, (energy, _)) in (0..).zip(quarters).filter(|(_, (_, count))| *count > 0) {
                let start = hour.hour.start() + QUARTER * nth;
                self.count(&mut sums, start.with_timezone(&self.zone).date_naive(), energy);
            }
        }
        sums
    }

    fn count(&self, sums: &mut Sums, date: NaiveDate, energy: MicroWattHours) {
        let add = |sum: &mut Option<MicroWattHours>| {
            *sum = Some(sum.unwrap_or_default() + energy);
        };
        if date == self.today {
            add(&mut sums.today);
        }
        if Some(date) == self.today.pred_opt() {
            add(&mut sums.yesterday);
        }
        if (date.year(), date.month()) == (self.today.year(), self.today.month()) {
            add(&mut sums.month);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::metering::Hour;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    /// 1 µWh in every quarter of the UTC hours of this span.
    fn every_quarter((from, to): (DateTime<Utc>, DateTime<Utc>)) -> Vec<HourView> {
        let hours = (to - from).num_hours() + 1;
        let hour = |n| HourView {
            hour: Hour::from(from + TimeDelta::hours(n)),
            quarters: [MicroWattHours(1); 4],
            counts: [1; 4],
            revision: 1,
        };
        (0..hours).map(hour).collect()
    }

    fn quarters(zone: Tz, now: &str) -> [i64; 3] {
        let calendar = Calendar::new(zone, at(now));
        let Sums { today, yesterday, month } = calendar.sums(&every_quarter(calendar.span()));
        [today, yesterday, month].map(|sum| sum.expect("it was measured").0)
    }

    #[test]
    fn days_are_those_of_the_customers_zone() {
        assert_eq!(quarters(Tz::UTC, "2026-11-30T05:00:00Z"), [24, 96, 29 * 96 + 24]);
        // In Bucharest December has begun; the whole of yesterday lies in November.
        assert_eq!(quarters(Tz::Europe__Bucharest, "2026-11-30T22:30:00Z"), [4, 96, 4]);
        assert_eq!(quarters(Tz::Asia__Kathmandu, "2026-11-20T00:00:00Z")[1], 96);
    }

    #[test]
    fn yesterday_may_have_had_23_or_25_hours() {
        assert_eq!(quarters(Tz::Europe__Bucharest, "2026-10-26T09:00:00Z")[1], 100);
        assert_eq!(quarters(Tz::Europe__Bucharest, "2026-03-30T09:00:00Z")[1], 92);
    }

    #[test]
    fn what_was_not_measured_is_not_zero() {
        let calendar = Calendar::new(Tz::UTC, at("2026-11-30T05:00:00Z"));
        assert_eq!(calendar.sums(&[]), Sums::default());
        let mut hour = every_quarter((at("2026-11-29T05:00:00Z"), at("2026-11-29T05:00:00Z")));
        hour[0].counts = [0, 1, 0, 0];
        let sums = calendar.sums(&hour);
        assert_eq!((sums.today, sums.yesterday), (None, Some(MicroWattHours(1))));
    }
}
