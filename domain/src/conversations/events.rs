//! What happened in conversations. The names and members are the format of the log.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;
use uuid::Uuid;

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
    },
    PersonRequested {
        number: u32,
    },
    PersonJoined {
        person: UserId,
    },
    PersonWrote {
        message: Uuid,
        person: UserId,
        #[serde(default)]
        text: String,
    },
    PersonLeft {
        person: UserId,
    },
    ConversationClosed {
        number: u32,
    },
}

/// Where the bot had its answer from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AnswerSource {
    /// A rule whose words the message held.
    Rule,
    /// The language model.
    Model,
    /// The honest word that there is no answer now.
    Fallback,
}

impl Personal for ConversationEvent {
    fn personal(&self) -> PersonalMembers {
        PersonalMembers::of_aggregate(match self {
            Self::CustomerWrote { .. } | Self::BotAnswered { .. } | Self::PersonWrote { .. } => {
                &["/text"]
            }
            Self::ConversationOpened { .. }
            | Self::PersonRequested { .. }
            | Self::PersonJoined { .. }
            | Self::PersonLeft { .. }
            | Self::ConversationClosed { .. } => &[],
        })
    }
}
