//! The instant of a reading: UTC milliseconds, floored, within what the product accepts.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// 2000-01-01T00:00:00Z; no meter in the field is older.
const EARLIEST: i64 = 946_684_800_000;
/// Readings up to a day ahead of the clock are usual (an old simulator sends the whole day at its
/// start); two days leave room for a wrong zone.
const MAX_AHEAD: i64 = 48 * super::MILLIS_PER_HOUR;

/// Milliseconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

/// Why an instant is not one that a reading can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum InstantError {
    #[error("before 2000-01-01")]
    TooEarly,
    #[error("more than 48 hours after its arrival")]
    TooFarAhead,
}

impl Instant {
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// The millisecond that a time lies in.
    pub fn of(time: DateTime<Utc>) -> Self {
        Self(time.timestamp_millis())
    }

    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The instant as a time of day; instants outside of chrono's 262,000 years fall to 1970.
    pub fn to_datetime(self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }

    /// Refuses what no meter can have measured by the time that its reading arrived.
    pub fn accepted(self, arrival: DateTime<Utc>) -> Result<Self, InstantError> {
        if self.0 < EARLIEST {
            return Err(InstantError::TooEarly);
        }
        if self.0 > arrival.timestamp_millis() + MAX_AHEAD {
            return Err(InstantError::TooFarAhead);
        }
        Ok(self)
    }
}
