//! What is of this moment only, handed through as it is from core NATS to whoever looks now: fresh
//! totals, typing, and how the roles are.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::UserId;
use domain::subjects;
use event_log::EventLog;
use futures::StreamExt;

use super::destinations::Destination;
use super::hub::Publication;
use crate::state::Gateway;

const PAUSE: Duration = Duration::from_millis(500);
/// All of them, in one subscription.
const ALL: &str = "ems.live.>";

/// Forwards until told to stop. What is lost on the way is made up for by the next query.
pub async fn forward(gateway: Arc<Gateway>, log: EventLog) -> anyhow::Result<()> {
    let shutdown = gateway.shutdown.clone();
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return Ok(()),
            () = forward_while_subscribed(&gateway, &log) => {}
        }
        tracing::warn!("what is live is not forwarded now; subscribing again");
        tokio::time::sleep(PAUSE).await;
    }
}

async fn forward_while_subscribed(gateway: &Gateway, log: &EventLog) {
    let Ok(mut messages) = log.client().subscribe(ALL).await else { return };
    while let Some(message) = messages.next().await {
        let Some(destination) = destination_of(&message.subject) else { continue };
        let (body, position, happened_at) = (message.payload, None, None);
        gateway.hub.publish(Publication { destination, body, position, happened_at });
    }
}

fn destination_of(subject: &str) -> Option<Destination> {
    if subject == subjects::LIVE_SYSTEM {
        return Some(Destination::AdminSystem);
    }
    let (kind, user) = subject.strip_prefix("ems.live.")?.split_once('.')?;
    let user: UserId = user.parse().ok()?;
    match kind {
        "totals" => Some(Destination::Live(user)),
        "typing" => Some(Destination::Typing(user)),
        "writing" => Some(Destination::AdminTyping),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn every_live_subject_has_its_destination() {
        let user = UserId(Uuid::from_u128(1));
        let found = |subject: String| destination_of(&subject);
        assert_eq!(found(subjects::of_live_totals(user)), Some(Destination::Live(user)));
        assert_eq!(found(subjects::of_live_typing(user)), Some(Destination::Typing(user)));
        assert_eq!(found(subjects::of_live_writing(user)), Some(Destination::AdminTyping));
        assert_eq!(found(subjects::LIVE_SYSTEM.to_owned()), Some(Destination::AdminSystem));
        assert_eq!(found("ems.live.typing.x".to_owned()), None);
    }
}
