//! The set of administrators in the log: joining it, leaving it, and the rule that one stays.

use domain::administrators::{AdministratorsEvent, administrators};
use domain::event;
use domain::ids::UserId;
use domain::subjects;
use domain::users::{Role, User};
use event_log::{EventLog, SubjectAppend};

use crate::reservations::{ReservationError, Subject};

/// Whether the user counts as an administrator: one who is disabled cannot help anybody.
pub(crate) fn is_one(user: &User) -> bool {
    let role = user.credentials.as_ref().map(|credentials| credentials.role);
    user.may_sign_in() && role == Some(Role::Admin)
}

/// Whether the log knows of no administrator at all, by the word of the stream's leader.
pub(crate) async fn is_nobody(log: &EventLog) -> Result<bool, ReservationError> {
    let set = load(log).await?.confirmed(log).await?;
    Ok(administrators(&set.events).is_empty())
}

/// What to append when a command makes the user join or leave the set; the last one cannot leave.
///
/// Both stand in the same atomic batch as the user's own events and expect the set as it was read,
/// so two administrators who demote each other at once meet here, and the second is refused.
pub(crate) async fn exchange(
    log: &EventLog,
    user: UserId,
    before: bool,
    after: bool,
) -> Result<Option<SubjectAppend>, ReservationError> {
    if before == after {
        return Ok(None);
    }
    let mut set = load(log).await?;
    if after {
        return Ok(Some(
            set.append(event::encode(&AdministratorsEvent::AdministratorAdded { user })),
        ));
    }
    if is_alone(&set, user) {
        // A follower that lags may not know the newest administrator yet.
        set = set.confirmed(log).await?;
    }
    if is_alone(&set, user) {
        return Err(ReservationError::LastAdministrator);
    }
    Ok(Some(set.append(event::encode(&AdministratorsEvent::AdministratorRemoved { user }))))
}

async fn load(log: &EventLog) -> Result<Subject<AdministratorsEvent>, ReservationError> {
    Subject::load(log, &subjects::of_administrators()).await
}

fn is_alone(set: &Subject<AdministratorsEvent>, user: UserId) -> bool {
    administrators(&set.events).iter().all(|other| *other == user)
}
