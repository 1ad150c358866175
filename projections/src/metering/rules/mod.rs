//! Metering's own rules: which devices are registered, their limits and owners over time.
//!
//! The projection writes them under the exclusive metering lock, so no batch is in flight while a
//! rule changes; batches read them through a cache that the position keeps honest.

mod cache;
mod projection;

use domain::ids::UserId;
use domain::metering::History;
use domain::quantity::MicroWattHours;

pub(super) use cache::RulesCache;
pub(crate) use projection::RulesProjection;

/// What holds for one registered device.
#[derive(Clone, Debug, Default)]
pub(super) struct DeviceRules {
    pub limits: History<MicroWattHours>,
    /// None: nobody's from then on.
    pub owners: History<Option<UserId>>,
}
