//! From the log to both sides of a conversation: what was written, what arrived, what was read.

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::conversations::{AnswerSource, ConversationEvent};
use domain::event::Event;
use domain::ids::UserId;
use domain::subjects;
use event_log::{EventLog, KeyError, OpenError, Position, RecordedEvent};
use moka::future::Cache;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use super::destinations::Destination;
use super::hub::Publication;
use crate::state::Gateway;

/// The events that are messages; each has the next number of its customer's.
const MESSAGES: [&str; 3] = ["CustomerWrote", "BotAnswered", "PersonWrote"];
/// And those that say how far messages have come.
const RECEIPTS: [&str; 2] = ["MessagesDelivered", "MessagesRead"];

/// The body of `/topic/messages/{userId}` and `/topic/admin/messages`; the first four members are the
/// old clients'.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    sender_id: String,
    sender_name: String,
    content: String,
    /// Whether a person wrote it for support.
    admin: bool,
    id: Uuid,
    number: u64,
    at: DateTime<Utc>,
    source: Option<AnswerSource>,
    user_id: UserId,
    position: Position,
}

/// How many messages each customer's conversations hold up to which position.
pub struct Numbers(Cache<UserId, (Position, u64)>);

impl Numbers {
    pub fn new() -> Self {
        let forgotten = Duration::from_secs(3_600);
        Self(Cache::builder().time_to_idle(forgotten).max_capacity(50_000).build())
    }

    /// A message has come, whether or not anybody listens. Messages come in the order of the log.
    async fn pass(&self, event: &RecordedEvent, of: UserId) {
        if let Some((position, number)) = self.0.get(&of).await
            && position < event.position
        {
            self.0.insert(of, (event.position, number + 1)).await;
        }
    }

    /// The number of a message: counted once in the log, and on from there.
    async fn of(&self, log: &EventLog, event: &RecordedEvent, of: UserId) -> anyhow::Result<u64> {
        match self.0.get(&of).await {
            Some((position, number)) if position == event.position => Ok(number),
            Some((position, _)) if position > event.position => count(log, event).await,
            _ => {
                let number = count(log, event).await?;
                self.0.insert(of, (event.position, number)).await;
                Ok(number)
            }
        }
    }
}

async fn count(log: &EventLog, event: &RecordedEvent) -> anyhow::Result<u64> {
    let events = log.load(&event.subject).await?;
    let until = events.iter().filter(|found| found.position <= event.position);
    Ok(until.filter(|found| is_message(found)).count() as u64)
}

fn is_message(event: &RecordedEvent) -> bool {
    MESSAGES.contains(&event.encoded.kind.as_str())
}

/// Pushes what one event of a conversation says to whoever listens.
pub async fn push(
    gateway: &Gateway,
    log: &EventLog,
    event: &RecordedEvent,
    customer: &str,
) -> anyhow::Result<()> {
    let Ok(customer) = customer.parse::<UserId>() else { return Ok(()) };
    if is_message(event) {
        gateway.numbers.pass(event, customer).await;
    }
    let destination = destination_of(event, customer);
    let Some(destination) = destination.filter(|found| gateway.hub.is_heard(*found)) else {
        return Ok(());
    };
    if let Some(publication) = publication(gateway, log, event, customer, destination).await? {
        gateway.hub.publish(publication);
    }
    Ok(())
}

/// What was missed of one destination: the newest events of these that belong there.
pub async fn publications(
    gateway: &Gateway,
    log: &EventLog,
    events: &[RecordedEvent],
    to: Destination,
    newest: usize,
) -> anyhow::Result<Vec<Publication>> {
    let customer = |event: &RecordedEvent| {
        let (_, customer) = subjects::aggregate_of(&event.subject)?;
        customer.parse::<UserId>().ok()
    };
    let there = events.iter().filter_map(|event| Some((event, customer(event)?)));
    let there: Vec<_> =
        there.filter(|(event, of)| destination_of(event, *of) == Some(to)).collect();
    let mut found = Vec::new();
    for (event, customer) in there.iter().skip(there.len().saturating_sub(newest)) {
        found.extend(publication(gateway, log, event, *customer, to).await?);
    }
    Ok(found)
}

fn destination_of(event: &RecordedEvent, customer: UserId) -> Option<Destination> {
    match event.encoded.kind.as_str() {
        "CustomerWrote" => Some(Destination::AdminMessages),
        "BotAnswered" | "PersonWrote" => Some(Destination::Messages(customer)),
        kind if RECEIPTS.contains(&kind) => Some(Destination::Receipts(customer)),
        _ => None,
    }
}

/// None for what cannot be read and never will be, such as the words of somebody who is erased.
async fn publication(
    gateway: &Gateway,
    log: &EventLog,
    event: &RecordedEvent,
    customer: UserId,
    destination: Destination,
) -> anyhow::Result<Option<Publication>> {
    let body = match destination {
        Destination::Receipts(_) => Some(receipt(event, customer)),
        _ => message(gateway, log, event, customer).await?,
    };
    let (position, happened_at) = (Some(event.position), Some(event.provenance.at));
    Ok(body.map(|body| Publication { destination, body, position, happened_at }))
}

fn receipt(event: &RecordedEvent, customer: UserId) -> Bytes {
    let data = &event.encoded.data;
    let receipt = json!({
        "userId": customer,
        "kind": if event.encoded.kind == "MessagesRead" { "read" } else { "delivered" },
        "by": data["by"],
        "message": data["message"],
        "at": event.provenance.at,
        "position": event.position,
    });
    receipt.to_string().into()
}

async fn message(
    gateway: &Gateway,
    log: &EventLog,
    event: &RecordedEvent,
    customer: UserId,
) -> anyhow::Result<Option<Bytes>> {
    if !gateway.opens_sealed {
        return Ok(None);
    }
    let wrote = match log.decode(event).await {
        Ok(Event::Conversation(_, wrote)) => wrote,
        Ok(_) => return Ok(None),
        // Whoever listens to anything else must not wait for a key that somebody has to mend.
        Err(OpenError::Key(error @ KeyError::Unavailable(_))) => return Err(error.into()),
        Err(error) => {
            tracing::warn!("a message is passed over: {error}");
            return Ok(None);
        }
    };
    let support = |name: &str| ("SYSTEM".to_owned(), name.to_owned());
    let (id, content, (sender_id, sender_name), admin, source) = match wrote {
        ConversationEvent::CustomerWrote { message, text, .. } => {
            (message, text, (customer.to_string(), name_of(gateway, customer).await), false, None)
        }
        ConversationEvent::BotAnswered { message, text, source, .. } => {
            (message, text, support(bot_name(source)), false, Some(source))
        }
        ConversationEvent::PersonWrote { message, text, .. } => {
            (message, text, support("Admin"), true, None)
        }
        _ => return Ok(None),
    };
    let message = Message {
        sender_id,
        sender_name,
        content,
        admin,
        id,
        number: gateway.numbers.of(log, event, customer).await?,
        at: event.provenance.at,
        source,
        user_id: customer,
        position: event.position,
    };
    Ok(Some(serde_json::to_vec(&message)?.into()))
}

fn bot_name(source: AnswerSource) -> &'static str {
    match source {
        AnswerSource::Model => "AI-Assistant",
        AnswerSource::Rule | AnswerSource::Fallback => "Auto-Bot",
    }
}

/// A message is worth more than a name: without one it goes out with the customer's id.
async fn name_of(gateway: &Gateway, customer: UserId) -> String {
    match gateway.queries.user(customer).await {
        Ok(Some(user)) => user.username,
        Ok(None) | Err(_) => customer.to_string(),
    }
}
