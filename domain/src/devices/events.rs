//! What happened to devices. The names and members are the format of the log.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use super::DeviceDescription;
use crate::ids::{DeviceId, UserId};
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
}
