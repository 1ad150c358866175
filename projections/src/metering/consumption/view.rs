//! Consumption as readers see it.

use chrono::{DateTime, Utc};
use domain::ids::DeviceId;
use domain::metering::Hour;
use domain::quantity::MicroWattHours;

/// What was used from `start` to `end`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
    /// None is a gap: nothing was measured, which is not the same as nothing used.
    pub consumption: Option<MicroWattHours>,
    /// Share of the bucket's ten-minute slots in which there is a reading, 0 to 1.
    pub coverage: f64,
    /// Grows with each change of what is in the bucket.
    pub revision: i64,
    /// Whether a person corrected or voided a reading in it.
    pub corrected: bool,
}

/// The running UTC hour of a device, by which its limit is judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunningHour {
    pub start: Hour,
    pub consumption: Option<MicroWattHours>,
    /// What the hour comes to if it goes on like this, in kWh.
    pub projected: Option<f64>,
    pub coverage: f64,
}

/// What a device uses now, beside what it used at the same time before. None where nothing was
/// measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Usage {
    pub device: DeviceId,
    pub hour: RunningHour,
    pub today: Option<MicroWattHours>,
    pub yesterday_by_now: Option<MicroWattHours>,
    pub month: Option<MicroWattHours>,
    pub last_month_by_now: Option<MicroWattHours>,
    pub last_reading_at: Option<DateTime<Utc>>,
}
