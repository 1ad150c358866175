//! Fresh totals from metering, handed through as they are to whoever looks at them now.

use std::sync::Arc;
use std::time::Duration;

use domain::subjects;
use event_log::EventLog;
use futures::StreamExt;

use super::destinations::Destination;
use super::hub::Publication;
use crate::state::Gateway;

const PAUSE: Duration = Duration::from_millis(500);

/// Forwards until told to stop. What is lost on the way is made up for by the next query.
pub async fn forward_totals(gateway: Arc<Gateway>, log: EventLog) -> anyhow::Result<()> {
    let shutdown = gateway.shutdown.clone();
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return Ok(()),
            () = forward(&gateway, &log) => {}
        }
        tracing::warn!("fresh totals are not forwarded now; subscribing again");
        tokio::time::sleep(PAUSE).await;
    }
}

/// Returns only when there is no subscription.
async fn forward(gateway: &Gateway, log: &EventLog) {
    let Ok(mut totals) = log.client().subscribe(subjects::ALL_LIVE_TOTALS).await else { return };
    while let Some(message) = totals.next().await {
        let Some(owner) = subjects::owner_of_live_totals(&message.subject) else { continue };
        let (position, happened_at) = (None, None);
        let destination = Destination::Live(owner);
        gateway.hub.publish(Publication {
            destination,
            body: message.payload,
            position,
            happened_at,
        });
    }
}
