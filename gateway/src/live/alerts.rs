//! From the log to the owner's browser: one notification for each alert.

use std::sync::Arc;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use domain::alerts::{AlertEvent, RaisedAlert};
use domain::event::Event;
use domain::ids::{AlertId, DeviceId, UserId};
use domain::metering::Hour;
use domain::subjects;
use event_log::{EventLog, Position, RecordedEvent, SubscribeError};
use futures::StreamExt;
use serde::Serialize;

use super::destinations::Destination;
use super::hub::Publication;
use crate::state::Gateway;

/// Alerts for hours that ended longer ago are history: listed, not pushed.
const RECENT: TimeDelta = TimeDelta::hours(2);
const PAUSE: Duration = Duration::from_millis(500);

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

/// Pushes every alert after `position` to whoever listens on this gateway, until told to stop.
pub async fn follow_alerts(
    gateway: Arc<Gateway>,
    log: EventLog,
    mut position: Position,
) -> anyhow::Result<()> {
    let shutdown = gateway.shutdown.clone();
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return Ok(()),
            error = follow(&gateway, &log, &mut position) => {
                tracing::warn!("alerts are not pushed now: {error}; subscribing again");
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Returns only when the subscription ends; `position` is then the last alert that was handled.
async fn follow(gateway: &Gateway, log: &EventLog, position: &mut Position) -> SubscribeError {
    let events = match log.follow(subjects::ALL_ALERTS, *position).await {
        Ok(events) => events,
        Err(error) => return error,
    };
    let mut events = std::pin::pin!(events);
    while let Some(event) = events.next().await {
        match event {
            Ok(event) => {
                handle(gateway, &event).await;
                *position = event.position;
            }
            // It would be as unreadable the next time: the alerts behind it must not wait for it.
            Err(SubscribeError::Record(error)) => {
                tracing::error!("an alert is passed over: {error}")
            }
            Err(error) => return error,
        }
    }
    SubscribeError::Ended("the server closed it".to_owned())
}

async fn handle(gateway: &Gateway, event: &RecordedEvent) {
    match event.decode() {
        // A restated alert has an owner who has not been told of it.
        Ok(Event::Alert(
            _,
            AlertEvent::AlertRaised(raised) | AlertEvent::AlertRestated(raised),
        )) => push(gateway, event, &raised).await,
        Ok(_) => {}
        Err(error) => tracing::error!("an alert is passed over: {error}"),
    }
}

async fn push(gateway: &Gateway, event: &RecordedEvent, raised: &RaisedAlert) {
    let Some(owner) = raised.owner else { return };
    let destination = Destination::Notifications(owner);
    let is_history = raised.hour.end() + RECENT < Utc::now();
    if is_history || !gateway.hub.is_heard(destination) {
        return;
    }
    let name = device_name(gateway, raised.device).await;
    let notification = notification(raised, owner, &name, event.position);
    let body = serde_json::to_vec(&notification).expect("a plain struct serialises");
    gateway.hub.publish(Publication {
        destination,
        body: body.into(),
        position: Some(event.position),
        happened_at: Some(event.provenance.at),
    });
    tracing::info!(
        alert.id = %raised.alert, device.id = %raised.device, user.id = %owner,
        "alert {} of device {} pushed to user {owner}", raised.alert, raised.device,
    );
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
