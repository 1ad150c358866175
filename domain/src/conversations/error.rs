//! Why an order to a conversation is refused.

use thiserror::Error;

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ConversationError {
    #[error("no conversation is open")]
    NotOpen,
    /// The bot is not to talk over a person.
    #[error("a person has taken over")]
    TakenOver,
    #[error("another person has taken over this conversation")]
    TakenOverByAnother,
    #[error("take over the conversation before you write in it")]
    NotJoined,
    #[error("a message must have a text")]
    Empty,
    #[error("there is no such message")]
    NoSuchMessage,
}
