//! What a replica makes sure of before it counts: that the rules are those of the log, and that
//! PostgreSQL was not restored to an earlier time.
//!
//! Readings counted under older rules would be judged twice, and an owner told of an alert that is
//! withdrawn at once.
//!
//! Readings are acknowledged after their commit, so the newest acknowledged ones must be in the
//! tables. When one is not, the database has lost commits, and nobody knows how many: the consumer
//! starts from the beginning of the log. The readings' keys make what is still there harmless.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context;
use async_nats::jetstream::consumer::Info;
use domain::metering::Reading;
use domain::subjects;
use event_log::EventLog;
use sqlx::PgPool;

use super::batch::Arrived;
use super::readings;
use super::rules::RulesProjection;
use crate::ordered::{self, OrderedProjection};

const PATIENCE: Duration = Duration::from_secs(15);
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// Between two looks at how far the acknowledgements have come.
const PERIOD: Duration = Duration::from_secs(2);

/// Waits until metering's rules have come as far as the log is now.
pub(super) async fn wait_for_rules(log: &EventLog, pool: &PgPool) -> anyhow::Result<()> {
    let newest = log.last_position(RulesProjection::FILTER).await?;
    let reached = async {
        while ordered::position::<RulesProjection>(pool).await? < newest {
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Ok(())
    };
    tokio::time::timeout(PATIENCE, reached).await.unwrap_or_else(|_| {
        anyhow::bail!("metering's rules have not reached position {newest} of EVENTS within 15 s")
    })
}

/// Deletes the shared consumer if the tables lack readings that it counts as done; whoever
/// subscribes next makes it anew. As many of them are looked for as replicas may hold at a time,
/// since they do not commit in the order of the log. Answers whether it did.
pub(super) async fn take_again_what_was_lost(
    log: &EventLog,
    pool: &PgPool,
    in_work: u64,
) -> anyhow::Result<bool> {
    let stream = log.jetstream().get_stream(subjects::MEASUREMENTS).await?;
    let Ok(Info { ack_floor, .. }) = stream.consumer_info(subjects::METERING_CONSUMER).await else {
        return Ok(false);
    };
    let newest = acknowledged(log, ack_floor.stream_sequence, in_work);
    let newest = tokio::time::timeout(PATIENCE, newest)
        .await
        .context("the newest acknowledged readings did not come within 15 s")??;
    if !readings::lacks(pool, &newest).await? {
        return Ok(false);
    }
    tracing::warn!(
        acknowledged = ack_floor.stream_sequence,
        "PostgreSQL lacks readings that it once had: it was restored, or lost commits; \
         all readings are taken again from the log"
    );
    stream.delete_consumer(subjects::METERING_CONSUMER).await?;
    Ok(true)
}

/// Looks once more when everything that was handed out by now is acknowledged. Above the first gap a
/// replica that is gone may have acknowledged what PostgreSQL has lost, and nobody can tell yet.
///
/// `doubtful` is set when commits were lost: alerts may stand that no judgement knows of.
pub(super) async fn look_again(
    log: EventLog,
    pool: PgPool,
    in_work: u64,
    doubtful: Arc<AtomicBool>,
) {
    match try_to_look_again(&log, &pool, in_work).await {
        Ok(true) => doubtful.store(true, Ordering::SeqCst),
        Ok(false) => {}
        Err(error) => {
            tracing::debug!(
                "whether commits were lost is looked at with the next start: {error:#}"
            );
        }
    }
}

async fn try_to_look_again(log: &EventLog, pool: &PgPool, in_work: u64) -> anyhow::Result<bool> {
    let stream = log.jetstream().get_stream(subjects::MEASUREMENTS).await?;
    let handed_out =
        stream.consumer_info(subjects::METERING_CONSUMER).await?.delivered.stream_sequence;
    loop {
        tokio::time::sleep(PERIOD).await;
        let Info { ack_floor, .. } = stream.consumer_info(subjects::METERING_CONSUMER).await?;
        if ack_floor.stream_sequence >= handed_out {
            return take_again_what_was_lost(log, pool, in_work).await;
        }
    }
}

async fn acknowledged(log: &EventLog, floor: u64, at_most: u64) -> anyhow::Result<Vec<Arrived>> {
    let messages = log.measurements_until(floor, at_most).await?;
    let arrived = messages.into_iter().filter_map(|(stream_seq, payload)| {
        let reading: Reading = serde_json::from_slice(&payload).ok()?;
        Some(Arrived { reading, stream_seq: stream_seq.cast_signed() })
    });
    Ok(arrived.collect())
}
