//! Reading devices.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use domain::ids::{DeviceId, UserId};
use projections::DeviceView;
use serde::Serialize;

use super::guard::Admitted;
use crate::http::Problem;
use crate::state::Gateway;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DeviceAnswer {
    id: DeviceId,
    name: String,
    /// The hourly limit, kWh.
    max_consumption: Option<f64>,
    description: Option<String>,
    user_id: Option<UserId>,
}

pub async fn list(State(gateway): State<Arc<Gateway>>) -> Result<Json<Vec<DeviceAnswer>>, Problem> {
    Ok(answers(gateway.queries.devices().await?))
}

pub async fn of_user(
    State(gateway): State<Arc<Gateway>>,
    Extension(admitted): Extension<Admitted>,
) -> Result<Json<Vec<DeviceAnswer>>, Problem> {
    Ok(answers(gateway.queries.devices_of(UserId(admitted.id("userId")?)).await?))
}

pub async fn one(
    State(gateway): State<Arc<Gateway>>,
    Extension(admitted): Extension<Admitted>,
) -> Result<Json<DeviceAnswer>, Problem> {
    let device = gateway.queries.device(DeviceId(admitted.id("id")?)).await?;
    device.map(|device| Json(device.into())).ok_or_else(Problem::not_found)
}

fn answers(devices: Vec<DeviceView>) -> Json<Vec<DeviceAnswer>> {
    Json(devices.into_iter().map(DeviceAnswer::from).collect())
}

impl From<DeviceView> for DeviceAnswer {
    fn from(device: DeviceView) -> Self {
        Self {
            id: device.id,
            name: device.name,
            max_consumption: device.limit.map(|limit| limit.as_kwh()),
            description: device.description,
            user_id: device.owner,
        }
    }
}
