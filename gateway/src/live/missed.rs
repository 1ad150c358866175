//! What a client missed: after the position that it names, or since it was last there.

use std::time::Duration;

use domain::ids::UserId;
use domain::subjects;
use event_log::{EventLog, Position, RecordedEvent};
use futures::StreamExt;
use sqlx::PgPool;
use tokio::time::timeout;

use super::destinations::Destination;
use super::hub::Publication;
use super::session::Refusal;
use super::{alerts, messages};
use crate::state::Gateway;

/// Whoever missed more finds the rest in the lists.
const RESUMED: usize = 500;
/// An old page shows each as a toast.
const SINCE_LAST_TIME: usize = 20;
/// The read models are this far behind at most before a client is asked to come again.
const SHOWN_WITHIN: Duration = Duration::from_secs(2);
const READ_WITHIN: Duration = Duration::from_secs(5);
const NOT_NOW: &str = "What you have missed cannot be found now. Please try again in a moment.";

/// From where on something was missed.
pub enum Since {
    /// At least once: the client knows what it has by position and id.
    Position(Position),
    /// When this user last listened, for clients that cannot say so.
    LastTime(UserId),
}

/// The messages of a destination that came since, the oldest first.
pub async fn find(
    gateway: &Gateway,
    destination: Destination,
    since: Since,
) -> Result<Vec<Publication>, Refusal> {
    let refused = |error: anyhow::Error| {
        tracing::warn!("what a client missed cannot be found: {error:#}");
        Refusal::from(NOT_NOW)
    };
    let (after, newest) = match since {
        Since::Position(position) => (Some(position), RESUMED),
        Since::LastTime(user) => {
            (last_time(gateway, destination, user).await.map_err(refused)?, SINCE_LAST_TIME)
        }
    };
    let Some(after) = after else { return Ok(vec![]) };
    let found = timeout(READ_WITHIN, read(gateway, destination, after, newest)).await;
    found.map_err(|_| Refusal::from(NOT_NOW))?.map_err(refused)
}

async fn read(
    gateway: &Gateway,
    destination: Destination,
    after: Position,
    newest: usize,
) -> anyhow::Result<Vec<Publication>> {
    match destination {
        Destination::Notifications(user) => {
            // What this gateway has told of already must be among what is read.
            let shown = gateway.queries.wait_until(gateway.hub.told(), SHOWN_WITHIN).await?;
            anyhow::ensure!(shown, "the read models are behind");
            alerts::missed(gateway, user, after, newest).await
        }
        Destination::Messages(user) | Destination::Receipts(user) => {
            let subject = subjects::of_aggregate("conversation", &user.to_string());
            written(gateway, &subject, after, destination, newest).await
        }
        Destination::AdminMessages => {
            written(gateway, subjects::ALL_CONVERSATIONS, after, destination, newest).await
        }
        // Of the moment only.
        Destination::Live(_)
        | Destination::Typing(_)
        | Destination::AdminTyping
        | Destination::AdminSystem => Ok(vec![]),
    }
}

async fn written(
    gateway: &Gateway,
    filter: &str,
    after: Position,
    to: Destination,
    newest: usize,
) -> anyhow::Result<Vec<Publication>> {
    // Before the log was first reached nothing has been told, so nothing can have been missed here.
    let Some(log) = gateway.log.get() else { anyhow::bail!("the log was not reached yet") };
    let events = events_after(log, filter, after).await?;
    messages::publications(gateway, log, &events, to, newest).await
}

async fn events_after(
    log: &EventLog,
    filter: &str,
    after: Position,
) -> anyhow::Result<Vec<RecordedEvent>> {
    let last = log.last_position(filter).await?;
    if last <= after {
        return Ok(vec![]);
    }
    let events = log.follow(filter, after).await?;
    let mut events = std::pin::pin!(events);
    let mut found = Vec::new();
    while let Some(event) = events.next().await {
        let event = event?;
        let is_last = event.position >= last;
        found.push(event);
        if is_last {
            break;
        }
    }
    Ok(found)
}

/// Up to where a user was told of this kind; from now on it is remembered, if it never was.
async fn last_time(
    gateway: &Gateway,
    destination: Destination,
    user: UserId,
) -> anyhow::Result<Option<Position>> {
    let Some(kind) = kind(destination, user) else { return Ok(None) };
    let position: i64 = sqlx::query_scalar(
        "insert into gateway.heard (user_id, kind, position) values ($1, $2, $3)
         on conflict (user_id, kind) do update set kind = excluded.kind
         returning position",
    )
    .bind(user.0)
    .bind(kind)
    .bind(gateway.hub.told().cast_signed())
    .fetch_one(pool(gateway))
    .await?;
    Ok(Some(position.unsigned_abs()))
}

/// Notes that a user was told up to here. Whoever has several pages open is told on any of them.
pub async fn remember(gateway: &Gateway, destination: Destination, user: UserId, told: Position) {
    let Some(kind) = kind(destination, user) else { return };
    let noted = sqlx::query(
        "insert into gateway.heard (user_id, kind, position) values ($1, $2, $3)
         on conflict (user_id, kind) do update set
             position = greatest(heard.position, excluded.position)",
    )
    .bind(user.0)
    .bind(kind)
    .bind(told.cast_signed())
    .execute(pool(gateway))
    .await;
    if let Err(error) = noted {
        tracing::warn!(
            "how far user {user} was told cannot be noted, so they hear it again: {error}"
        );
    }
}

/// What is remembered for a user; nothing of other people's destinations.
fn kind(destination: Destination, user: UserId) -> Option<&'static str> {
    match destination {
        Destination::Notifications(of) if of == user => Some("notifications"),
        Destination::Messages(of) if of == user => Some("messages"),
        Destination::AdminMessages => Some("admin-messages"),
        _ => None,
    }
}

fn pool(gateway: &Gateway) -> &PgPool {
    gateway.identities.sessions.pool()
}
