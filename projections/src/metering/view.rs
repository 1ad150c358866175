//! An hour's total as readers see it.

use domain::metering::{Hour, QUARTERS};
use domain::quantity::MicroWattHours;

/// The total of one device and UTC hour, in quarters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourView {
    pub hour: Hour,
    pub quarters: [MicroWattHours; QUARTERS],
    /// Readings in each quarter; 0 means that nothing is known, not that nothing was used.
    pub counts: [i32; QUARTERS],
    /// How often the total has changed.
    pub revision: i64,
}

impl HourView {
    pub fn total(&self) -> MicroWattHours {
        self.quarters.iter().copied().sum()
    }
}
