//! Messages that cannot be counted, kept with their reason until a person settles them.

use sqlx::PgConnection;

use super::batch::Arrived;

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
