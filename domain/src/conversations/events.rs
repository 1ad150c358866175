//! What happened in conversations. The names and members are the format of the log.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};
use uuid::Uuid;

use super::Basis;
use crate::event::{Personal, PersonalMembers};
use crate::ids::UserId;

/// Facts about one customer's conversations. Texts are personal, also those of answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", content = "data", rename_all_fields = "camelCase")]
pub enum ConversationEvent {
    /// Conversations are counted from 1.
    ConversationOpened {
        number: u32,
    },
    CustomerWrote {
        message: Uuid,
        #[serde(default)]
        text: String,
        at: DateTime<Utc>,
    },
    BotAnswered {
        message: Uuid,
        to: Uuid,
        #[serde(default)]
        text: String,
        source: AnswerSource,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        based: Option<Basis>,
    },
    PersonRequested {
        number: u32,
    },
    PersonJoined {
        person: UserId,
        /// The first release did not tell.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<DateTime<Utc>>,
    },
    PersonWrote {
        message: Uuid,
        person: UserId,
        #[serde(default)]
        text: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<DateTime<Utc>>,
    },
    PersonLeft {
        person: UserId,
    },
    /// The person on duty was quiet for so long that the bot is on duty again.
    BotReturned {
        person: UserId,
        at: DateTime<Utc>,
    },
    /// All messages of the other side up to this one have arrived.
    MessagesDelivered {
        by: Side,
        message: Uuid,
    },
    /// All messages of the other side up to this one were read.
    MessagesRead {
        by: Side,
        message: Uuid,
    },
    ConversationClosed {
        number: u32,
    },
}

/// Where the bot had its answer from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "camelCase")]
#[strum(serialize_all = "camelCase")]
pub enum AnswerSource {
    /// A rule whose words the message held.
    Rule,
    /// The language model.
    Model,
    /// The honest word that there is no answer now.
    Fallback,
}

/// The two ends of a conversation: who asks, and whoever answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Side {
    Customer,
    /// The bot and all persons who take over.
    Support,
}

/// How customers know a person whose name is not known.
pub const PERSON_NAME: &str = "Admin";

impl AnswerSource {
    /// How customers know the bot, from the first release on.
    pub fn sender_name(self) -> &'static str {
        match self {
            Self::Model => "AI-Assistant",
            Self::Rule | Self::Fallback => "Auto-Bot",
        }
    }
}

impl Side {
    pub fn other(self) -> Self {
        match self {
            Self::Customer => Self::Support,
            Self::Support => Self::Customer,
        }
    }
}

impl Personal for ConversationEvent {
    fn personal(&self) -> PersonalMembers {
        PersonalMembers::of_aggregate(match self {
            Self::BotAnswered { based: Some(_), .. } => &["/text", "/based/devices"],
            Self::CustomerWrote { .. } | Self::BotAnswered { .. } | Self::PersonWrote { .. } => {
                &["/text"]
            }
            Self::ConversationOpened { .. }
            | Self::PersonRequested { .. }
            | Self::PersonJoined { .. }
            | Self::PersonLeft { .. }
            | Self::BotReturned { .. }
            | Self::MessagesDelivered { .. }
            | Self::MessagesRead { .. }
            | Self::ConversationClosed { .. } => &[],
        })
    }
}
