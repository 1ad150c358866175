//! The rules of alerts: raised once, retracted only when raised, never from an older judgement.

use super::{Alert, AlertCommand, AlertError, AlertEvent};
use crate::ids::AlertId;

/// Decides an order. What the log already says gives no events.
pub fn decide(alerts: &Alert, command: AlertCommand) -> Result<Vec<AlertEvent>, AlertError> {
    let (alert, revision, wanted) = match &command {
        AlertCommand::RaiseAlert(raised) => (raised.alert, raised.revision, true),
        AlertCommand::RetractAlert(retracted) => (retracted.alert, retracted.revision, false),
    };
    not_outdated(alerts, alert, revision)?;
    if alerts.is_raised(alert) == wanted {
        return Ok(vec![]);
    }
    Ok(vec![match command {
        AlertCommand::RaiseAlert(raised) => AlertEvent::AlertRaised(raised),
        AlertCommand::RetractAlert(retracted) => AlertEvent::AlertRetracted(retracted),
    }])
}

fn not_outdated(alerts: &Alert, alert: AlertId, offered: i64) -> Result<(), AlertError> {
    match alerts.stated.get(&alert) {
        Some(stated) if stated.revision > offered => {
            Err(AlertError::Outdated { alert, stated: stated.revision, offered })
        }
        _ => Ok(()),
    }
}
