//! What a customer's conversations must remember to decide.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ConversationEvent;
use crate::ids::UserId;

/// The fold of one customer's conversations: the one that is open, and how many there were.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// Of the latest one, from 1; 0 before the first.
    pub number: u32,
    pub open: bool,
    pub on_duty: OnDuty,
    pub person_requested: bool,
    /// The customer's last message, when it was written, and whether the bot has answered it.
    pub last: Option<LastMessage>,
    /// The last message of a person.
    pub last_of_person: Option<Uuid>,
}

/// The customer's last message in the open conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastMessage {
    pub message: Uuid,
    pub at: DateTime<Utc>,
    pub answered: bool,
}

/// Who answers the customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OnDuty {
    #[default]
    Bot,
    Person(UserId),
}

impl Conversation {
    pub(super) fn fold(&mut self, event: ConversationEvent) {
        match event {
            ConversationEvent::ConversationOpened { number } => {
                *self = Self { number, open: true, ..Self::default() };
            }
            ConversationEvent::CustomerWrote { message, at, .. } => {
                self.last = Some(LastMessage { message, at, answered: false });
            }
            ConversationEvent::BotAnswered { to, .. } => {
                if let Some(last) = self.last.as_mut().filter(|last| last.message == to) {
                    last.answered = true;
                }
            }
            ConversationEvent::PersonRequested { .. } => self.person_requested = true,
            ConversationEvent::PersonJoined { person } => {
                self.on_duty = OnDuty::Person(person);
                self.person_requested = false;
            }
            ConversationEvent::PersonWrote { message, .. } => self.last_of_person = Some(message),
            ConversationEvent::PersonLeft { .. } => self.on_duty = OnDuty::Bot,
            ConversationEvent::ConversationClosed { number } => {
                *self = Self { number, ..Self::default() };
            }
        }
    }
}
