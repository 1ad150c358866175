//! What an answer was made from: the customer's own numbers, as they were at a place in the log.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::DeviceId;
use crate::quantity::MicroWattHours;

/// The numbers behind an answer. They stay as they were, also when readings are corrected later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Basis {
    /// Of EVENTS: how far the read models had come.
    pub position: u64,
    pub at: DateTime<Utc>,
    /// The IANA name of the zone in which days and months begin.
    pub zone: String,
    /// Alerts that stood and that nobody had acknowledged.
    pub open_alerts: u32,
    /// Personal; missing after the customer's erasure.
    #[serde(default)]
    pub devices: Vec<DeviceFigures>,
}

/// One device of the customer. What was not measured is none, which is not zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceFigures {
    pub device: DeviceId,
    pub name: String,
    /// Energy allowed in one hour.
    pub limit: Option<MicroWattHours>,
    pub today: Option<MicroWattHours>,
    pub yesterday: Option<MicroWattHours>,
    /// From the first of the month on.
    pub month: Option<MicroWattHours>,
}
