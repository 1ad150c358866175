//! From what happened in a conversation to its rows.

use chrono::{DateTime, Utc};
use domain::conversations::{AnswerSource, Basis, ConversationEvent, Side};
use domain::ids::UserId;
use event_log::RecordedEvent;
use sqlx::PgConnection;
use uuid::Uuid;

use super::Author;

pub(crate) async fn apply(
    connection: &mut PgConnection,
    customer: UserId,
    recorded: &RecordedEvent,
    event: &ConversationEvent,
) -> Result<(), sqlx::Error> {
    let now = recorded.provenance.at;
    match event {
        ConversationEvent::ConversationOpened { number } => {
            open(connection, customer, *number).await
        }
        ConversationEvent::CustomerWrote { message, text, at } => {
            let written = Message::new(*message, Author::Customer, text, *at);
            add(connection, customer, written).await?;
            waits(connection, customer, *at, "person is not null").await
        }
        ConversationEvent::BotAnswered { message, text, source, based, .. } => {
            let answer = Message::new(*message, Author::Bot, text, now);
            let answer = Message { source: Some(*source), based: based.as_ref(), ..answer };
            add(connection, customer, answer).await
        }
        ConversationEvent::PersonRequested { .. } => {
            set(connection, customer, "person_requested = true").await?;
            waits(connection, customer, now, "true").await
        }
        ConversationEvent::PersonJoined { person, at } => {
            set(connection, customer, "person_requested = false").await?;
            on_duty(connection, customer, *person, at.unwrap_or(now)).await
        }
        ConversationEvent::PersonWrote { message, person, text, at } => {
            let at = at.unwrap_or(now);
            let written = Message::new(*message, Author::Person, text, at);
            add(connection, customer, Message { person: Some(*person), ..written }).await?;
            set(connection, customer, "waiting_since = null").await?;
            on_duty(connection, customer, *person, at).await
        }
        ConversationEvent::PersonLeft { .. } | ConversationEvent::BotReturned { .. } => {
            let bot = "person = null, person_seen_at = null, waiting_since = null";
            set(connection, customer, bot).await
        }
        ConversationEvent::MessagesDelivered { by, message } => {
            let delivered = "delivered_at = coalesce(delivered_at, $3)";
            mark(connection, customer, (*by, *message), now, delivered).await
        }
        ConversationEvent::MessagesRead { by, message } => {
            let read = "read_at = $3, delivered_at = coalesce(delivered_at, $3)";
            mark(connection, customer, (*by, *message), now, read).await
        }
        ConversationEvent::ConversationClosed { .. } => {
            let closed = "open = false, person = null, person_seen_at = null,
                 person_requested = false, waiting_since = null";
            set(connection, customer, closed).await
        }
    }
}

/// What an erased customer and support wrote to each other goes.
pub(crate) async fn forget(connection: &mut PgConnection, user: UserId) -> Result<(), sqlx::Error> {
    for sql in [
        "delete from projections.conversation_messages where customer_id = $1",
        "delete from projections.conversations where customer_id = $1",
    ] {
        sqlx::query(sql).bind(user.0).execute(&mut *connection).await?;
    }
    Ok(())
}

/// An erased customer gets no row again, whatever was under way when they were erased. Without the
/// row their messages find no place either.
async fn open(
    connection: &mut PgConnection,
    customer: UserId,
    number: u32,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into projections.conversations (customer_id, number, open)
         select $1, $2, true
             where not exists (select from projections.erased_users where user_id = $1)
         on conflict (customer_id) do update set
             number = excluded.number, open = true, person = null, person_seen_at = null,
             person_requested = false, waiting_since = null",
    )
    .bind(customer.0)
    .bind(number.cast_signed())
    .execute(connection)
    .await
    .map(drop)
}

/// A message on its way into its row.
struct Message<'a> {
    id: Uuid,
    author: Author,
    person: Option<UserId>,
    text: &'a str,
    at: DateTime<Utc>,
    source: Option<AnswerSource>,
    based: Option<&'a Basis>,
}

impl<'a> Message<'a> {
    fn new(id: Uuid, author: Author, text: &'a str, at: DateTime<Utc>) -> Self {
        Self { id, author, person: None, text, at, source: None, based: None }
    }
}

async fn add(
    connection: &mut PgConnection,
    customer: UserId,
    message: Message<'_>,
) -> Result<(), sqlx::Error> {
    let based = message.based.map(serde_json::to_string).transpose();
    let based = based.map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query(
        "with counted as (
             update projections.conversations
             set messages = messages + 1, last_at = $6, last_text = $5
             where customer_id = $1 returning messages, number)
         insert into projections.conversation_messages
             (customer_id, number, conversation, message_id, author, person, text, at, source, based)
         select $1, messages, number, $2, $3, $4, $5, $6, $7, $8 from counted",
    )
    .bind(customer.0)
    .bind(message.id)
    .bind(<&str>::from(message.author))
    .bind(message.person.map(|person| person.0))
    .bind(message.text)
    .bind(message.at)
    .bind(message.source.map(<&str>::from))
    .bind(based)
    .execute(connection)
    .await
    .map(drop)
}

async fn on_duty(
    connection: &mut PgConnection,
    customer: UserId,
    person: UserId,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "update projections.conversations set person = $2, person_seen_at = $3
         where customer_id = $1",
    )
    .bind(customer.0)
    .bind(person.0)
    .bind(at)
    .execute(connection)
    .await
    .map(drop)
}

/// The customer waits for a person from then on, if they did not wait before.
async fn waits(
    connection: &mut PgConnection,
    customer: UserId,
    since: DateTime<Utc>,
    condition: &'static str,
) -> Result<(), sqlx::Error> {
    let sql = format!(
        "update projections.conversations set waiting_since = coalesce(waiting_since, $2)
         where customer_id = $1 and {condition}"
    );
    sqlx::query(&sql).bind(customer.0).bind(since).execute(connection).await.map(drop)
}

async fn set(
    connection: &mut PgConnection,
    customer: UserId,
    columns: &'static str,
) -> Result<(), sqlx::Error> {
    let sql = format!("update projections.conversations set {columns} where customer_id = $1");
    sqlx::query(&sql).bind(customer.0).execute(connection).await.map(drop)
}

/// Everything that the other side wrote up to a message, as far as it is not marked yet.
async fn mark(
    connection: &mut PgConnection,
    customer: UserId,
    (by, message): (Side, Uuid),
    at: DateTime<Utc>,
    columns: &'static str,
) -> Result<(), sqlx::Error> {
    let sql = format!(
        "update projections.conversation_messages set {columns}
         where customer_id = $1 and read_at is null and (author = 'customer') = $4
             and number <= (select max(number) from projections.conversation_messages
                            where customer_id = $1 and message_id = $2)"
    );
    sqlx::query(&sql)
        .bind(customer.0)
        .bind(message)
        .bind(at)
        .bind(by == Side::Support)
        .execute(connection)
        .await
        .map(drop)
}
