//! Noticing that PostgreSQL was restored to an earlier time, and taking its lost readings again.
//!
//! Readings are acknowledged after their commit, so the newest acknowledged ones must be in the
//! tables. When one is not, the database has lost commits, and nobody knows how many: the consumer
//! starts from the beginning of the log. The readings' keys make what is still there harmless.

use async_nats::jetstream::consumer::Info;
use domain::metering::Reading;
use domain::subjects;
use event_log::EventLog;
use sqlx::PgPool;

use super::batch::Arrived;
use super::readings;

/// How many of the newest acknowledged readings are looked for: what several replicas commit at a
/// time, since they do not commit in the order of the log.
const LOOKED_FOR: u64 = 20_000;

/// Deletes the shared consumer if the tables lack readings that it counts as done; whoever
/// subscribes next makes it anew.
pub(super) async fn take_again_what_was_lost(log: &EventLog, pool: &PgPool) -> anyhow::Result<()> {
    let stream = log.jetstream().get_stream(subjects::MEASUREMENTS).await?;
    let Ok(Info { ack_floor, .. }) = stream.consumer_info(subjects::METERING_CONSUMER).await else {
        return Ok(());
    };
    let newest = acknowledged(log, ack_floor.stream_sequence).await?;
    if !readings::lacks(pool, &newest).await? {
        return Ok(());
    }
    tracing::warn!(
        acknowledged = ack_floor.stream_sequence,
        "PostgreSQL lacks readings that it once had: it was restored, or lost commits; \
         all readings are taken again from the log"
    );
    stream.delete_consumer(subjects::METERING_CONSUMER).await?;
    Ok(())
}

async fn acknowledged(log: &EventLog, floor: u64) -> anyhow::Result<Vec<Arrived>> {
    let messages = log.measurements_until(floor, LOOKED_FOR).await?;
    let arrived = messages.into_iter().filter_map(|(stream_seq, payload)| {
        let reading: Reading = serde_json::from_slice(&payload).ok()?;
        Some(Arrived { reading, stream_seq: stream_seq.cast_signed() })
    });
    Ok(arrived.collect())
}
