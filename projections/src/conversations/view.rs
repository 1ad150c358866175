//! Conversations as readers see them.

use chrono::{DateTime, Utc};
use domain::conversations::{AnswerSource, Basis};
use domain::ids::UserId;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Row};
use strum::{EnumString, IntoStaticStr};
use uuid::Uuid;

/// A customer's latest conversation with its newest messages, oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct ConversationView {
    pub number: u32,
    pub open: bool,
    /// On duty; none while the bot is.
    pub person: Option<UserId>,
    pub person_requested: bool,
    pub messages: Vec<MessageView>,
    /// Messages of support that the customer has not read, of all conversations.
    pub unread_by_customer: i64,
    pub unread_by_support: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Author {
    Customer,
    Bot,
    Person,
}

#[derive(Clone, Debug, PartialEq)]
pub struct MessageView {
    pub id: Uuid,
    /// From 1, over all of the customer's conversations.
    pub number: u64,
    pub conversation: u32,
    pub author: Author,
    /// Of the customer or the person, where it is known. A person's user name is nobody's business.
    pub name: Option<String>,
    pub text: String,
    pub at: DateTime<Utc>,
    pub source: Option<AnswerSource>,
    pub based: Option<Basis>,
    /// To the other side.
    pub delivered_at: Option<DateTime<Utc>>,
    pub read_at: Option<DateTime<Utc>>,
}

/// A line in the list of those who look after conversations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenConversation {
    pub customer: UserId,
    /// The customer's full name, else their user name; none once they are erased.
    pub name: Option<String>,
    pub number: u32,
    pub person: Option<UserId>,
    pub person_requested: bool,
    /// Since when the customer waits for a person's word.
    pub waiting_since: Option<DateTime<Utc>>,
    pub last_at: Option<DateTime<Utc>>,
    pub last_text: Option<String>,
    /// Messages of the customer that nobody of support has read.
    pub unread: i64,
}

/// Without the messages, which are in a table of their own.
impl FromRow<'_, PgRow> for ConversationView {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            number: count(row, "number")?,
            open: row.try_get("open")?,
            person: person(row)?,
            person_requested: row.try_get("person_requested")?,
            messages: Vec::new(),
            unread_by_customer: row.try_get("unread_by_customer")?,
            unread_by_support: row.try_get("unread_by_support")?,
        })
    }
}

impl FromRow<'_, PgRow> for MessageView {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let source: Option<&str> = row.try_get("source")?;
        let based: Option<&str> = row.try_get("based")?;
        Ok(Self {
            id: row.try_get("message_id")?,
            number: row.try_get::<i64, _>("number")?.unsigned_abs(),
            conversation: count(row, "conversation")?,
            author: row.try_get::<&str, _>("author")?.parse().map_err(unreadable)?,
            name: row.try_get("name")?,
            text: row.try_get("text")?,
            at: row.try_get("at")?,
            source: source.map(str::parse).transpose().map_err(unreadable)?,
            based: based.map(serde_json::from_str).transpose().map_err(unreadable)?,
            delivered_at: row.try_get("delivered_at")?,
            read_at: row.try_get("read_at")?,
        })
    }
}

impl FromRow<'_, PgRow> for OpenConversation {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            customer: UserId(row.try_get("customer_id")?),
            name: row.try_get("name")?,
            number: count(row, "number")?,
            person: person(row)?,
            person_requested: row.try_get("person_requested")?,
            waiting_since: row.try_get("waiting_since")?,
            last_at: row.try_get("last_at")?,
            last_text: row.try_get("last_text")?,
            unread: row.try_get("unread")?,
        })
    }
}

fn person(row: &PgRow) -> Result<Option<UserId>, sqlx::Error> {
    Ok(row.try_get::<Option<Uuid>, _>("person")?.map(UserId))
}

fn count(row: &PgRow, column: &str) -> Result<u32, sqlx::Error> {
    Ok(row.try_get::<i32, _>(column)?.unsigned_abs())
}

fn unreadable<E: std::error::Error + Send + Sync + 'static>(error: E) -> sqlx::Error {
    sqlx::Error::Decode(error.into())
}
