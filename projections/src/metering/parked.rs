//! Messages that cannot be counted, kept with their reason until a person settles them.

use chrono::Utc;
use domain::metering::Reading;
use serde::Serialize;
use sqlx::{PgConnection, PgPool};

use super::batch::Arrived;
use super::rules::RulesCache;
use super::transaction::{self, NO_ROOM};
use crate::database::{Failure, classify};

/// How often a reading is tried that meets other transactions.
const ATTEMPTS: usize = 8;

/// A message that is no reading, or a reading that cannot be counted.
#[derive(Clone, Debug)]
pub(super) struct Parked {
    pub stream_seq: i64,
    pub reason: String,
    pub payload: Vec<u8>,
}

impl Parked {
    pub fn reading(arrived: &Arrived, reason: impl Into<String>) -> Self {
        let payload = serde_json::to_vec(&arrived.reading).expect("a reading serialises");
        Self { stream_seq: arrived.stream_seq, reason: reason.into(), payload }
    }
}

/// Keeps messages before they are acknowledged. Keeping one again changes nothing.
pub(super) async fn keep(
    connection: &mut PgConnection,
    messages: &[Parked],
) -> Result<(), sqlx::Error> {
    let Some(first) = messages.first() else { return Ok(()) };
    sqlx::query(
        "insert into metering.parked (stream_seq, reason, payload)
         select * from unnest($1::bigint[], $2::text[], $3::bytea[])
         on conflict do nothing",
    )
    .bind(messages.iter().map(|message| message.stream_seq).collect::<Vec<_>>())
    .bind(messages.iter().map(|message| message.reason.as_str()).collect::<Vec<_>>())
    .bind(messages.iter().map(|message| message.payload.as_slice()).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    tracing::error!(
        stream_seq = first.stream_seq,
        "{} parked, the first one since {}; `ems parked list` shows them",
        messages.len(),
        first.reason,
    );
    Ok(())
}

/// What became of a parked message that was put to work again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Retried {
    Counted,
    /// It still cannot be counted, for this reason.
    Parked(String),
    /// Nothing waits under this sequence.
    Missing,
}

/// Counts parked messages under the sequences that they have in the log, so that a replay, which may
/// be able to count them at once, comes to the same.
pub(crate) async fn retry(
    pool: &PgPool,
    sequences: &[i64],
) -> Result<Vec<(i64, Retried)>, sqlx::Error> {
    let mut rules = RulesCache::default();
    let mut outcomes = Vec::new();
    for stream_seq in sequences {
        let outcome = retry_one(pool, &mut rules, *stream_seq).await?;
        if outcome == Retried::Counted {
            settle(pool, *stream_seq, "counted").await?;
        }
        outcomes.push((*stream_seq, outcome));
    }
    Ok(outcomes)
}

async fn retry_one(
    pool: &PgPool,
    rules: &mut RulesCache,
    stream_seq: i64,
) -> Result<Retried, sqlx::Error> {
    let payload: Option<Vec<u8>> = sqlx::query_scalar(
        "select payload from metering.parked where stream_seq = $1 and settled_at is null",
    )
    .bind(stream_seq)
    .fetch_optional(pool)
    .await?;
    let Some(payload) = payload else { return Ok(Retried::Missing) };
    let reading = match serde_json::from_slice::<Reading>(&payload) {
        Ok(reading) => reading,
        Err(error) => return Ok(Retried::Parked(format!("it is no reading: {error}"))),
    };
    let arrived = [Arrived { reading, stream_seq }];
    for _ in 0..ATTEMPTS {
        match transaction::run(pool, rules, &arrived, Utc::now()).await {
            Ok(committed) if committed.turned_away > 0 => {
                return Ok(Retried::Parked(NO_ROOM.to_owned()));
            }
            Ok(_) => return Ok(Retried::Counted),
            Err(error) => match classify(&error) {
                Failure::Contention => {}
                Failure::Permanent => return Ok(Retried::Parked(error.to_string())),
                Failure::Unavailable => return Err(error),
            },
        }
    }
    Ok(Retried::Parked("others keep changing the same hour; try again".to_owned()))
}

/// Notes how a message was settled. The row stays, so that nobody takes the message for one that was
/// lost. False if there is none that waits.
pub(crate) async fn settle(pool: &PgPool, stream_seq: i64, how: &str) -> Result<bool, sqlx::Error> {
    let settled = sqlx::query(
        "update metering.parked set settled_at = now(), settled_how = $2
         where stream_seq = $1 and settled_at is null",
    );
    let done = settled.bind(stream_seq).bind(how).execute(pool).await?;
    Ok(done.rows_affected() == 1)
}
