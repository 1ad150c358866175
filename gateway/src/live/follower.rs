//! Following the log: alerts and messages go to whoever listens, the sessions of erased people go.

use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;
use domain::event::Event;
use domain::subjects;
use domain::users::UserEvent;
use event_log::{EventLog, Position, RecordedEvent, SubscribeError};
use futures::StreamExt;

use super::{alerts, messages};
use crate::state::Gateway;

const PAUSE: Duration = Duration::from_millis(500);

/// Tells what happens after `position` until told to stop.
pub async fn follow_log(
    gateway: Arc<Gateway>,
    log: EventLog,
    mut position: Position,
) -> anyhow::Result<()> {
    let shutdown = gateway.shutdown.clone();
    gateway.hub.tell(position);
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return Ok(()),
            Err(error) = follow(&gateway, &log, &mut position) => {
                tracing::warn!("alerts and messages are not pushed now: {error:#}; subscribing again");
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Returns only when the subscription ends or an event must be tried again; `position` is then the
/// last event that was handled.
async fn follow(
    gateway: &Gateway,
    log: &EventLog,
    position: &mut Position,
) -> anyhow::Result<std::convert::Infallible> {
    let events = log.follow(subjects::ALL_EVENTS, *position).await?;
    let mut events = std::pin::pin!(events);
    while let Some(event) = events.next().await {
        match event {
            Ok(event) => {
                handle(gateway, log, &event).await?;
                *position = event.position;
                gateway.hub.tell(event.position);
            }
            // It would be as unreadable the next time: what is behind it must not wait for it.
            Err(SubscribeError::Record(error)) => {
                tracing::error!("an event is passed over: {error}")
            }
            Err(error) => return Err(error.into()),
        }
    }
    bail!("the server closed the subscription")
}

async fn handle(gateway: &Gateway, log: &EventLog, event: &RecordedEvent) -> anyhow::Result<()> {
    match subjects::aggregate_of(&event.subject) {
        Some(("alert", _)) => alerts::push(gateway, event).await,
        Some(("conversation", customer)) => messages::push(gateway, log, event, customer).await,
        Some(("user", _)) => forget_if_erased(gateway, event).await,
        _ => Ok(()),
    }
}

/// Addresses and browsers of an erased person are theirs as well.
async fn forget_if_erased(gateway: &Gateway, event: &RecordedEvent) -> anyhow::Result<()> {
    if let Ok(Event::User(user, UserEvent::UserErased { .. })) = event.decode() {
        gateway.identities.sessions.erase(user).await?;
    }
    Ok(())
}
