//! What a customer's conversations must remember to decide.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{ConversationEvent, Messages};
use crate::ids::UserId;

/// The fold of one customer's conversations: the one that is open, and how many there were.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// Of the latest one, from 1; 0 before the first.
    pub number: u32,
    pub open: bool,
    pub on_duty: OnDuty,
    pub person_requested: bool,
    /// The customer's last message and when it was written.
    pub last: Option<LastMessage>,
    /// The customer's messages that nobody has answered yet.
    pub waiting: Vec<Uuid>,
    /// The last message of a person.
    pub last_of_person: Option<Uuid>,
    /// When the person on duty joined or wrote last.
    pub person_seen: Option<DateTime<Utc>>,
    /// Outlives the conversation.
    pub messages: Messages,
}

/// The customer's last message in the open conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastMessage {
    pub message: Uuid,
    pub at: DateTime<Utc>,
}

/// Who answers the customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OnDuty {
    #[default]
    Bot,
    Person(UserId),
}

impl Conversation {
    /// Whether the bot is to answer this message of the customer.
    pub fn awaits_bot(&self, message: Uuid) -> bool {
        self.open && self.on_duty == OnDuty::Bot && self.waiting.contains(&message)
    }

    pub(super) fn fold(&mut self, event: ConversationEvent) {
        match event {
            ConversationEvent::ConversationOpened { number } => self.renew(number, true),
            ConversationEvent::CustomerWrote { message, at, .. } => {
                self.messages.add(message);
                self.waiting.push(message);
                self.last = Some(LastMessage { message, at });
            }
            ConversationEvent::BotAnswered { message, to, .. } => {
                self.messages.add(message);
                self.waiting.retain(|waiting| *waiting != to);
            }
            ConversationEvent::PersonRequested { .. } => self.person_requested = true,
            ConversationEvent::PersonJoined { person, at } => {
                self.on_duty = OnDuty::Person(person);
                self.person_requested = false;
                self.person_seen = at;
            }
            ConversationEvent::PersonWrote { message, at, .. } => {
                self.messages.add(message);
                // Whatever the customer has asked so far, a person has seen it.
                self.waiting.clear();
                self.last_of_person = Some(message);
                self.person_seen = at;
            }
            ConversationEvent::PersonLeft { .. } | ConversationEvent::BotReturned { .. } => {
                self.on_duty = OnDuty::Bot;
                self.person_seen = None;
            }
            ConversationEvent::MessagesDelivered { by, message } => {
                self.messages.mark_delivered(by, message);
            }
            ConversationEvent::MessagesRead { by, message } => self.messages.mark_read(by, message),
            ConversationEvent::ConversationClosed { number } => self.renew(number, false),
        }
    }

    /// Nothing but the messages and their marks goes over into another conversation.
    fn renew(&mut self, number: u32, open: bool) {
        let messages = std::mem::take(&mut self.messages);
        *self = Self { number, open, messages, ..Self::default() };
    }
}
