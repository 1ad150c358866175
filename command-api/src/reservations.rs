//! What a command takes or gives back besides its own events, in the same atomic append.

use cqrs_es::Aggregate;
use domain::devices::{Device, DeviceEvent};
use domain::event::{self, DecodeError, Encoded};
use domain::names::{NameHasher, NameKind};
use domain::users::{User, UserEvent};
use event_log::{EventLog, ReadError, Reservations, SubjectAppend, Tail};
use serde::de::DeserializeOwned;
use thiserror::Error;

use crate::{administrators, names};

/// Why something that only one may have, or that one must keep, stands in a command's way.
#[derive(Debug, Error)]
pub(crate) enum ReservationError {
    #[error("{}", taken(*.0))]
    NameTaken(NameKind),
    #[error("this is the last administrator; make somebody else one first")]
    LastAdministrator,
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    Decode(#[from] DecodeError),
}

/// The reservations of users and of devices: the difference between what they held before a
/// command and what they hold after it.
pub(crate) struct Held<'a> {
    pub log: &'a EventLog,
    pub hasher: &'a NameHasher,
}

/// The events of a subject that is no aggregate, with the place where it ended.
pub(crate) struct Subject<E> {
    pub events: Vec<E>,
    subject: String,
    tail: Tail,
}

impl Reservations<User> for Held<'_> {
    type Error = ReservationError;

    fn is_unavailable(error: &ReservationError) -> bool {
        matches!(error, ReservationError::Read(_))
    }

    async fn reserve(
        &self,
        before: &User,
        events: &[UserEvent],
    ) -> Result<Vec<SubjectAppend>, ReservationError> {
        let after = after(before, events);
        let Some(user) = after.id else { return Ok(vec![]) };
        let held = |user| names::of_user(self.hasher, user);
        let mut appends = names::exchange(self.log, user.0, &held(before), &held(&after)).await?;
        let (was, is) = (administrators::is_one(before), administrators::is_one(&after));
        appends.extend(administrators::exchange(self.log, user, was, is).await?);
        Ok(appends)
    }
}

impl Reservations<Device> for Held<'_> {
    type Error = ReservationError;

    fn is_unavailable(error: &ReservationError) -> bool {
        matches!(error, ReservationError::Read(_))
    }

    async fn reserve(
        &self,
        before: &Device,
        events: &[DeviceEvent],
    ) -> Result<Vec<SubjectAppend>, ReservationError> {
        let after = after(before, events);
        let Some(device) = after.id else { return Ok(vec![]) };
        let held = |device| names::of_device(self.hasher, device);
        names::exchange(self.log, device.0, &held(before), &held(&after)).await
    }
}

impl<E: DeserializeOwned> Subject<E> {
    pub async fn load(log: &EventLog, subject: &str) -> Result<Self, ReservationError> {
        let recorded = log.load(subject).await?;
        let tail = recorded.last().map(|event| event.tail()).unwrap_or_default();
        let decode = |Encoded { kind, version, data, .. }| event::decode(&kind, version, data);
        let events =
            recorded.into_iter().map(|event| decode(event.encoded)).collect::<Result<_, _>>()?;
        Ok(Self { events, subject: subject.to_owned(), tail })
    }

    /// The same subject as its leader knows it. A refusal appends nothing, so no expectation would
    /// find out that it rests on an old state.
    pub async fn confirmed(mut self, log: &EventLog) -> Result<Self, ReservationError> {
        while log.last_position(&self.subject).await? != self.tail.position {
            self = Self::load(log, &self.subject).await?;
        }
        Ok(self)
    }

    pub fn append(self, event: Encoded) -> SubjectAppend {
        SubjectAppend { subject: self.subject, tail: self.tail, events: vec![event] }
    }
}

fn after<A: Aggregate + Clone>(before: &A, events: &[A::Event]) -> A {
    let mut state = before.clone();
    events.iter().for_each(|event| state.apply(event.clone()));
    state
}

fn taken(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Username => "this user name is taken",
        NameKind::Email => "this e-mail address is taken",
        NameKind::Device => "there is a device of this name already",
    }
}
