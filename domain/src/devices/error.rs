//! Why an order to a device is refused.

use thiserror::Error;

use crate::ids::DeviceId;
use crate::metering::ReadingError;

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DeviceError {
    #[error("device {0} is registered already")]
    AlreadyRegistered(DeviceId),
    #[error("there is no such device")]
    Unknown,
    #[error("the hourly limit must be more than 0 kWh")]
    LimitNotPositive,
    #[error("the plausible range must lie between 0 and 100,000 kWh, its lower end first")]
    RangeNotSound,
    #[error("the energy is {0}")]
    Energy(#[from] ReadingError),
    #[error("say why: a change of a reading needs its reason")]
    ReasonMissing,
}
