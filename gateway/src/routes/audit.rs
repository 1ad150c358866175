//! GET /api/audit/…: where a number came from, for administrators and auditors.

use std::sync::Arc;

use axum::extract::{OriginalUri, State};
use axum::{Extension, Json};
use chrono::TimeDelta;
use domain::ids::{AlertId, DeviceId};
use domain::metering::Hour;
use domain::quantity::MicroWattHours;
use projections::audit::{AlertProof, Audit, ChangedHour, History, Moment, TYPES, TotalProof};
use serde::Serialize;

use super::guard::Admitted;
use super::parameters::Parameters;
use crate::http::Problem;
use crate::state::Gateway;

/// More hours than a preview goes through.
const LONGEST: TimeDelta = TimeDelta::days(366);

/// What another limit would change; energies in kWh.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PreviewAnswer {
    limit: f64,
    hours: usize,
    alerts: usize,
    alerts_then: usize,
    gained: Vec<HourAnswer>,
    lost: Vec<HourAnswer>,
}

#[derive(Serialize)]
struct HourAnswer {
    hour: Hour,
    consumption: f64,
    limit: Option<f64>,
}

impl From<&ChangedHour> for HourAnswer {
    fn from(changed: &ChangedHour) -> Self {
        let ChangedHour { hour, total, limit } = *changed;
        Self { hour, consumption: total.as_kwh(), limit: limit.map(MicroWattHours::as_kwh) }
    }
}

pub async fn history(
    State(gateway): State<Arc<Gateway>>,
    OriginalUri(uri): OriginalUri,
) -> Result<Json<History>, Problem> {
    let parameters = Parameters::of(&uri);
    let wanted = |name| parameters.text(name).ok_or_else(|| Problem::invalid(name, "is missing"));
    let (kind, id) = (wanted("type")?, wanted("id")?);
    if !TYPES.contains(&kind.as_str()) {
        return Err(Problem::invalid("type", "is no type of aggregate"));
    }
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    if !id.chars().all(is_plain) {
        return Err(Problem::invalid("id", "is not the id of an aggregate"));
    }
    let found = audit(&gateway)?.history(&kind, &id, as_of(&parameters)?).await;
    found.map_err(unavailable)?.map(Json).ok_or_else(Problem::not_found)
}

pub async fn total(
    State(gateway): State<Arc<Gateway>>,
    OriginalUri(uri): OriginalUri,
    Extension(admitted): Extension<Admitted>,
) -> Result<Json<TotalProof>, Problem> {
    let parameters = Parameters::of(&uri);
    let device = DeviceId(admitted.id("deviceId")?);
    let hour = Hour::from(parameters.time("hour")?);
    let proof = audit(&gateway)?.total(device, hour, as_of(&parameters)?).await;
    proof.map(Json).map_err(unavailable)
}

pub async fn alert(
    State(gateway): State<Arc<Gateway>>,
    Extension(admitted): Extension<Admitted>,
) -> Result<Json<AlertProof>, Problem> {
    let proof = audit(&gateway)?.alert(AlertId(admitted.id("alertId")?)).await;
    proof.map_err(unavailable)?.map(Json).ok_or_else(Problem::not_found)
}

/// GET /api/devices/{id}/limit-preview?limit=&from=&to=
pub async fn preview(
    State(gateway): State<Arc<Gateway>>,
    OriginalUri(uri): OriginalUri,
    Extension(admitted): Extension<Admitted>,
) -> Result<Json<PreviewAnswer>, Problem> {
    let parameters = Parameters::of(&uri);
    let (from, to) = (parameters.time("from")?, parameters.time("to")?);
    if to <= from || to - from > LONGEST {
        return Err(Problem::invalid("to", "must be after from, and at most 366 days"));
    }
    let text = parameters.text("limit").ok_or_else(|| Problem::invalid("limit", "is missing"))?;
    let limit = MicroWattHours::from_kwh_text(&text).ok();
    let limit = limit.filter(|limit| *limit > MicroWattHours::ZERO);
    let limit = limit.ok_or_else(|| Problem::invalid("limit", "is not an amount of kWh"))?;
    let device = DeviceId(admitted.id("id")?);
    let found = audit(&gateway)?.what_if(device, limit, (from, to)).await.map_err(unavailable)?;
    Ok(Json(PreviewAnswer {
        limit: limit.as_kwh(),
        hours: found.hours,
        alerts: found.alerts,
        alerts_then: found.alerts_then,
        gained: found.gained.iter().map(Into::into).collect(),
        lost: found.lost.iter().map(Into::into).collect(),
    }))
}

fn audit(gateway: &Gateway) -> Result<Audit, Problem> {
    Ok(gateway.queries.audit(gateway.log()?.clone()))
}

fn as_of(parameters: &Parameters<'_>) -> Result<Moment, Problem> {
    let Some(text) = parameters.text("asOf") else { return Ok(Moment::Now) };
    text.parse().map_err(|_| Problem::invalid("asOf", "is neither a time nor a position"))
}

fn unavailable(error: anyhow::Error) -> Problem {
    Problem::unavailable(format!("{error:#}"))
}
