//! What administrators may order of a device.

use serde::{Deserialize, Serialize};

use crate::ids::{DeviceId, UserId};
use crate::metering::{Instant, PlausibleRange};
use crate::quantity::MicroWattHours;

/// Orders to one device. Who gave them and when is in their [`crate::provenance::Provenance`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeviceCommand {
    /// Makes a device known, or adopts a meter that already sends readings under this id.
    RegisterDevice {
        device: DeviceId,
        description: DeviceDescription,
        limit: MicroWattHours,
        /// Known from the first moment, so that no alert is judged before it.
        owner: Option<UserId>,
    },
    DescribeDevice {
        description: DeviceDescription,
    },
    /// Sets the energy that the device may use in one UTC hour before an alert is raised.
    ChangeLimit {
        limit: MicroWattHours,
    },
    AssignDevice {
        owner: UserId,
    },
    /// Takes the device from its owner; from this one only, if one is named.
    UnassignDevice {
        from: Option<UserId>,
    },
    /// Sets which energies of readings measured from now on are believed; none: all of them.
    ChangePlausibleRange {
        range: Option<PlausibleRange>,
    },
    /// States what the device used instead of what its reading says. It holds whatever is sent for
    /// the instant, also later; of several the last one.
    CorrectReading {
        measured_at: Instant,
        energy: MicroWattHours,
        reason: String,
    },
    /// Takes a reading out of the totals, whatever is sent for the instant.
    VoidReading {
        measured_at: Instant,
        reason: String,
    },
    /// Believes a value that is outside of the plausible range.
    AcceptHeldReading {
        measured_at: Instant,
        energy: MicroWattHours,
        reason: String,
    },
    /// Keeps a held value out for good.
    RejectHeldReading {
        measured_at: Instant,
        energy: MicroWattHours,
        reason: String,
    },
    /// Takes the device out of use. Its readings and its history stay.
    RetireDevice,
}

/// How people call a device.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceDescription {
    /// Unique among all devices, without regard to case.
    pub name: String,
    pub description: Option<String>,
}
