//! Hashing a replay, and comparing it with the live tables.

use domain::subjects;
use event_log::EventLog;
use futures::TryStreamExt;
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::super::Cut;
use super::tables::Compared;
use super::{Replay, ReplayedTable};

/// Rows of a difference that are shown.
const SHOWN: i64 = 5;

/// Rows that only one side has. A row that differs counts on both sides.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    pub only_live: i64,
    pub only_replayed: i64,
    /// Some of them, with the side that has them.
    pub examples: Vec<String>,
}

/// Why the live tables cannot be compared with a cut; none if they can.
pub(super) async fn why_not(
    log: &EventLog,
    live: &mut PgConnection,
    cut: Cut,
) -> anyhow::Result<Option<String>> {
    let events = log.extent(subjects::EVENTS).await?.last;
    let readings = log.extent(subjects::MEASUREMENTS).await?.last;
    if (events, readings) != (cut.events, cut.measurements) {
        return Ok(Some("the log has more than was replayed".to_owned()));
    }
    let position: Option<i64> =
        sqlx::query_scalar("select max(position) from projections.positions")
            .fetch_one(live)
            .await?;
    if position.unwrap_or(0).unsigned_abs() != events {
        return Ok(Some("the live read models have not reached the end of the log".to_owned()));
    }
    let stream = log.jetstream().get_stream(subjects::MEASUREMENTS).await?;
    let Ok(consumer) = stream.consumer_info(subjects::METERING_CONSUMER).await else {
        return Ok(Some("no replica has counted readings yet".to_owned()));
    };
    if consumer.num_pending > 0 || consumer.num_ack_pending > 0 {
        return Ok(Some("the replicas have not counted every reading".to_owned()));
    }
    Ok(None)
}

/// Hashes one table of a replay and, if asked, compares it with the live one.
pub(super) async fn table(
    live: &mut PgConnection,
    wanted: &Replay,
    table: &Compared,
    compares: bool,
) -> anyhow::Result<ReplayedTable> {
    let replayed = select(table, &table.replayed(&wanted.into), wanted);
    let (rows, hash) = fingerprint(live, &replayed).await?;
    let mut found = None;
    // Of one device only what is the device's is there.
    if compares && (wanted.only.is_none() || table.has_device) {
        found = difference(live, &select(table, &table.live(), wanted), &replayed).await?;
    }
    Ok(ReplayedTable { table: table.live(), rows, hash, difference: found })
}

fn select(table: &Compared, relation: &str, wanted: &Replay) -> String {
    let device = match wanted.only {
        Some(device) if table.has_device => format!(" and device_id = '{device}'"),
        _ => String::new(),
    };
    format!("select {} from {relation} where {}{device}", table.columns, table.rows)
}

/// How many rows, and a hash over them in their order.
async fn fingerprint(live: &mut PgConnection, select: &str) -> anyhow::Result<(i64, String)> {
    let (mut rows, mut digest) = (0, Sha256::new());
    let ordered = format!(
        "copy (select t.*::text from ({select}) t order by t::text collate \"C\") to stdout"
    );
    let mut lines = live.copy_out_raw(&ordered).await?;
    while let Some(part) = lines.try_next().await? {
        rows += part.iter().filter(|byte| **byte == b'\n').count() as i64;
        digest.update(&part);
    }
    Ok((rows, hex::encode(digest.finalize())))
}

async fn difference(
    connection: &mut PgConnection,
    live: &str,
    replayed: &str,
) -> anyhow::Result<Option<Difference>> {
    let sql = format!(
        "with only_live as ({live} except all {replayed}),
              only_replayed as ({replayed} except all {live})
         select (select count(*) from only_live), (select count(*) from only_replayed),
                array(select 'live: ' || to_jsonb(a)::text from only_live a limit {SHOWN})
                || array(select 'replayed: ' || to_jsonb(b)::text from only_replayed b limit {SHOWN})"
    );
    let (only_live, only_replayed, examples): (i64, i64, Vec<String>) =
        sqlx::query_as(&sql).fetch_one(connection).await?;
    let differs = only_live + only_replayed > 0;
    Ok(differs.then_some(Difference { only_live, only_replayed, examples }))
}

/// One hash for all tables.
pub(super) fn over_all(tables: &[ReplayedTable]) -> String {
    let mut digest = Sha256::new();
    for table in tables {
        digest.update(format!("{} {} {}\n", table.table, table.rows, table.hash));
    }
    hex::encode(digest.finalize())
}
