//! The rules of a device: from its state and an order to what happened.

use super::{Device, DeviceCommand, DeviceDescription, DeviceError, DeviceEvent};
use crate::ids::{DeviceId, UserId};
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
        DeviceCommand::UnassignDevice => Ok(unassign(device)),
        DeviceCommand::RetireDevice => Ok(retire(device)),
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

fn positive(limit: MicroWattHours) -> Result<(), DeviceError> {
    if limit > MicroWattHours::ZERO { Ok(()) } else { Err(DeviceError::LimitNotPositive) }
}
