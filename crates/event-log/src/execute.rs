//! Carrying out a command: load, decide, append; once, whatever happens to the answers.

use std::future::Future;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use domain::event::{self, Personal};
use domain::provenance::Provenance;
use domain::subjects;
use thiserror::Error;

use crate::append::{AppendError, SubjectAppend};
use crate::store::{CarriedOut, JetStreamEventStore, LoadError, Loaded};
use crate::{EventLog, Position};

/// How often a command is decided anew when another writer was first.
const ATTEMPTS: usize = 8;

/// A command that was carried out, now or by an earlier try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Executed {
    /// Read models that have this position show the command's effect.
    pub position: Position,
    /// Whether this very call wrote events.
    pub wrote: bool,
}

/// Why a command was not carried out.
#[derive(Debug, Error)]
pub enum ExecuteError<E: std::error::Error, R: std::error::Error> {
    /// The domain says no.
    #[error(transparent)]
    Refused(E),
    /// A name is taken, or a rule over a set says no.
    #[error(transparent)]
    Reservation(R),
    /// The command id was used for something else.
    #[error("the same key was used with another request")]
    OtherRequest,
    /// Others kept writing to the same aggregate first.
    #[error("others are changing this at the same time; try again")]
    Conflict,
    /// It may have happened. The same command id sent again gives the answer.
    #[error("whether the command was carried out is not known: {0}")]
    Unknown(String),
    #[error("the log cannot be used now: {0}")]
    Unavailable(String),
}

/// What a command must append to other subjects in the same batch: names that it takes or frees,
/// sets that it changes. Called with the state before the command and the events decided.
pub trait Reservations<A: Aggregate>: Sync {
    type Error: std::error::Error + Send;

    fn reserve(
        &self,
        before: &A,
        events: &[A::Event],
    ) -> impl Future<Output = Result<Vec<SubjectAppend>, Self::Error>> + Send;

    /// Whether the error says only that nobody can tell now.
    fn is_unavailable(_error: &Self::Error) -> bool {
        false
    }
}

/// For commands that touch only their own aggregate.
pub struct NoReservations;

impl<A: Aggregate> Reservations<A> for NoReservations {
    type Error = std::convert::Infallible;

    async fn reserve(&self, _: &A, _: &[A::Event]) -> Result<Vec<SubjectAppend>, Self::Error> {
        Ok(vec![])
    }
}

/// One try's outcome that calls for another.
enum Retry {
    Conflict,
    Unknown(String),
}

impl EventLog {
    /// Carries out a command on the aggregate `id`. The command id in `provenance` makes it safe to
    /// call again: what was written before is found and answered with its position.
    pub async fn execute<A, R>(
        &self,
        id: &str,
        command: A::Command,
        provenance: &Provenance,
        reservations: &R,
    ) -> Result<Executed, ExecuteError<A::Error, R::Error>>
    where
        A: Aggregate<Services = (), Event: Personal> + Clone + 'static,
        A::Command: Clone + Send,
        A::Error: Send,
        R: Reservations<A>,
    {
        let store = JetStreamEventStore::<A>::new(self.clone());
        let mut uncertain = None;
        // Only the first round may rest on what this process knew before.
        let mut known = self.states.take(&subjects::of_aggregate(A::TYPE, id));
        for _ in 0..ATTEMPTS {
            let mut loaded = match known.take() {
                Some(loaded) => loaded,
                None => match store.load(id).await {
                    Ok(loaded) => loaded,
                    // An earlier round may have been stored: what is out of reach is its answer.
                    Err(error) if uncertain.is_some() => {
                        return Err(ExecuteError::Unknown(error.to_string()));
                    }
                    Err(error) => return Err(unavailable(error)),
                },
            };
            match self.attempt(&mut loaded, command.clone(), provenance, reservations).await {
                Ok(Ok(executed)) => {
                    self.states.put(loaded);
                    return Ok(executed);
                }
                Ok(Err(Retry::Conflict)) => {}
                Ok(Err(Retry::Unknown(why))) => uncertain = Some(why),
                Err(ExecuteError::Unavailable(why)) if uncertain.is_some() => {
                    return Err(ExecuteError::Unknown(why));
                }
                Err(ExecuteError::Reservation(why))
                    if uncertain.is_some() && R::is_unavailable(&why) =>
                {
                    return Err(ExecuteError::Unknown(why.to_string()));
                }
                Err(error) => return Err(error),
            }
        }
        Err(uncertain.map_or(ExecuteError::Conflict, ExecuteError::Unknown))
    }

