//! What may be ordered of a customer's conversation.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{AnswerSource, Basis, Side};
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
        /// What the answer was made from, if it tells of the customer's own numbers.
        based: Option<Basis>,
    },
    /// The customer wants to speak to a person; that opens a conversation when none is open.
    AskForPerson,
    /// A person takes over: from then on the bot is silent.
    Join {
        person: UserId,
        at: DateTime<Utc>,
    },
    WriteAsPerson {
        message: Uuid,
        person: UserId,
        text: String,
        at: DateTime<Utc>,
    },
    /// The person hands back to the bot.
    Leave {
        person: UserId,
    },
    /// The bot comes back, if the person on duty has been quiet for long enough by then.
    ReturnToBot {
        at: DateTime<Utc>,
    },
    /// Messages of the other side have arrived where `by` can read them, up to this one.
    MarkDelivered {
        by: Side,
        message: Uuid,
    },
    /// `by` has read the other side's messages, up to this one.
    MarkRead {
        by: Side,
        message: Uuid,
    },
    Close,
}
