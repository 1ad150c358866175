//! Every read model as of a moment, made from the log by the code that makes the live ones.
//!
//! The work is done in a database of its own: its advisory locks are not those of the live tables,
//! so nobody waits for a replay, and nothing in it can reach a live row. What comes out is copied
//! into one schema beside the live tables, hashed, and compared with them where that makes sense.
//! Nothing is published: a replay has no effects.

mod compare;
mod copy;
mod events;
mod export;
mod readings;
mod scratch;
mod tables;

use std::path::PathBuf;

use anyhow::ensure;
use domain::ids::DeviceId;
use event_log::EventLog;
use serde::Serialize;
use sqlx::{Connection, PgConnection};

use super::{Cut, Moment, Progress};
use scratch::Scratch;

pub use compare::Difference;

/// What to replay, and where to put it.
#[derive(Clone, Debug)]
pub struct Replay {
    pub to: Moment,
    /// A schema that does not exist, or one that an earlier replay has made.
    pub into: String,
    pub only: Option<DeviceId>,
    /// A file for all rows, one JSON object a line.
    pub export: Option<PathBuf>,
}

/// What a replay came to.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Replayed {
    pub into: String,
    pub cut: Cut,
    pub only: Option<DeviceId>,
    pub tables: Vec<ReplayedTable>,
    /// Over all tables: two replays of the same cut have the same one.
    pub hash: String,
    /// Whether the live tables hold the same; none where it makes no sense to ask.
    pub equal: Option<bool>,
    /// Why it was not asked.
    pub not_compared: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReplayedTable {
    /// `metering.hourly_totals`
    pub table: String,
    pub rows: i64,
    pub hash: String,
    pub difference: Option<Difference>,
}

/// Carries out a replay.
pub(super) async fn replay(
    log: &EventLog,
    database_url: &str,
    wanted: &Replay,
    progress: &dyn Progress,
) -> anyhow::Result<Replayed> {
    ensure!(is_good_name(&wanted.into), "{:?} is no name for a schema of a replay", wanted.into);
    let mut live = PgConnection::connect_with(&scratch::patient(database_url)?).await?;
    copy::refuse_foreign(&mut live, &wanted.into).await?;
    let cut = wanted.to.cut(log).await?;
    let scratch = Scratch::create(&mut live, database_url).await?;
    let made = make(log, &scratch, &mut live, wanted, cut, progress).await;
    scratch.drop(&mut live).await?;
    made
}

async fn make(
    log: &EventLog,
    scratch: &Scratch,
    live: &mut PgConnection,
    wanted: &Replay,
    cut: Cut,
    progress: &dyn Progress,
) -> anyhow::Result<Replayed> {
    events::apply(log, scratch, cut.events, wanted.only, progress).await?;
    readings::apply(log, scratch.pool(), cut.measurements, wanted.only, progress).await?;
    let copied = copy::all(scratch, live, &wanted.into, progress).await?;
    let not_compared = compare::why_not(log, live, cut).await?;
    let compares = not_compared.is_none();
    let mut tables = Vec::new();
    for table in tables::COMPARED {
        tables.push(compare::table(live, wanted, table, compares).await?);
    }
    let hash = compare::over_all(&tables);
    copy::mark(live, wanted, cut, &hash).await?;
    if let Some(file) = &wanted.export {
        export::write(live, &wanted.into, &copied, file, progress).await?;
    }
    let equal = compares.then(|| tables.iter().all(|table| table.difference.is_none()));
    let (into, only) = (wanted.into.clone(), wanted.only);
    Ok(Replayed { into, cut, only, tables, hash, equal, not_compared })
}

/// Plain words only, and none that the product or PostgreSQL uses.
fn is_good_name(name: &str) -> bool {
    let plain =
        name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let starts = name.bytes().next().is_some_and(|first| first.is_ascii_lowercase());
    let taken = ["metering", "projections", "gateway", "audit", "public", "information_schema"];
    plain && starts && name.len() <= 60 && !name.starts_with("pg_") && !taken.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_of_a_replay_has_a_plain_name_that_nobody_uses() {
        for good in ["replay", "as_of_2026_11_23"] {
            assert!(is_good_name(good), "{good}");
        }
        for bad in ["", "metering", "pg_temp", "a\"b", "Replay", "1st", "a; drop schema metering"] {
            assert!(!is_good_name(bad), "{bad}");
        }
    }
}
