//! The Conversation aggregate: one customer's conversations with support, one after the other.
//!
//! All of a customer's conversations share one aggregate whose id is the customer's: so nobody has
//! to look up which one is open, and a person who joins gates the bot in the same place in which it
//! answers.

mod basis;

mod commands;
mod events;
mod messages;
mod state;

mod decide;
mod error;

pub use basis::{Basis, DeviceFigures};
pub use commands::ConversationCommand;
pub use decide::{QUIET, decide};
pub use error::ConversationError;
pub use events::{AnswerSource, ConversationEvent, PERSON_NAME, Side};
pub use messages::Messages;
pub use state::{Conversation, OnDuty};

crate::aggregate::aggregate!(
    Conversation,
    "conversation",
    ConversationCommand,
    ConversationEvent,
    ConversationError
);
