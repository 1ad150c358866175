//! What waits for an administrator: strangers, conflicts, held and parked readings, quarantine.

use std::sync::Arc;

use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::{Extension, Json};
use chrono::{DateTime, Utc};
use domain::ids::DeviceId;
use domain::metering::Reading;
use domain::quantity::MicroWattHours;
use domain::subjects;
use event_log::{EventLog, Quarantined};
use futures::future::join_all;
use projections::{Conflict, HeldReading, ParkedReading, UnregisteredView};
use serde::Serialize;
use uuid::Uuid;

use super::guard::Admitted;
use super::parameters::Parameters;
use crate::http::Problem;
use crate::state::Gateway;

/// The newest of each kind; what is settled makes room for older ones.
const NEWEST: i64 = 200;
/// As much of a message as tells what it is.
const SHOWN_BYTES: usize = 2_000;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UnregisteredAnswer {
    device_id: DeviceId,
    first_seen_at: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
    readings: i64,
    /// kWh, of the reading that was measured last.
    last_consumption: Option<f64>,
}

pub async fn unregistered(
    State(gateway): State<Arc<Gateway>>,
) -> Result<Json<Vec<UnregisteredAnswer>>, Problem> {
    let found = gateway.queries.unregistered(NEWEST).await?;
    Ok(Json(found.into_iter().map(UnregisteredAnswer::from).collect()))
}

impl From<UnregisteredView> for UnregisteredAnswer {
    fn from(view: UnregisteredView) -> Self {
        Self {
            device_id: view.device,
            first_seen_at: view.first_seen,
            last_seen_at: view.last_seen,
            readings: view.readings,
            last_consumption: view.last_energy.map(MicroWattHours::as_kwh),
        }
    }
}

/// Two values for one instant; kWh.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConflictAnswer {
    device_id: Uuid,
    measured_at: DateTime<Utc>,
    /// The first in the log.
    counted: f64,
    other: f64,
    /// When the other one arrived; null where the log no longer has it.
    recorded_at: Option<DateTime<Utc>>,
}

pub async fn conflicts(
    State(gateway): State<Arc<Gateway>>,
    OriginalUri(uri): OriginalUri,
) -> Result<Json<Vec<ConflictAnswer>>, Problem> {
    let device = Parameters::of(&uri).id("device")?;
    let found = gateway.waiting.conflicts_of(device, NEWEST).await?;
    let log = gateway.log()?;
    let answers = found.into_iter().map(|conflict| ConflictAnswer::of(log, conflict));
    Ok(Json(join_all(answers).await))
}

impl ConflictAnswer {
    async fn of(log: &EventLog, conflict: Conflict) -> Self {
        let recorded_at = log.measurement_time(conflict.other_seq.unsigned_abs()).await;
        Self {
            device_id: conflict.device_id,
            measured_at: conflict.measured_at,
            counted: MicroWattHours(conflict.standing).as_kwh(),
            other: MicroWattHours(conflict.other).as_kwh(),
            recorded_at: recorded_at.ok().flatten(),
        }
    }
}

/// A value outside of the range in which its device's values are believed; kWh.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HeldAnswer {
    device_id: Uuid,
    measured_at: DateTime<Utc>,
    consumption: f64,
    lowest: Option<f64>,
    highest: Option<f64>,
    position: i64,
}

pub async fn held(State(gateway): State<Arc<Gateway>>) -> Result<Json<Vec<HeldAnswer>>, Problem> {
    let found = gateway.waiting.held(NEWEST).await?;
    Ok(Json(found.into_iter().map(HeldAnswer::from).collect()))
}

impl From<HeldReading> for HeldAnswer {
    fn from(held: HeldReading) -> Self {
        let kwh = |energy| MicroWattHours(energy).as_kwh();
        Self {
            device_id: held.device_id,
            measured_at: held.measured_at,
            consumption: kwh(held.energy),
            lowest: held.at_least.map(kwh),
            highest: held.at_most.map(kwh),
            position: held.stream_seq,
        }
    }
}

