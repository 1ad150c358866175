//! What a device must remember to decide.

use serde::{Deserialize, Serialize};

use super::{DeviceDescription, DeviceEvent};
use crate::ids::{DeviceId, UserId};
use crate::quantity::MicroWattHours;

/// The fold of one device's events.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Device {
    pub id: Option<DeviceId>,
    pub description: DeviceDescription,
    pub limit: Option<MicroWattHours>,
    pub owner: Option<UserId>,
    pub retired: bool,
}

impl Device {
    /// Whether the device was registered and not taken out of use since.
    pub fn in_use(&self) -> bool {
        self.id.is_some() && !self.retired
    }

    pub(super) fn fold(&mut self, event: DeviceEvent) {
        match event {
            DeviceEvent::DeviceRegistered { device, description } => {
                *self = Self { id: Some(device), description, ..Self::default() };
            }
            DeviceEvent::DeviceDescribed { description } => self.description = description,
            DeviceEvent::LimitChanged { limit, .. } => self.limit = Some(limit),
            DeviceEvent::DeviceAssigned { owner, .. } => self.owner = Some(owner),
            DeviceEvent::DeviceUnassigned { .. } => self.owner = None,
            DeviceEvent::DeviceRetired { .. } => {
                self.retired = true;
                self.owner = None;
            }
        }
    }
}
