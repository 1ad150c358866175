//! What may be ordered of a customer's conversation.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::AnswerSource;
use crate::ids::UserId;

/// Orders to one customer's conversation. `message` is the id of the message that it makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConversationCommand {
    /// The customer writes; that opens a conversation when none is open or the last one has been
    /// silent for a day.
    WriteAsCustomer {
        message: Uuid,
        text: String,
        at: DateTime<Utc>,
    },
    /// The bot answers, unless a person has joined meanwhile.
    AnswerAsBot {
        message: Uuid,
        /// The customer's message that it answers.
        to: Uuid,
        text: String,
        source: AnswerSource,
    },
    /// The customer wants to speak to a person.
    AskForPerson,
    /// A person takes over: from then on the bot is silent.
    Join {
        person: UserId,
    },
    WriteAsPerson {
        message: Uuid,
        person: UserId,
        text: String,
    },
    /// The person hands back to the bot.
    Leave {
        person: UserId,
    },
    Close,
}