/// A reading that cannot be counted. Device and instant are null where it is no reading at all.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ParkedAnswer {
    device_id: Option<DeviceId>,
    measured_at: Option<DateTime<Utc>>,
    reason: String,
    position: i64,
}

pub async fn parked(
    State(gateway): State<Arc<Gateway>>,
) -> Result<Json<Vec<ParkedAnswer>>, Problem> {
    let found = gateway.waiting.parked_readings(NEWEST).await?;
    Ok(Json(found.into_iter().map(ParkedAnswer::from).collect()))
}

impl From<ParkedReading> for ParkedAnswer {
    fn from(parked: ParkedReading) -> Self {
        let reading: Option<Reading> = serde_json::from_str(&parked.payload).ok();
        Self {
            device_id: reading.map(|reading| reading.device),
            measured_at: reading.map(|reading| reading.measured_at.to_datetime()),
            reason: parked.reason,
            position: parked.stream_seq,
        }
    }
}

/// A message that could not be read.
#[derive(Serialize)]
pub struct QuarantinedAnswer {
    position: u64,
    source: String,
    reason: String,
    at: DateTime<Utc>,
    /// Bytes of the whole message.
    length: usize,
    /// Its beginning, as far as it is text.
    text: String,
}

pub async fn quarantine(
    State(gateway): State<Arc<Gateway>>,
) -> Result<Json<Vec<QuarantinedAnswer>>, Problem> {
    let found = gateway.log()?.quarantined(NEWEST as usize).await.map_err(Problem::unavailable)?;
    Ok(Json(found.into_iter().map(QuarantinedAnswer::from).collect()))
}

impl From<Quarantined> for QuarantinedAnswer {
    fn from(message: Quarantined) -> Self {
        let shown = &message.kept[..message.kept.len().min(SHOWN_BYTES)];
        Self {
            position: message.sequence,
            source: message.source,
            reason: message.reason,
            at: message.arrived_at,
            length: message.length,
            text: String::from_utf8_lossy(shown).into_owned(),
        }
    }
}

/// Takes a message out of quarantine for good.
pub async fn drop_quarantined(
    State(gateway): State<Arc<Gateway>>,
    Path(position): Path<u64>,
    Extension(admitted): Extension<Admitted>,
) -> Result<StatusCode, Problem> {
    let log = gateway.log()?;
    let found = log.quarantined_at(position).await.map_err(Problem::unavailable)?;
    let found = found.ok_or_else(Problem::not_found)?;
    log.release_quarantined(found.sequence).await.map_err(Problem::unavailable)?;
    tracing::info!(user.id = %admitted.caller()?.user, "message {position} of quarantine is dropped");
    Ok(StatusCode::NO_CONTENT)
}

/// Has a message sent to its queue again. The bridge does it, since it is the one that has RabbitMQ.
pub async fn send_again(
    State(gateway): State<Arc<Gateway>>,
    Path(position): Path<u64>,
    Extension(admitted): Extension<Admitted>,
) -> Result<StatusCode, Problem> {
    let log = gateway.log()?;
    let found = log.quarantined_at(position).await.map_err(Problem::unavailable)?;
    let found = found.ok_or_else(Problem::not_found)?;
    if found.is_cut_off() {
        return Err(Problem::cut_off());
    }
    let asked = log.client().request(subjects::RETRY_QUARANTINE, position.to_string().into()).await;
    let answer = asked.map_err(Problem::unavailable)?;
    if !answer.payload.is_empty() {
        return Err(Problem::unavailable(String::from_utf8_lossy(&answer.payload)));
    }
    tracing::info!(user.id = %admitted.caller()?.user, "message {position} of quarantine is sent again");
    Ok(StatusCode::NO_CONTENT)
}
