//! Everything that happened to one aggregate: who, when, why, and what each event changed.

use chrono::{DateTime, Utc};
use domain::event::{Encoded, Event};
use domain::subjects;
use event_log::{ERASED, EventLog, Position, RecordedEvent, SEALED};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Moment;
use super::state::{State, differences, without_secrets};

/// The history of one aggregate.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct History {
    #[serde(rename = "type")]
    pub kind: String,
    pub id: String,
    /// Whether every event has the hash that it must have and follows the one before it.
    pub intact: bool,
    pub events: Vec<HistoryEvent>,
    /// After the last one.
    pub state: Value,
}

/// One event of it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEvent {
    pub position: Position,
    /// Which event of the aggregate it is, from 1.
    pub sequence: u64,
    pub event: Uuid,
    #[serde(rename = "type")]
    pub kind: String,
    pub version: u32,
    pub at: DateTime<Utc>,
    /// Who gave the command.
    pub actor: String,
    pub command: Uuid,
    pub correlation: Uuid,
    /// The event that caused the command, if it was not a person.
    pub cause: Option<Uuid>,
    pub data: Value,
    pub changed: Vec<Change>,
    pub intact: bool,
    /// Why the event could not be folded into the state, if it could not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unreadable: Option<String>,
}

/// One member of the state that an event changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// JSON pointer into the state.
    pub member: String,
    pub before: Value,
    pub after: Value,
}

/// The history as of a moment; none if the aggregate has no events by then, or its type is unknown.
pub(super) async fn history(
    log: &EventLog,
    kind: &str,
    id: &str,
    as_of: Moment,
) -> anyhow::Result<Option<History>> {
    let Some(mut state) = State::of_type(kind) else { return Ok(None) };
    let cut = as_of.cut(log).await?;
    let recorded = log.load(&subjects::of_aggregate(kind, id)).await?;
    let mut events: Vec<HistoryEvent> = Vec::new();
    let mut previous: Option<&RecordedEvent> = None;
    for recorded in recorded.iter().filter(|recorded| recorded.position <= cut.events) {
        events.push(one(log, recorded, previous, &mut state).await?);
        previous = Some(recorded);
    }
    if events.is_empty() {
        return Ok(None);
    }
    Ok(Some(History {
        kind: kind.to_owned(),
        id: id.to_owned(),
        intact: events.iter().all(|event| event.intact),
        events,
        state: state.shown(),
    }))
}

async fn one(
    log: &EventLog,
    recorded: &RecordedEvent,
    previous: Option<&RecordedEvent>,
    state: &mut State,
) -> anyhow::Result<HistoryEvent> {
    let mut data = log.show(recorded).await?;
    let before = state.shown();
    let Encoded { kind, version, .. } = &recorded.encoded;
    let decoded = Event::decode(&recorded.subject, kind, *version, readable(data.clone()));
    let unreadable = decoded.map(|event| state.apply(event)).err().map(|error| error.to_string());
    let changed = differences(&before, &state.shown())
        .into_iter()
        .map(|(member, before, after)| Change { member, before, after })
        .collect();
    without_secrets(&mut data);
    let provenance = &recorded.provenance;
    Ok(HistoryEvent {
        position: recorded.position,
        sequence: recorded.sequence,
        event: recorded.id,
        kind: kind.clone(),
        version: *version,
        at: provenance.at,
        actor: provenance.actor.to_string(),
        command: provenance.command.0,
        correlation: provenance.correlation,
        cause: provenance.causation,
        data,
        changed,
        intact: is_intact(recorded, previous),
        unreadable,
    })
}

/// Whether an event has the hash that it must have, and says what came before it.
pub(super) fn is_intact(recorded: &RecordedEvent, previous: Option<&RecordedEvent>) -> bool {
    let (sequence, hash) =
        previous.map_or((0, ""), |previous| (previous.sequence, previous.hash.as_str()));
    recorded.computed_hash() == recorded.hash
        && recorded.sequence == sequence + 1
        && recorded.previous_hash == hash
}

/// What stands in place of a closed profile must have the shape of one.
fn readable(mut data: Value) -> Value {
    if let Some(profile) = data.get_mut("profile")
        && let Some(word @ (SEALED | ERASED)) = profile.as_str()
    {
        *profile = json!({ "username": word, "email": word, "name": word, "city": word });
    }
    data
}
