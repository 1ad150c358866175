//! Any aggregate as a value that can be folded and shown, whatever its type.

use std::collections::BTreeSet;

use cqrs_es::Aggregate;
use domain::administrators::AdministratorsEvent;
use domain::alerts::Alert;
use domain::conversations::Conversation;
use domain::devices::Device;
use domain::event::Event;
use domain::ids::UserId;
use domain::names::NameEvent;
use domain::subjects;
use domain::users::User;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// The types of aggregates, as they are named in subjects and by people who ask.
pub const TYPES: [&str; 6] =
    ["user", "device", "alert", "conversation", subjects::NAME, subjects::ADMINISTRATORS];

/// What nobody needs to see to know what happened, not even an auditor.
const SECRETS: [&str; 3] = ["passwordHash", "tokenHash", "token_hash"];

/// The fold of one aggregate's events.
pub(super) enum State {
    User(Box<User>),
    Device(Box<Device>),
    Alert(Alert),
    Conversation(Box<Conversation>),
    Name(Option<Uuid>),
    Administrators(BTreeSet<UserId>),
}

impl State {
    /// Before the first event; none for a type that does not exist.
    pub fn of_type(kind: &str) -> Option<Self> {
        Some(match kind {
            "user" => Self::User(Box::default()),
            "device" => Self::Device(Box::default()),
            "alert" => Self::Alert(Alert::default()),
            "conversation" => Self::Conversation(Box::default()),
            subjects::NAME => Self::Name(None),
            subjects::ADMINISTRATORS => Self::Administrators(BTreeSet::new()),
            _ => return None,
        })
    }

    /// An event of another type changes nothing.
    pub fn apply(&mut self, event: Event) {
        match (self, event) {
            (Self::User(user), Event::User(_, event)) => user.apply(event),
            (Self::Device(device), Event::Device(_, event)) => device.apply(event),
            (Self::Alert(alert), Event::Alert(_, event)) => alert.apply(event),
            (Self::Conversation(conversation), Event::Conversation(_, event)) => {
                conversation.apply(event);
            }
            (Self::Name(holder), Event::Name(_, NameEvent::NameReserved { holder: by })) => {
                *holder = Some(by);
            }
            (Self::Name(holder), Event::Name(_, NameEvent::NameReleased { .. })) => *holder = None,
            (Self::Administrators(set), Event::Administrators(event)) => match event {
                AdministratorsEvent::AdministratorAdded { user } => drop(set.insert(user)),
                AdministratorsEvent::AdministratorRemoved { user } => drop(set.remove(&user)),
            },
            _ => {}
        }
    }

    /// As JSON, without secrets.
    pub fn shown(&self) -> Value {
        let value = match self {
            Self::User(user) => serde_json::to_value(user),
            Self::Device(device) => serde_json::to_value(device),
            Self::Alert(alert) => serde_json::to_value(alert),
            Self::Conversation(conversation) => serde_json::to_value(conversation),
            Self::Name(holder) => Ok(json!({ "holder": holder })),
            Self::Administrators(set) => Ok(json!({ "administrators": set })),
        };
        let mut value = value.expect("states have keys that JSON can write");
        without_secrets(&mut value);
        value
    }
}

/// Replaces secrets wherever they stand.
pub(super) fn without_secrets(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                if SECRETS.contains(&name.as_str()) && !member.is_null() {
                    *member = "(not shown)".into();
                }
                without_secrets(member);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(without_secrets),
        _ => {}
    }
}

/// What differs between two states: a JSON pointer for each place, with both values.
pub(super) fn differences(before: &Value, after: &Value) -> Vec<(String, Value, Value)> {
    let mut found = Vec::new();
    compare(String::new(), before, after, &mut found);
    found
}

fn compare(at: String, before: &Value, after: &Value, found: &mut Vec<(String, Value, Value)>) {
    if before == after {
        return;
    }
    let none = Map::new();
    let members = |value: &Value| value.as_object().cloned();
    let (old, new) = (members(before), members(after));
    // An object that comes or goes is told by its members; anything else as a whole.
    let both = (old.is_some() || before.is_null()) && (new.is_some() || after.is_null());
    if !both || (old.is_none() && new.is_none()) {
        found.push((at, before.clone(), after.clone()));
        return;
    }
    let (old, new) = (old.unwrap_or(none.clone()), new.unwrap_or(none));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for name in names {
        let member = |of: &Map<String, Value>| of.get(name).cloned().unwrap_or(Value::Null);
        compare(format!("{at}/{name}"), &member(&old), &member(&new), found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_by_member() {
        let before = json!({ "limit": 3, "owner": null, "same": [1] });
        let after = json!({ "limit": 2, "owner": { "id": 7 }, "same": [1] });
        let expected = [
            ("/limit".to_owned(), json!(3), json!(2)),
            ("/owner/id".to_owned(), Value::Null, json!(7)),
        ];
        assert_eq!(differences(&before, &after), expected);
    }

    #[test]
    fn secrets_are_not_shown_wherever_they_stand() {
        let mut value = json!({ "credentials": { "passwordHash": "$argon2id$", "role": "ADMIN" } });
        without_secrets(&mut value);
        assert_eq!(value["credentials"]["passwordHash"], "(not shown)");
    }
}
