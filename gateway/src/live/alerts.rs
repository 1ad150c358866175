//! From the log to the owner's browser: one notification for each alert.

use chrono::{DateTime, TimeDelta, Utc};
use domain::alerts::{AlertEvent, RaisedAlert};
use domain::event::Event;
use domain::ids::{AlertId, DeviceId, UserId};
use domain::metering::Hour;
use event_log::{Position, RecordedEvent};
use projections::AlertView;
use serde::Serialize;

use super::destinations::Destination;
use super::hub::Publication;
use crate::state::Gateway;

/// Alerts for hours that ended longer ago are history: listed, not pushed.
const RECENT: TimeDelta = TimeDelta::hours(2);

/// The body of `/topic/notifications/{userId}`; the first three members are the old clients'.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Notification {
    user_id: UserId,
    device_id: DeviceId,
    message: String,
    alert_id: AlertId,
    hour: Hour,
    /// kWh.
    consumption: f64,
    /// kWh.
    limit: f64,
    position: Position,
}

/// Pushes what an event says to the owner who listens.
pub async fn push(gateway: &Gateway, event: &RecordedEvent) -> anyhow::Result<()> {
    let raised = match event.decode() {
        // A restated alert has an owner who has not been told of it.
        Ok(Event::Alert(
            _,
            AlertEvent::AlertRaised(raised) | AlertEvent::AlertRestated(raised),
        )) => raised,
        Ok(_) => return Ok(()),
        Err(error) => {
            tracing::error!("an alert is passed over: {error}");
            return Ok(());
        }
    };
    let Some(owner) = raised.owner else { return Ok(()) };
    let destination = Destination::Notifications(owner);
    let is_history = raised.hour.end() + RECENT < Utc::now();
    if is_history || !gateway.hub.is_heard(destination) {
        return Ok(());
    }
    let name = device_name(gateway, raised.device).await;
    let notification = notification(&raised, owner, &name, event.position);
    gateway.hub.publish(notification.publication(owner, Some(event.provenance.at)));
    tracing::info!(
        alert.id = %raised.alert, device.id = %raised.device, user.id = %owner,
        "alert {} of device {} pushed to user {owner}", raised.alert, raised.device,
    );
    Ok(())
}

/// The alerts of an owner that were raised after a position and still stand, the newest of them.
pub async fn missed(
    gateway: &Gateway,
    owner: UserId,
    after: Position,
    newest: usize,
) -> anyhow::Result<Vec<Publication>> {
    let limit = i64::try_from(newest)?;
    let alerts = gateway.queries.alerts_raised_after(owner, after, limit).await?;
    let told = alerts.into_iter().map(|alert| {
        let name = alert.device_name.clone().unwrap_or_else(|| alert.device.to_string());
        let position = alert.raised_position.unsigned_abs();
        notification(&as_raised(&alert), owner, &name, position).publication(owner, None)
    });
    Ok(told.collect())
}

fn as_raised(alert: &AlertView) -> RaisedAlert {
    RaisedAlert {
        alert: alert.id,
        device: alert.device,
        hour: alert.hour,
        total: alert.total,
        limit: alert.limit,
        owner: alert.owner,
        revision: 0,
    }
}

impl Notification {
    fn publication(&self, owner: UserId, happened_at: Option<DateTime<Utc>>) -> Publication {
        let body = serde_json::to_vec(self).expect("a plain struct serialises");
        let destination = Destination::Notifications(owner);
        Publication { destination, body: body.into(), position: Some(self.position), happened_at }
    }
}

/// An alert is worth more than a name: without one it goes out with the device's id.
async fn device_name(gateway: &Gateway, device: DeviceId) -> String {
    match gateway.queries.device(device).await {
        Ok(Some(view)) => view.name,
        Ok(None) | Err(_) => device.to_string(),
    }
}

fn notification(
    raised: &RaisedAlert,
    owner: UserId,
    name: &str,
    position: Position,
) -> Notification {
    let (total, limit) = (raised.total, raised.limit);
    Notification {
        user_id: owner,
        device_id: raised.device,
        message: format!(
            "High energy usage detected for '{name}'! Current: {total} (Limit: {limit})"
        ),
        alert_id: raised.alert,
        hour: raised.hour,
        consumption: total.as_kwh(),
        limit: limit.as_kwh(),
        position,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::alerts::alert_id;
    use domain::quantity::MicroWattHours;
    use uuid::Uuid;

    #[test]
    fn the_sentence_is_the_one_that_old_clients_show() {
        let (device, owner) = (DeviceId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
        let hour = Hour::from(Utc::now());
        let raised = RaisedAlert {
            alert: alert_id(device, hour),
            device,
            hour,
            total: MicroWattHours(3_200_000_000),
            limit: MicroWattHours(3_000_000_000),
            owner: Some(owner),
            revision: 1,
        };
        let sentence = notification(&raised, owner, "Boiler", 7).message;
        let expected =
            "High energy usage detected for 'Boiler'! Current: 3.20 kWh (Limit: 3.00 kWh)";
        assert_eq!(sentence, expected);
    }
}
