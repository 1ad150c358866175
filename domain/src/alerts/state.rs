//! What a device-month of alerts must remember to decide.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::AlertEvent;
use crate::ids::{AlertId, DeviceId, UserId};
use crate::metering::Hour;

/// Namespace of alert ids: UUIDv5 of the text `ems:alert` in the nil namespace.
const ALERTS: Uuid = Uuid::from_u128(0x8f0a_4f66_52b1_5c1d_9d0e_3c3b_6a57_e5aa);

/// The identity of a device-hour's alert: the same on every machine and in every rebuild.
pub fn alert_id(device: DeviceId, hour: Hour) -> AlertId {
    AlertId(Uuid::new_v5(&ALERTS, format!("{device}/{hour}").as_bytes()))
}

/// The fold of one device-month: which alerts stand, and the judgement that each last stated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    pub(super) stated: BTreeMap<AlertId, Stated>,
}

/// What the log said last of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stated {
    pub raised: bool,
    /// Whose it is; none for a device that is nobody's.
    pub owner: Option<UserId>,
    pub revision: i64,
    /// Whether a person has seen it since it was last raised.
    #[serde(default)]
    pub acknowledged: bool,
}

impl Alert {
    /// Whether the alert stands: raised, and not retracted since.
    pub fn is_raised(&self, alert: AlertId) -> bool {
        self.stated.get(&alert).is_some_and(|stated| stated.raised)
    }

    /// What the log said last of an alert; none if it never was raised.
    pub fn stated(&self, alert: AlertId) -> Option<&Stated> {
        self.stated.get(&alert)
    }

    pub(super) fn fold(&mut self, event: AlertEvent) {
        match event {
            AlertEvent::AlertRaised(told) => {
                self.state(told.alert, true, told.owner, told.revision);
                self.acknowledge(told.alert, false);
            }
            AlertEvent::AlertRestated(told) => {
                self.state(told.alert, true, told.owner, told.revision);
            }
            AlertEvent::AlertRetracted(told) => {
                self.state(told.alert, false, told.owner, told.revision);
            }
            AlertEvent::AlertAcknowledged { alert, .. } => self.acknowledge(alert, true),
        }
    }

    fn state(&mut self, alert: AlertId, raised: bool, owner: Option<UserId>, revision: i64) {
        let acknowledged = self.stated.get(&alert).is_some_and(|stated| stated.acknowledged);
        self.stated.insert(alert, Stated { raised, owner, revision, acknowledged });
    }

    fn acknowledge(&mut self, alert: AlertId, acknowledged: bool) {
        if let Some(stated) = self.stated.get_mut(&alert) {
            stated.acknowledged = acknowledged;
        }
    }
}
