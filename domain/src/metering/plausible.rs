//! Which energies of a device's readings are believed without asking a person.

use serde::{Deserialize, Serialize};

use super::MAX_READING;
use crate::quantity::MicroWattHours;

/// Energies that one reading of a device may state, both ends included. Readings outside are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlausibleRange {
    pub at_least: MicroWattHours,
    pub at_most: MicroWattHours,
}

impl PlausibleRange {
    pub fn contains(&self, energy: MicroWattHours) -> bool {
        (self.at_least..=self.at_most).contains(&energy)
    }

    /// Whether some reading can be within it, and none that could not be a reading at all.
    pub fn is_sound(&self) -> bool {
        MicroWattHours::ZERO <= self.at_least
            && self.at_least <= self.at_most
            && self.at_most <= MAX_READING
    }
}
