//! The rules of alerts: raised once, retracted only when raised, never from an older judgement.

use super::{Alert, AlertCommand, AlertError, AlertEvent, RaisedAlert};
use crate::ids::AlertId;

/// Decides an order. What the log already says gives no events.
pub fn decide(alerts: &Alert, command: AlertCommand) -> Result<Vec<AlertEvent>, AlertError> {
    match command {
        AlertCommand::RaiseAlert(raised) => {
            not_outdated(alerts, raised.alert, raised.revision)?;
            Ok(raise(alerts, raised))
        }
        AlertCommand::RetractAlert(retracted) => {
            not_outdated(alerts, retracted.alert, retracted.revision)?;
            if !alerts.is_raised(retracted.alert) {
                return Ok(vec![]);
            }
            Ok(vec![AlertEvent::AlertRetracted(retracted)])
        }
        AlertCommand::AcknowledgeAlert { alert, by, comment } => {
            let known = alerts.stated.get(&alert).ok_or(AlertError::Unknown)?;
            if known.acknowledged {
                return Ok(vec![]);
            }
            Ok(vec![AlertEvent::AlertAcknowledged { alert, by, comment }])
        }
    }
}

fn raise(alerts: &Alert, raised: RaisedAlert) -> Vec<AlertEvent> {
    match alerts.stated.get(&raised.alert) {
        Some(stated) if stated.raised && stated.owner == raised.owner => vec![],
        Some(stated) if stated.raised => vec![AlertEvent::AlertRestated(raised)],
        _ => vec![AlertEvent::AlertRaised(raised)],
    }
}

fn not_outdated(alerts: &Alert, alert: AlertId, offered: i64) -> Result<(), AlertError> {
    match alerts.stated.get(&alert) {
        Some(stated) if stated.revision > offered => {
            Err(AlertError::Outdated { alert, stated: stated.revision, offered })
        }
        _ => Ok(()),
    }
}
