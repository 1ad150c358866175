//! From events to rows, a batch at a time.

use event_log::RecordedEvent;
use sqlx::PgConnection;

/// Keeps events as they stand in the log.
pub(crate) async fn keep(
    connection: &mut PgConnection,
    events: &[&RecordedEvent],
) -> Result<(), sqlx::Error> {
    if events.is_empty() {
        return Ok(());
    }
    sqlx::query(
        "insert into projections.archive
         select * from unnest($1::bigint[], $2::text[], $3::uuid[], $4::bigint[], $5::text[],
             $6::bigint[], $7::text[], $8::timestamptz[], $9::text[], $10::uuid[], $11::uuid[],
             $12::uuid[], $13::text[], $14::text[], $15::text[])",
    )
    .bind(column(events, |event| event.position.cast_signed()))
    .bind(column(events, |event| event.subject.clone()))
    .bind(column(events, |event| event.id))
    .bind(column(events, |event| event.sequence.cast_signed()))
    .bind(column(events, |event| event.encoded.kind.clone()))
    .bind(column(events, |event| i64::from(event.encoded.version)))
    .bind(column(events, |event| event.encoded.data.to_string()))
    .bind(column(events, |event| event.provenance.at))
    .bind(column(events, |event| event.provenance.actor.to_string()))
    .bind(column(events, |event| event.provenance.command.0))
    .bind(column(events, |event| event.provenance.correlation))
    .bind(column(events, |event| event.provenance.causation))
    .bind(column(events, |event| event.provenance.request.clone()))
    .bind(column(events, |event| event.previous_hash.clone()))
    .bind(column(events, |event| event.hash.clone()))
    .execute(connection)
    .await
    .map(drop)
}

fn column<T>(events: &[&RecordedEvent], of: impl Fn(&RecordedEvent) -> T) -> Vec<T> {
    events.iter().map(|event| of(event)).collect()
}
