//! The rules of a device: from its state and an order to what happened.

use super::{Device, DeviceCommand, DeviceDescription, DeviceError, DeviceEvent};
use crate::ids::{DeviceId, UserId};
use crate::metering::{Instant, PlausibleRange, Reading};
use crate::quantity::MicroWattHours;

/// Decides an order. What is already so gives no events; that is a success, not an error.
pub fn decide(device: &Device, command: DeviceCommand) -> Result<Vec<DeviceEvent>, DeviceError> {
    if let DeviceCommand::RegisterDevice { device: id, description, limit, owner } = command {
        return register(device, id, description, limit, owner);
    }
    if !device.in_use() {
        return Err(DeviceError::Unknown);
    }
    match command {
        DeviceCommand::RegisterDevice { .. } => unreachable!("handled above"),
        DeviceCommand::DescribeDevice { description } => Ok(describe(device, description)),
        DeviceCommand::ChangeLimit { limit } => change_limit(device, limit),
        DeviceCommand::AssignDevice { owner } => Ok(assign(device, owner)),
        DeviceCommand::UnassignDevice { from } if from.is_some() && from != device.owner => {
            Ok(vec![])
        }
        DeviceCommand::UnassignDevice { .. } => Ok(unassign(device)),
        DeviceCommand::RetireDevice => Ok(retire(device)),
        DeviceCommand::ChangePlausibleRange { range } => change_range(device, range),
        DeviceCommand::CorrectReading { measured_at, energy, reason } => {
            let event = DeviceEvent::ReadingCorrected { measured_at, energy, reason };
            correct(device, measured_at, Some(energy), event)
        }
        DeviceCommand::VoidReading { measured_at, reason } => {
            let event = DeviceEvent::ReadingVoided { measured_at, reason };
            correct(device, measured_at, None, event)
        }
        DeviceCommand::AcceptHeldReading { measured_at, energy, reason } => {
            let event = DeviceEvent::HeldReadingAccepted { measured_at, energy, reason };
            give_verdict(device, measured_at, energy, true, event)
        }
        DeviceCommand::RejectHeldReading { measured_at, energy, reason } => {
            let event = DeviceEvent::HeldReadingRejected { measured_at, energy, reason };
            give_verdict(device, measured_at, energy, false, event)
        }
    }
}

fn register(
    device: &Device,
    id: DeviceId,
    description: DeviceDescription,
    limit: MicroWattHours,
    owner: Option<UserId>,
) -> Result<Vec<DeviceEvent>, DeviceError> {
    let already_so = device.description == description
        && device.limit == Some(limit)
        && (owner.is_none() || device.owner == owner);
    if device.in_use() {
        return if already_so { Ok(vec![]) } else { Err(DeviceError::AlreadyRegistered(id)) };
    }
    positive(limit)?;
    let registered = DeviceEvent::DeviceRegistered { device: id, description };
    let mut events = vec![registered, DeviceEvent::LimitChanged { limit, previous: device.limit }];
    events.extend(owner.map(|owner| DeviceEvent::DeviceAssigned { owner, previous: None }));
    Ok(events)
}

fn describe(device: &Device, description: DeviceDescription) -> Vec<DeviceEvent> {
    if device.description == description {
        return vec![];
    }
    vec![DeviceEvent::DeviceDescribed { description }]
}

fn change_limit(device: &Device, limit: MicroWattHours) -> Result<Vec<DeviceEvent>, DeviceError> {
    positive(limit)?;
    if device.limit == Some(limit) {
        return Ok(vec![]);
    }
    Ok(vec![DeviceEvent::LimitChanged { limit, previous: device.limit }])
}

fn assign(device: &Device, owner: UserId) -> Vec<DeviceEvent> {
    if device.owner == Some(owner) {
        return vec![];
    }
    vec![DeviceEvent::DeviceAssigned { owner, previous: device.owner }]
}

fn unassign(device: &Device) -> Vec<DeviceEvent> {
    device.owner.map(|previous| DeviceEvent::DeviceUnassigned { previous }).into_iter().collect()
}

fn retire(device: &Device) -> Vec<DeviceEvent> {
    let mut events = unassign(device);
    events.push(DeviceEvent::DeviceRetired { name: device.description.name.clone() });
    events
}

fn change_range(
    device: &Device,
    range: Option<PlausibleRange>,
) -> Result<Vec<DeviceEvent>, DeviceError> {
    if range.is_some_and(|range| !range.is_sound()) {
        return Err(DeviceError::RangeNotSound);
    }
    if device.plausible == range {
        return Ok(vec![]);
    }
    Ok(vec![DeviceEvent::PlausibleRangeChanged { range, previous: device.plausible }])
}

/// `energy` none voids. Whether there is a reading yet does not matter: the word holds for the
/// instant.
fn correct(
    device: &Device,
    measured_at: Instant,
    energy: Option<MicroWattHours>,
    event: DeviceEvent,
) -> Result<Vec<DeviceEvent>, DeviceError> {
    energy.map(Reading::accepted_energy).transpose()?;
    let known = device.corrections.get(&measured_at) == Some(&energy);
    reasoned(known, event)
}

fn give_verdict(
    device: &Device,
    measured_at: Instant,
    energy: MicroWattHours,
    accepted: bool,
    event: DeviceEvent,
) -> Result<Vec<DeviceEvent>, DeviceError> {
    Reading::accepted_energy(energy)?;
    let verdicts = device.verdicts.get(&measured_at);
    let known = verdicts.and_then(|verdicts| verdicts.get(&energy)) == Some(&accepted);
    reasoned(known, event)
}

/// The event about a reading, unless it says what is so already. An auditor will ask for its reason.
fn reasoned(known: bool, event: DeviceEvent) -> Result<Vec<DeviceEvent>, DeviceError> {
    match event.reason() {
        Some(reason) if reason.trim().is_empty() => Err(DeviceError::ReasonMissing),
        _ if known => Ok(vec![]),
        _ => Ok(vec![event]),
    }
}

fn positive(limit: MicroWattHours) -> Result<(), DeviceError> {
    if limit > MicroWattHours::ZERO { Ok(()) } else { Err(DeviceError::LimitNotPositive) }
}
