//! GET /api/users/{id}/summary: each device of a person at a glance.

use std::sync::Arc;

use axum::extract::{OriginalUri, State};
use axum::{Extension, Json};
use chrono::{DateTime, Utc};
use domain::ids::{DeviceId, UserId};
use domain::metering::Hour;
use domain::quantity::MicroWattHours;
use projections::{DeviceView, Reader, RunningHour, Usage};
use serde::Serialize;

use super::guard::Admitted;
use super::parameters::Parameters;
use crate::http::Problem;
use crate::state::Gateway;

#[derive(Serialize)]
pub struct SummaryAnswer {
    zone: &'static str,
    at: DateTime<Utc>,
    devices: Vec<DeviceSummary>,
}

/// Energies in kWh; null where nothing was measured.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DeviceSummary {
    device_id: DeviceId,
    name: String,
    limit: Option<f64>,
    hour: HourSummary,
    today: Option<f64>,
    yesterday_by_now: Option<f64>,
    month: Option<f64>,
    last_month_by_now: Option<f64>,
    last_reading_at: Option<DateTime<Utc>>,
}

/// The running UTC hour.
#[derive(Serialize)]
struct HourSummary {
    start: Hour,
    consumption: Option<f64>,
    projected: Option<f64>,
    coverage: f64,
}

pub async fn of_user(
    State(gateway): State<Arc<Gateway>>,
    OriginalUri(uri): OriginalUri,
    Extension(admitted): Extension<Admitted>,
) -> Result<Json<SummaryAnswer>, Problem> {
    let zone = Parameters::of(&uri).zone(&gateway, admitted.caller()?).await?;
    let person = UserId(admitted.id("id")?);
    let devices = gateway.queries.devices_of(person).await?;
    let at = Utc::now();
    let ids: Vec<DeviceId> = devices.iter().map(|device| device.id).collect();
    let usage = gateway.queries.usage(Reader::Person(person), &ids, at, zone).await?;
    let devices = devices.into_iter().zip(usage).map(DeviceSummary::from).collect();
    Ok(Json(SummaryAnswer { zone: zone.name(), at, devices }))
}

fn kwh(energy: Option<MicroWattHours>) -> Option<f64> {
    energy.map(MicroWattHours::as_kwh)
}

impl From<(DeviceView, Usage)> for DeviceSummary {
    fn from((device, usage): (DeviceView, Usage)) -> Self {
        Self {
            device_id: device.id,
            name: device.name,
            limit: kwh(device.limit),
            hour: usage.hour.into(),
            today: kwh(usage.today),
            yesterday_by_now: kwh(usage.yesterday_by_now),
            month: kwh(usage.month),
            last_month_by_now: kwh(usage.last_month_by_now),
            last_reading_at: usage.last_reading_at,
        }
    }
}

impl From<RunningHour> for HourSummary {
    fn from(hour: RunningHour) -> Self {
        Self {
            start: hour.start,
            consumption: kwh(hour.consumption),
            projected: hour.projected,
            coverage: hour.coverage,
        }
    }
}
