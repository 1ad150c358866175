//! Comparing the live version with another one, row by row: in bulk while all goes on, and once more
//! for the hours in doubt while nothing can change.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use domain::ids::DeviceId;
use domain::metering::Hour;
use sqlx::PgConnection;
use uuid::Uuid;

use super::version::Version;
use crate::metering::totals::HourKey;
use crate::runs::Difference;

/// Differences that a report shows; it counts all of them.
const SHOWN: usize = 20;
/// Hours in doubt that are kept one by one. A version that differs in more is another one altogether.
const DOUBTED: i64 = 500_000;

/// A table with its key, and what is compared of it. How often a total has changed is no difference,
/// and neither is a row that says that nothing is known.
struct Compared {
    table: &'static str,
    key: &'static str,
    columns: &'static str,
    hour: &'static str,
}

const VALUE_COLUMNS: &str = "device_id, measured_at, energy, stream_seq";
const HOUR_OF_VALUE: &str = "date_trunc('hour', measured_at, 'UTC')";

const COMPARED: [Compared; 4] = [
    Compared {
        table: "readings",
        key: "device_id, measured_at",
        columns: VALUE_COLUMNS,
        hour: HOUR_OF_VALUE,
    },
    Compared {
        table: "reading_conflicts",
        key: "device_id, measured_at, energy",
        columns: VALUE_COLUMNS,
        hour: HOUR_OF_VALUE,
    },
    Compared {
        table: "held",
        key: "device_id, measured_at, energy",
        columns: VALUE_COLUMNS,
        hour: HOUR_OF_VALUE,
    },
    Compared {
        table: "hourly_totals",
        key: "device_id, hour",
        columns: "device_id, hour, energy_0, energy_1, energy_2, energy_3, count_0, count_1, \
                  count_2, count_3, slots, first_at, last_at",
        hour: "hour",
    },
];

/// What a comparison under the lock found.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub differences: u64,
    pub shown: Vec<Difference>,
    /// The hours whose totals differ.
    pub hours: BTreeSet<HourKey>,
}

/// Device, hour, and the row of each side as JSON.
type DifferingRow = (Uuid, DateTime<Utc>, Option<String>, Option<String>);

/// The hours in which the versions differ now, which may be because one of them is further.
pub(super) async fn in_doubt(
    connection: &mut PgConnection,
    live: &Version,
    other: &Version,
) -> Result<BTreeSet<HourKey>, sqlx::Error> {
    let mut doubted = BTreeSet::new();
    for compared in &COMPARED {
        let hour = compared.hour;
        let sql = format!(
            "select distinct device_id, {hour} from ({}) as d limit $1",
            compared.differing(live, other, "")
        );
        let rows: Vec<(Uuid, DateTime<Utc>)> =
            sqlx::query_as(&sql).bind(DOUBTED).fetch_all(&mut *connection).await?;
        doubted.extend(rows.into_iter().map(|(device, hour)| (DeviceId(device), Hour::from(hour))));
    }
    Ok(doubted)
}

/// Compares the rows of some hours. The caller sees to it that both versions are equally far.
pub(super) async fn hours(
    connection: &mut PgConnection,
    live: &Version,
    other: &Version,
    hours: &BTreeSet<HourKey>,
) -> Result<Found, sqlx::Error> {
    let mut found = Found::default();
    let devices: Vec<Uuid> = hours.iter().map(|(device, _)| device.0).collect();
    let begins: Vec<DateTime<Utc>> = hours.iter().map(|(_, hour)| hour.start()).collect();
    for compared in &COMPARED {
        let Compared { table, hour, key, .. } = compared;
        let differing = compared.differing(live, other, OF_HOURS);
        let sql = format!("select device_id, {hour}, l, o from ({differing}) as d order by {key}");
        let rows: Vec<DifferingRow> =
            sqlx::query_as(&sql).bind(&devices).bind(&begins).fetch_all(&mut *connection).await?;
        found.differences += rows.len() as u64;
        for (device, hour, live, other) in rows {
            if *table == "hourly_totals" {
                found.hours.insert((DeviceId(device), Hour::from(hour)));
            }
            if found.shown.len() < SHOWN {
                let table = (*table).to_owned();
                found.shown.push(Difference { table, live, from_log: other });
            }
        }
    }
    Ok(found)
}

/// Restricts a side to hours given as two arrays.
const OF_HOURS: &str = "join unnest($1::uuid[], $2::timestamptz[]) as asked (device, begin)
     on device_id = asked.device and TIME >= asked.begin
         and TIME < asked.begin + interval '1 hour'";

impl Compared {
    /// The rows that are not the same on both sides, each side as text.
    fn differing(&self, live: &Version, other: &Version, restricted: &str) -> String {
        let Self { table, key, columns, .. } = self;
        let time = if *table == "hourly_totals" { "hour" } else { "measured_at" };
        let known = if *table == "hourly_totals" {
            "where count_0 + count_1 + count_2 + count_3 > 0"
        } else {
            ""
        };
        let restricted = restricted.replace("TIME", time);
        let side = |version: i32| {
            format!("select {columns} from metering.{table}_{version} {restricted} {known}")
        };
        let (live, other) = (side(live.version), side(other.version));
        format!(
            "select {key}, row_to_json(l)::text as l, row_to_json(o)::text as o
             from ({live}) as l full join ({other}) as o using ({key})
             where l is distinct from o"
        )
    }
}
