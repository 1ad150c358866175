//! What happened to alerts. The names and members are the format of the log.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::event::{Personal, PersonalMembers};
use crate::ids::{AlertId, DeviceId, UserId};
use crate::metering::Hour;
use crate::quantity::MicroWattHours;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", content = "data", rename_all_fields = "camelCase")]
pub enum AlertEvent {
    AlertRaised(RaisedAlert),
    /// The alert stands as before; whose it is became known later or changed.
    AlertRestated(RaisedAlert),
    AlertRetracted(RetractedAlert),
    /// A person has seen it.
    AlertAcknowledged {
        alert: AlertId,
        by: UserId,
        comment: Option<String>,
    },
}

impl Personal for AlertEvent {
    fn personal(&self) -> PersonalMembers {
        match self {
            Self::AlertAcknowledged { by, comment: Some(_), .. } => {
                PersonalMembers { person: Some(*by), members: &["/comment"] }
            }
            Self::AlertAcknowledged { comment: None, .. }
            | Self::AlertRaised(_)
            | Self::AlertRestated(_)
            | Self::AlertRetracted(_) => PersonalMembers::default(),
        }
    }
}

/// An hour's total passed its limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RaisedAlert {
    pub alert: AlertId,
    pub device: DeviceId,
    pub hour: Hour,
    pub total: MicroWattHours,
    pub limit: MicroWattHours,
    /// The owner at the hour's end; none for a device that was nobody's.
    pub owner: Option<UserId>,
    /// Revision of the judgement that this states.
    pub revision: i64,
}

/// The hour is no longer above its limit: a correction, a lower value, or a higher limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RetractedAlert {
    pub alert: AlertId,
    pub device: DeviceId,
    pub hour: Hour,
    pub total: MicroWattHours,
    pub limit: MicroWattHours,
    pub owner: Option<UserId>,
    pub revision: i64,
}
