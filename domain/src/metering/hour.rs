//! UTC hours, the unit that totals are kept in and limits are judged by.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Instant;

pub const MILLIS_PER_HOUR: i64 = 3_600_000;
/// An hour's total is kept as quarter sums, so that days in zones at :30 and :45 are sums of them.
pub const QUARTERS: usize = 4;

/// A UTC hour, as the number of hours since 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hour(i64);

impl Hour {
    /// The hour that contains the instant: a reading at 11:00:00.000 counts in 11:00.
    pub fn containing(instant: Instant) -> Self {
        Self(instant.millis().div_euclid(MILLIS_PER_HOUR))
    }

    /// Which of the four quarters of its hour the instant falls in, 0 to 3.
    pub fn quarter(instant: Instant) -> usize {
        (instant.millis().rem_euclid(MILLIS_PER_HOUR) / (MILLIS_PER_HOUR / 4)) as usize
    }

    pub fn start(self) -> DateTime<Utc> {
        Instant::from_millis(self.0 * MILLIS_PER_HOUR).to_datetime()
    }

    /// The first instant that no longer belongs to the hour.
    pub fn end(self) -> DateTime<Utc> {
        Self(self.0 + 1).start()
    }

    /// The month whose alerts hold this hour, for a subject: `202611`.
    pub fn month(self) -> String {
        self.start().format("%Y%m").to_string()
    }
}

impl From<DateTime<Utc>> for Hour {
    fn from(time: DateTime<Utc>) -> Self {
        Self::containing(Instant::from_millis(time.timestamp_millis()))
    }
}

/// `2026-11-23T18:00:00Z`, in logs, in the log of events and on the wire.
impl fmt::Display for Hour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.start().format("%Y-%m-%dT%H:%M:%SZ").fmt(f)
    }
}

impl Serialize for Hour {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hour {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        DateTime::<Utc>::deserialize(deserializer).map(Self::from)
    }
}
