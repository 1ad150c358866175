//! The read model of conversations: who is on duty, who waits, and every message.

mod apply;
mod query;
mod view;

pub(crate) use apply::{apply, forget};
pub(crate) use query::{latest, messages_after, open, quiet_since};
pub use view::{Author, ConversationView, MessageView, OpenConversation};
