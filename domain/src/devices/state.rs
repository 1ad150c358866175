//! What a device must remember to decide.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{DeviceDescription, DeviceEvent};
use crate::ids::{DeviceId, UserId};
use crate::metering::{Instant, PlausibleRange};
use crate::quantity::MicroWattHours;

/// The fold of one device's events.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Device {
    pub id: Option<DeviceId>,
    pub description: DeviceDescription,
    pub limit: Option<MicroWattHours>,
    pub owner: Option<UserId>,
    pub retired: bool,
    pub plausible: Option<PlausibleRange>,
    /// What holds for an instant by a person's word; none: voided.
    pub(super) corrections: BTreeMap<Instant, Option<MicroWattHours>>,
    /// Which values of an instant a person accepted (true) or rejected.
    pub(super) verdicts: BTreeMap<Instant, BTreeMap<MicroWattHours, bool>>,
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
            DeviceEvent::PlausibleRangeChanged { range, .. } => self.plausible = range,
            DeviceEvent::ReadingCorrected { measured_at, energy, .. } => {
                self.corrections.insert(measured_at, Some(energy));
            }
            DeviceEvent::ReadingVoided { measured_at, .. } => {
                self.corrections.insert(measured_at, None);
            }
            DeviceEvent::HeldReadingAccepted { measured_at, energy, .. } => {
                self.verdicts.entry(measured_at).or_default().insert(energy, true);
            }
            DeviceEvent::HeldReadingRejected { measured_at, energy, .. } => {
                self.verdicts.entry(measured_at).or_default().insert(energy, false);
            }
        }
    }
}
