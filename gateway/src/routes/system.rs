//! GET /api/system: every process of the product, and how much waits for a person.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use domain::subjects;
use event_log::Heartbeat;
use serde::Serialize;

use crate::http::Problem;
use crate::state::Gateway;

#[derive(Serialize)]
pub struct SystemAnswer {
    roles: Vec<Heartbeat>,
    /// None where nobody tells how many readings wait in the queue of meters.
    queue: Option<QueueAnswer>,
    quarantine: u64,
    parked: i64,
    held: i64,
    conflicts: i64,
    unregistered: i64,
}

#[derive(Serialize)]
struct QueueAnswer {
    depth: u64,
}

pub async fn of_all(State(gateway): State<Arc<Gateway>>) -> Result<Json<SystemAnswer>, Problem> {
    let waiting = gateway.waiting.counts().await?;
    let jetstream = gateway.log()?.jetstream();
    let quarantine = jetstream.get_stream(subjects::QUARANTINE).await;
    let quarantine = quarantine.map_err(Problem::unavailable)?;
    let roles = gateway.roles.list();
    // The bridge takes readings from the queue, so what waits for it is the queue.
    let depth = roles.iter().filter(|role| role.role == "ingest-bridge" && role.ready);
    let depth = depth.filter_map(|bridge| bridge.figures.lag).max();
    Ok(Json(SystemAnswer {
        queue: depth.map(|depth| QueueAnswer { depth }),
        roles,
        quarantine: quarantine.cached_info().state.messages,
        parked: waiting.parked,
        held: waiting.held,
        conflicts: waiting.conflicts,
        unregistered: waiting.unregistered,
    }))
}
