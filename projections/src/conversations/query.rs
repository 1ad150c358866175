//! Reading conversations.

use chrono::{DateTime, Utc};
use domain::ids::UserId;
use sqlx::PgPool;

use super::{ConversationView, MessageView, OpenConversation};

/// A message with the full name of who wrote it.
macro_rules! messages {
    ($rest:literal) => {
        concat!(
            "select m.*, case m.author when 'customer' then coalesce(u.name, u.username)
                 else u.name end as name
             from projections.conversation_messages m
                 left join projections.users u on u.user_id =
                     case m.author when 'customer' then m.customer_id else m.person end
             where m.customer_id = $1 ",
            $rest
        )
    };
}

/// The customer's latest conversation with its newest `limit` messages; none before the first.
pub(crate) async fn latest(
    pool: &PgPool,
    customer: UserId,
    limit: i64,
) -> Result<Option<ConversationView>, sqlx::Error> {
    let found: Option<ConversationView> = sqlx::query_as(
        "select c.*,
             (select count(*) from projections.conversation_messages m
              where m.customer_id = c.customer_id and read_at is null
                  and author <> 'customer') as unread_by_customer,
             (select count(*) from projections.conversation_messages m
              where m.customer_id = c.customer_id and read_at is null
                  and author = 'customer') as unread_by_support
         from projections.conversations c where customer_id = $1",
    )
    .bind(customer.0)
    .fetch_optional(pool)
    .await?;
    let Some(conversation) = found else { return Ok(None) };
    let newest = sqlx::query_as(messages!("and conversation = $2 order by number desc limit $3"))
        .bind(customer.0)
        .bind(conversation.number.cast_signed())
        .bind(limit)
        .fetch_all(pool)
        .await?;
    let messages = newest.into_iter().rev().collect();
    Ok(Some(ConversationView { messages, ..conversation }))
}

/// The next `limit` messages of all conversations, after the one with this number.
pub(crate) async fn messages_after(
    pool: &PgPool,
    customer: UserId,
    number: u64,
    limit: i64,
) -> Result<Vec<MessageView>, sqlx::Error> {
    sqlx::query_as(messages!("and number > $2 order by number limit $3"))
        .bind(customer.0)
        .bind(number.cast_signed())
        .bind(limit)
        .fetch_all(pool)
        .await
}

/// The open conversations: those first who wait for a person, the longest first; then the latest.
pub(crate) async fn open(pool: &PgPool, limit: i64) -> Result<Vec<OpenConversation>, sqlx::Error> {
    sqlx::query_as(
        "select c.*, coalesce(u.name, u.username) as name,
             (select count(*) from projections.conversation_messages m
              where m.customer_id = c.customer_id and read_at is null
                  and author = 'customer') as unread
         from projections.conversations c
             left join projections.users u on u.user_id = c.customer_id
         where c.open order by waiting_since nulls last, last_at desc, c.customer_id limit $1",
    )
    .bind(limit)
    .fetch_all(pool)
    .await
}

/// Customers whose person on duty has said nothing since then, at most 100.
pub(crate) async fn quiet_since(
    pool: &PgPool,
    then: DateTime<Utc>,
) -> Result<Vec<UserId>, sqlx::Error> {
    let found: Vec<uuid::Uuid> = sqlx::query_scalar(
        "select customer_id from projections.conversations
         where person is not null and person_seen_at <= $1 order by person_seen_at limit 100",
    )
    .bind(then)
    .fetch_all(pool)
    .await?;
    Ok(found.into_iter().map(UserId).collect())
}
