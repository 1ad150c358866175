//! GET /api/devices/{id}/consumption: what a device used from one time to another, as JSON or CSV.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::{OriginalUri, State};
use axum::http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use domain::ids::DeviceId;
use projections::{Bucket, Buckets, RangeError, Resolution};
use serde::Serialize;

use super::guard::Admitted;
use super::parameters::Parameters;
use crate::http::Problem;
use crate::state::Gateway;

const UNIT: &str = "kWh";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ConsumptionAnswer {
    device_id: DeviceId,
    zone: &'static str,
    unit: &'static str,
    resolution: &'static str,
    buckets: Vec<BucketAnswer>,
}

#[derive(Serialize)]
struct BucketAnswer {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    /// null is a gap: nothing was measured.
    consumption: Option<f64>,
    coverage: f64,
    revision: i64,
    corrected: bool,
}

/// How the caller wants it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Json,
    Csv,
}

pub async fn of_device(
    State(gateway): State<Arc<Gateway>>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    Extension(admitted): Extension<Admitted>,
) -> Result<Response, Problem> {
    let device = DeviceId(admitted.id("id")?);
    let parameters = Parameters::of(&uri);
    let format = format(&parameters, &headers)?;
    let zone = parameters.zone(&gateway, admitted.caller()?).await?;
    let buckets = buckets(&uri, zone)?;
    if gateway.queries.device(device).await?.is_none() {
        return Err(Problem::not_found());
    }
    let resolution = buckets.resolution.into();
    let found = gateway.queries.consumption(admitted.caller()?.reader(), device, &buckets).await?;
    let vary = [(VARY, "accept")];
    if format == Format::Csv {
        let name = format!("attachment; filename=\"consumption-{device}.csv\"");
        let kind =
            [(CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
        return Ok((vary, kind, csv(&found, zone)).into_response());
    }
    let buckets = found.into_iter().map(BucketAnswer::from).collect();
    let answer =
        ConsumptionAnswer { device_id: device, zone: zone.name(), unit: UNIT, resolution, buckets };
    Ok((vary, Json(answer)).into_response())
}

fn buckets(uri: &Uri, zone: Tz) -> Result<Buckets, Problem> {
    let parameters = Parameters::of(uri);
    let range = parameters.time("from")?..parameters.time("to")?;
    let resolution = match parameters.text("resolution").as_deref() {
        None | Some("auto") => None,
        Some(name) => Some(name.parse::<Resolution>().map_err(|_| {
            Problem::invalid("resolution", "is none of quarter, hour, day, month and auto")
        })?),
    };
    Buckets::of(&range, resolution, zone).map_err(|error| match error {
        RangeError::TooLong if resolution.is_some() => {
            Problem::invalid("resolution", "is too fine for so long a range; auto finds one")
        }
        error => Problem::invalid("to", &error.to_string()),
    })
}

/// The parameter decides, for whoever cannot set a header, such as a link on a page.
fn format(parameters: &Parameters, headers: &HeaderMap) -> Result<Format, Problem> {
    match parameters.text("format").as_deref() {
        Some("csv") => Ok(Format::Csv),
        Some("json") => Ok(Format::Json),
        Some(_) => Err(Problem::invalid("format", "is neither json nor csv")),
        None => {
            let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
            let csv = accept.is_some_and(|accept| accept.trim_start().starts_with("text/csv"));
            Ok(if csv { Format::Csv } else { Format::Json })
        }
    }
}

/// A table (RFC 4180) with the unit and the zone in its head; times with their offset, so that the
/// repeated hour of a day with 25 is told from the first.
fn csv(buckets: &[Bucket], zone: Tz) -> String {
    let mut table =
        format!("start ({zone}),end ({zone}),consumption ({UNIT}),coverage,corrected\r\n");
    let local =
        |time: DateTime<Utc>| time.with_timezone(&zone).to_rfc3339_opts(SecondsFormat::Secs, false);
    for bucket in buckets {
        let Bucket { start, end, consumption, coverage, corrected, .. } = *bucket;
        let consumption = consumption.map(|energy| energy.kwh_text()).unwrap_or_default();
        let (start, end) = (local(start), local(end));
        let row = writeln!(table, "{start},{end},{consumption},{coverage:.3},{corrected}\r");
        row.expect("a text takes everything");
    }
    table
}

impl From<Bucket> for BucketAnswer {
    fn from(bucket: Bucket) -> Self {
        Self {
            start: bucket.start,
            end: bucket.end,
            consumption: bucket.consumption.map(|energy| energy.as_kwh()),
            coverage: bucket.coverage,
            revision: bucket.revision,
            corrected: bucket.corrected,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::quantity::MicroWattHours;

    #[test]
    fn a_table_names_unit_and_zone_and_leaves_gaps_empty() {
        let start: DateTime<Utc> = "2026-10-25T00:00:00Z".parse().expect("a time");
        let bucket = |hour: i64, consumption| Bucket {
            start: start + chrono::TimeDelta::hours(hour),
            end: start + chrono::TimeDelta::hours(hour + 1),
            consumption,
            coverage: 0.5,
            revision: 1,
            corrected: false,
        };
        let table = csv(
            &[bucket(0, Some(MicroWattHours(83_333_333))), bucket(1, None)],
            Tz::Europe__Bucharest,
        );
        let lines: Vec<_> = table.split("\r\n").collect();
        assert_eq!(
            lines[0],
            "start (Europe/Bucharest),end (Europe/Bucharest),consumption (kWh),coverage,corrected"
        );
        assert_eq!(
            lines[1],
            "2026-10-25T03:00:00+03:00,2026-10-25T03:00:00+02:00,0.083333333,0.500,false"
        );
        assert_eq!(lines[2], "2026-10-25T03:00:00+02:00,2026-10-25T04:00:00+02:00,,0.500,false");
    }

    #[test]
    fn ranges_that_make_no_sense_are_refused() {
        let read = |query: &str| buckets(&format!("/x?{query}").parse().expect("a URI"), Tz::UTC);
        let range = "from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z";
        assert!(read(range).is_ok() && read(&format!("{range}&resolution=auto")).is_ok());
        for wrong in [
            "",
            "from=2026-11-23T00:00:00Z",
            "from=2026-11-23&to=2026-11-24",
            "from=2026-11-24T00:00:00Z&to=2026-11-24T00:00:00Z",
            "from=2000-01-01T00:00:00Z&to=2026-11-24T00:00:00Z&resolution=quarter",
            "from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z&resolution=week",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
