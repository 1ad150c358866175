//! Reading alerts: what a person missed while nobody listened.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use chrono::{DateTime, Utc};
use domain::ids::{AlertId, DeviceId, UserId};
use domain::metering::Hour;
use projections::AlertView;
use serde::Serialize;

use super::guard::Admitted;
use crate::http::Problem;
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
