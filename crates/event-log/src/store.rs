//! The `EventStore` of cqrs-es on JetStream. Its context carries what the append must expect.

use std::collections::HashMap;
use std::marker::PhantomData;

use cqrs_es::{Aggregate, AggregateContext, AggregateError, EventEnvelope, EventStore};
use domain::event::{self, DecodeError, Encoded, Personal};
use domain::ids::CommandId;
use domain::provenance::Provenance;
use domain::subjects;
use thiserror::Error;

use crate::append::{AppendError, SubjectAppend};
use crate::chain::Tail;
use crate::keyring::KeyError;
use crate::read::ReadError;
use crate::recorded::RecordedEvent;
use crate::{EventLog, Position};

/// An aggregate as it was loaded, and the end of its subject at that moment.
#[derive(Clone, Debug)]
pub struct Loaded<A> {
    pub aggregate: A,
    pub id: String,
    pub subject: String,
    pub tail: Tail,
    /// The commands that wrote to the aggregate.
    pub commands: HashMap<CommandId, CarriedOut>,
}

/// A command that wrote to an aggregate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarriedOut {
    /// Of its last event.
    pub position: Position,
    /// The keyed hash of the request that carried it, if there was one.
    pub request: Option<String>,
}

impl<A: Aggregate> AggregateContext<A> for Loaded<A> {
    fn aggregate(&mut self) -> &mut A {
        &mut self.aggregate
    }
}

/// Why an aggregate could not be loaded.
#[derive(Debug, Error)]
pub enum LoadError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// A part of the server's answer was lost on its way, and a decision would be made on a state with
    /// a hole. Audits read on: they name it.
    #[error("event {expected} of {subject} did not come, event {found} did")]
    Hole { subject: String, expected: u64, found: u64 },
}

/// Aggregates of type `A` in the log.
pub struct JetStreamEventStore<A> {
    log: EventLog,
    aggregate: PhantomData<fn() -> A>,
}

impl<A: Aggregate> JetStreamEventStore<A> {
    pub fn new(log: EventLog) -> Self {
        Self { log, aggregate: PhantomData }
    }

    /// Replays the aggregate from all of its events.
    pub async fn load(&self, id: &str) -> Result<Loaded<A>, LoadError> {
        let subject = subjects::of_aggregate(A::TYPE, id);
        let mut loaded = Loaded {
            aggregate: A::default(),
            id: id.to_owned(),
            tail: Tail::default(),
            commands: HashMap::new(),
            subject,
        };
        for recorded in self.log.load(&loaded.subject).await? {
            let (expected, found) = (loaded.tail.sequence + 1, recorded.sequence);
            if found != expected {
                return Err(LoadError::Hole { subject: loaded.subject, expected, found });
            }
            loaded.aggregate.apply(self.payload(&recorded).await?);
            loaded.tail = recorded.tail();
            let RecordedEvent { position, provenance: Provenance { command, request, .. }, .. } =
                recorded;
            loaded.commands.insert(command, CarriedOut { position, request });
        }
        Ok(loaded)
    }

    async fn payload(&self, recorded: &RecordedEvent) -> Result<A::Event, LoadError> {
        let data = self.log.open(recorded).await?;
        let Encoded { kind, version, .. } = &recorded.encoded;
        Ok(event::decode(kind, *version, data)?)
    }

    async fn envelope(
        &self,
        id: &str,
        recorded: &RecordedEvent,
    ) -> Result<EventEnvelope<A>, LoadError> {
        Ok(EventEnvelope {
            aggregate_id: id.to_owned(),
            sequence: recorded.sequence as usize,
            payload: self.payload(recorded).await?,
            metadata: metadata_of(&recorded.provenance),
        })
    }
}

impl<A: Aggregate<Event: Personal>> EventStore<A> for JetStreamEventStore<A> {
    type AC = Loaded<A>;

    async fn load_events(
        &self,
        aggregate_id: &str,
    ) -> Result<Vec<EventEnvelope<A>>, AggregateError<A::Error>> {
        let subject = subjects::of_aggregate(A::TYPE, aggregate_id);
        let recorded = self.log.load(&subject).await.map_err(unexpected)?;
        let mut envelopes = Vec::new();
        for recorded in &recorded {
            envelopes.push(self.envelope(aggregate_id, recorded).await.map_err(unexpected)?);
        }
        Ok(envelopes)
    }

    async fn load_aggregate(
        &self,
        aggregate_id: &str,
    ) -> Result<Loaded<A>, AggregateError<A::Error>> {
        self.load(aggregate_id).await.map_err(unexpected)
    }

    async fn commit(
        &self,
        events: Vec<A::Event>,
        context: Loaded<A>,
        metadata: HashMap<String, String>,
    ) -> Result<Vec<EventEnvelope<A>>, AggregateError<A::Error>> {
        let provenance = provenance_of(&metadata).ok_or_else(|| {
            unexpected("the metadata must hold command, actor, correlation and at".to_owned())
        })?;
        let encoded = events.iter().map(event::encode).collect();
        let append =
            SubjectAppend { subject: context.subject, tail: context.tail.clone(), events: encoded };
        self.log.append(vec![append], &provenance).await.map_err(|error| match error {
            AppendError::Conflict => AggregateError::AggregateConflict,
            other => unexpected(other),
        })?;
        let first = context.tail.sequence as usize + 1;
        let numbered = events.into_iter().enumerate();
        Ok(numbered
            .map(|(nth, payload)| EventEnvelope {
                aggregate_id: context.id.clone(),
                sequence: first + nth,
                payload,
                metadata: metadata.clone(),
            })
            .collect())
    }
}

/// Provenance as the string map that cqrs-es carries.
fn metadata_of(provenance: &Provenance) -> HashMap<String, String> {
    let mut metadata = HashMap::from([
        ("command".to_owned(), provenance.command.to_string()),
        ("actor".to_owned(), provenance.actor.to_string()),
        ("correlation".to_owned(), provenance.correlation.to_string()),
        ("at".to_owned(), provenance.at.to_rfc3339()),
    ]);
    if let Some(causation) = provenance.causation {
        metadata.insert("causation".to_owned(), causation.to_string());
    }
    metadata
}

fn provenance_of(metadata: &HashMap<String, String>) -> Option<Provenance> {
    Some(Provenance {
        command: metadata.get("command")?.parse().ok()?,
        actor: metadata.get("actor")?.parse().ok()?,
        correlation: metadata.get("correlation")?.parse().ok()?,
        request: metadata.get("request").cloned(),
        causation: metadata.get("causation").and_then(|text| text.parse().ok()),
        at: metadata.get("at")?.parse().ok()?,
    })
}

fn unexpected<E: std::error::Error>(
    error: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> AggregateError<E> {
    AggregateError::UnexpectedError(error.into())
}
