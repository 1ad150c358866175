//! Alerts: reading what a person missed while nobody listened, and acknowledging it.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use chrono::{DateTime, Utc};
use domain::ids::{AlertId, DeviceId, UserId};
use domain::metering::Hour;
use projections::AlertView;
use serde::{Deserialize, Serialize};

use super::commands;
use super::guard::Admitted;
use crate::http::{Problem, TraceId};
use crate::state::Gateway;

/// Enough for a page; older ones are found at their day.
const NEWEST: i64 = 200;

/// An hour that was above its device's limit; energies in kWh.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AlertAnswer {
    alert_id: AlertId,
    device_id: DeviceId,
    /// None for a device that is out of use by now.
    device_name: Option<String>,
    hour: Hour,
    consumption: f64,
    limit: f64,
    raised_at: DateTime<Utc>,
    /// Set when the hour was found not to be above its limit after all.
    retracted_at: Option<DateTime<Utc>>,
    acknowledged_at: Option<DateTime<Utc>>,
    comment: Option<String>,
}

/// The newest alerts of a person's devices, the latest hour first.
pub async fn of_user(
    State(gateway): State<Arc<Gateway>>,
    Extension(admitted): Extension<Admitted>,
) -> Result<Json<Vec<AlertAnswer>>, Problem> {
    let alerts = gateway.queries.alerts_of(UserId(admitted.id("id")?), NEWEST).await?;
    Ok(Json(alerts.into_iter().map(AlertAnswer::from).collect()))
}

/// The one member that says whose time it is about.
#[derive(Deserialize)]
struct Acknowledged {
    hour: Hour,
}

/// Passed on for an hour that is the caller's; what cannot be read is for the command API to refuse.
pub async fn acknowledge(
    State(gateway): State<Arc<Gateway>>,
    Extension(admitted): Extension<Admitted>,
    trace: Extension<TraceId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let (device, reader) = (DeviceId(admitted.id("id")?), admitted.caller()?.reader());
    if let Ok(Acknowledged { hour }) = serde_json::from_slice(&body)
        && !gateway.queries.hour_is_of(reader, device, hour).await?
    {
        return Err(Problem::not_found());
    }
    commands::pass_on(State(gateway), Extension(admitted), trace, headers, body).await
}

impl From<AlertView> for AlertAnswer {
    fn from(alert: AlertView) -> Self {
        Self {
            alert_id: alert.id,
            device_id: alert.device,
            device_name: alert.device_name,
            hour: alert.hour,
            consumption: alert.total.as_kwh(),
            limit: alert.limit.as_kwh(),
            raised_at: alert.raised_at,
            retracted_at: alert.retracted_at,
            acknowledged_at: alert.acknowledged_at,
            comment: alert.comment,
        }
    }
}
