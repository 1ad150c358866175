//! What happened to devices. The names and members are the format of the log.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use super::DeviceDescription;
use crate::ids::{DeviceId, UserId};
use crate::metering::{Instant, PlausibleRange};
use crate::quantity::MicroWattHours;

/// Facts about one device; `at` is in the event's provenance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", content = "data", rename_all_fields = "camelCase")]
pub enum DeviceEvent {
    DeviceRegistered { device: DeviceId, description: DeviceDescription },
    DeviceDescribed { description: DeviceDescription },
    LimitChanged { limit: MicroWattHours, previous: Option<MicroWattHours> },
    DeviceAssigned { owner: UserId, previous: Option<UserId> },
    DeviceUnassigned { previous: UserId },
    DeviceRetired { name: String },
    PlausibleRangeChanged { range: Option<PlausibleRange>, previous: Option<PlausibleRange> },
    ReadingCorrected { measured_at: Instant, energy: MicroWattHours, reason: String },
    ReadingVoided { measured_at: Instant, reason: String },
    HeldReadingAccepted { measured_at: Instant, energy: MicroWattHours, reason: String },
    HeldReadingRejected { measured_at: Instant, energy: MicroWattHours, reason: String },
}

impl DeviceEvent {
    /// Why a person changed what a reading counts; none for every other event.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::ReadingCorrected { reason, .. }
            | Self::ReadingVoided { reason, .. }
            | Self::HeldReadingAccepted { reason, .. }
            | Self::HeldReadingRejected { reason, .. } => Some(reason),
            _ => None,
        }
    }
}
