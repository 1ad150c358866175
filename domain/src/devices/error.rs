//! Why an order to a device is refused.

use thiserror::Error;

use crate::ids::DeviceId;

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DeviceError {
    #[error("device {0} is registered already")]
    AlreadyRegistered(DeviceId),
    #[error("there is no such device")]
    Unknown,
    #[error("the hourly limit must be more than 0 kWh")]
    LimitNotPositive,
}
