//! The Device aggregate: a meter with its name, its hourly limit and its owner.

mod commands;
mod events;
mod state;

mod decide;
mod error;

pub use commands::{DeviceCommand, DeviceDescription};
pub use decide::decide;
pub use error::DeviceError;
pub use events::DeviceEvent;
pub use state::Device;

crate::aggregate::aggregate!(Device, "device", DeviceCommand, DeviceEvent, DeviceError);
crate::event::nothing_personal!(DeviceEvent);
