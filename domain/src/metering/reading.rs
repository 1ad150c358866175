//! A reading as it stands in the log.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Instant;
use crate::ids::DeviceId;
use crate::quantity::MicroWattHours;

/// 100,000 kWh: more than any meter counts between two readings.
pub const MAX_READING: MicroWattHours = MicroWattHours(100_000_000_000_000);

/// Energy used since the previous reading of the device. Its identity is (device, instant).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    pub device: DeviceId,
    pub measured_at: Instant,
    pub energy: MicroWattHours,
}

/// Why an amount is not one that a reading can state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ReadingError {
    #[error("negative: a meter counts the energy used since its last reading")]
    Negative,
    #[error("above 100,000 kWh")]
    TooLarge,
}

impl Reading {
    /// Refuses what is not energy used: a negative amount, or one above [`MAX_READING`].
    pub fn accepted_energy(energy: MicroWattHours) -> Result<MicroWattHours, ReadingError> {
        if energy < MicroWattHours::ZERO {
            return Err(ReadingError::Negative);
        }
        if energy > MAX_READING {
            return Err(ReadingError::TooLarge);
        }
        Ok(energy)
    }
}
