//! Names in the log: which an aggregate holds, taking free ones and giving back what it held.

use std::collections::BTreeMap;

use domain::devices::Device;
use domain::event;
use domain::names::{NameEvent, NameHasher, NameKind, holder};
use domain::subjects;
use domain::users::User;
use event_log::{EventLog, SubjectAppend};
use uuid::Uuid;

use crate::reservations::{ReservationError, Subject};

/// The names that somebody holds, by their address in the log.
pub(crate) type HeldNames = BTreeMap<String, NameKind>;

/// The names of a person; none before they are registered and after they are erased.
pub(crate) fn of_user(hasher: &NameHasher, user: &User) -> HeldNames {
    if !user.exists() {
        return HeldNames::new();
    }
    let username = Some((NameKind::Username, user.profile.username.as_str()));
    let email = user.profile.email.as_deref().map(|email| (NameKind::Email, email));
    addresses(hasher, username.into_iter().chain(email))
}

/// The name of a device that is in use.
pub(crate) fn of_device(hasher: &NameHasher, device: &Device) -> HeldNames {
    let name = (NameKind::Device, device.description.name.as_str());
    addresses(hasher, device.in_use().then_some(name))
}

/// What to append so that `owner` holds `after` instead of `before`. A name in both is not touched:
/// a change of its case is no reason to let anybody else in between.
pub(crate) async fn exchange(
    log: &EventLog,
    owner: Uuid,
    before: &HeldNames,
    after: &HeldNames,
) -> Result<Vec<SubjectAppend>, ReservationError> {
    let mut appends = Vec::new();
    for (subject, kind) in after.iter().filter(|(subject, _)| !before.contains_key(*subject)) {
        appends.extend(take(log, subject, *kind, owner).await?);
    }
    for subject in before.keys().filter(|subject| !after.contains_key(*subject)) {
        appends.extend(give_back(log, subject, owner).await?);
    }
    Ok(appends)
}

fn addresses<'a>(
    hasher: &NameHasher,
    names: impl IntoIterator<Item = (NameKind, &'a str)>,
) -> HeldNames {
    let address = |(kind, name)| (subjects::of_name(&hasher.key(kind, name)), kind);
    names.into_iter().map(address).collect()
}

async fn take(
    log: &EventLog,
    subject: &str,
    kind: NameKind,
    owner: Uuid,
) -> Result<Option<SubjectAppend>, ReservationError> {
    let mut name = Subject::<NameEvent>::load(log, subject).await?;
    if holder(&name.events).is_some_and(|holder| holder != owner) {
        // A follower that lags may not know yet that the name was given back.
        name = name.confirmed(log).await?;
    }
    match holder(&name.events) {
        None => Ok(Some(name.append(event::encode(&NameEvent::NameReserved { holder: owner })))),
        Some(holder) if holder == owner => Ok(None),
        Some(_) => Err(ReservationError::NameTaken(kind)),
    }
}

async fn give_back(
    log: &EventLog,
    subject: &str,
    owner: Uuid,
) -> Result<Option<SubjectAppend>, ReservationError> {
    let name = Subject::<NameEvent>::load(log, subject).await?;
    if holder(&name.events) != Some(owner) {
        return Ok(None);
    }
    Ok(Some(name.append(event::encode(&NameEvent::NameReleased { holder: owner }))))
}