    /// One round. An unknown outcome is safe to try again: either the lost append is found by its
    /// command id, or the expectation lets only one of the two in.
    async fn attempt<A, R>(
        &self,
        loaded: &mut Loaded<A>,
        command: A::Command,
        provenance: &Provenance,
        reservations: &R,
    ) -> Result<Result<Executed, Retry>, ExecuteError<A::Error, R::Error>>
    where
        A: Aggregate<Services = (), Event: Personal> + Clone,
        A::Command: Send,
        A::Error: Send,
        R: Reservations<A>,
    {
        if let Some(carried_out) = loaded.commands.get(&provenance.command) {
            if carried_out.request != provenance.request {
                return Err(ExecuteError::OtherRequest);
            }
            return Ok(Ok(Executed { position: carried_out.position, wrote: false }));
        }
        let events = match decide(loaded, command).await {
            Ok(events) if !events.is_empty() => events,
            appends_nothing => {
                if !self.is_current(loaded).await.map_err(unavailable)? {
                    return Ok(Err(Retry::Conflict));
                }
                appends_nothing.map_err(ExecuteError::Refused)?;
                return Ok(Ok(Executed { position: loaded.tail.position, wrote: false }));
            }
        };
        let mut appends = match reservations.reserve(&loaded.aggregate, &events).await {
            Ok(appends) => appends,
            Err(refusal) => {
                if !self.is_current(loaded).await.map_err(unavailable)? {
                    return Ok(Err(Retry::Conflict));
                }
                return Err(ExecuteError::Reservation(refusal));
            }
        };
        let encoded = events.iter().map(event::encode).collect();
        let (subject, tail) = (loaded.subject.clone(), loaded.tail.clone());
        appends.push(SubjectAppend { subject, tail, events: encoded });
        match self.append(appends, provenance).await {
            Ok(tail) => {
                events.into_iter().for_each(|event| loaded.aggregate.apply(event));
                let (position, request) = (tail.position, provenance.request.clone());
                loaded.commands.insert(provenance.command, CarriedOut { position, request });
                loaded.tail = tail;
                Ok(Ok(Executed { position, wrote: true }))
            }
            Err(AppendError::Conflict) => Ok(Err(Retry::Conflict)),
            Err(AppendError::Unknown(why)) => Ok(Err(Retry::Unknown(why))),
            Err(AppendError::Refused(why)) => Err(ExecuteError::Unavailable(why)),
        }
    }

    /// Whether the leader knows of nothing newer than what was loaded. A follower that lags must
    /// not make us say "no such thing" or "already so".
    async fn is_current<A>(&self, loaded: &Loaded<A>) -> Result<bool, LoadError> {
        Ok(self.last_position(&loaded.subject).await? == loaded.tail.position)
    }
}

async fn decide<A>(loaded: &Loaded<A>, command: A::Command) -> Result<Vec<A::Event>, A::Error>
where
    A: Aggregate<Services = ()> + Clone,
{
    let mut aggregate = loaded.aggregate.clone();
    let sink = EventSink::default();
    aggregate.handle(command, &(), &sink).await?;
    Ok(sink.collect().await)
}

fn unavailable<E: std::error::Error, R: std::error::Error>(error: LoadError) -> ExecuteError<E, R> {
    ExecuteError::Unavailable(error.to_string())
}
