//! Who the administrators are: the one set that the rule "the last one stays" is about.
//!
//! Every command that adds or removes an administrator appends here in the same atomic batch, so
//! two of them cannot demote each other at once.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::ids::UserId;

/// What happened to the set. The names and members are the format of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", content = "data", rename_all_fields = "camelCase")]
pub enum AdministratorsEvent {
    AdministratorAdded { user: UserId },
    AdministratorRemoved { user: UserId },
}

crate::event::nothing_personal!(AdministratorsEvent);

/// The fold of the set's events.
pub fn administrators<'a>(
    events: impl IntoIterator<Item = &'a AdministratorsEvent>,
) -> BTreeSet<UserId> {
    let mut set = BTreeSet::new();
    for event in events {
        match event {
            AdministratorsEvent::AdministratorAdded { user } => set.insert(*user),
            AdministratorsEvent::AdministratorRemoved { user } => set.remove(user),
        };
    }
    set
}
