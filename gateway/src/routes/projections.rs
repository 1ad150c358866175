//! Projections for administrators: how far they are, and making them anew, verifying, going back.

use std::sync::Arc;

use ::projections::{AskError, Kind, ProjectionView};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Serialize;
use uuid::Uuid;

use crate::http::Problem;
use crate::state::Gateway;

/// What was asked for is carried out by a replica, which tells of it at `/topic/admin/system`.
#[derive(Serialize)]
pub struct Asked {
    run: Uuid,
}

type Answer = Result<(StatusCode, Json<Asked>), Problem>;

pub async fn list(
    State(gateway): State<Arc<Gateway>>,
) -> Result<Json<Vec<ProjectionView>>, Problem> {
    let found = gateway.runs.list(gateway.log()?).await;
    found.map(Json).map_err(Problem::unavailable)
}

pub async fn rebuild(State(gateway): State<Arc<Gateway>>, Path(name): Path<String>) -> Answer {
    ask(&gateway, &name, Kind::Rebuild).await
}

pub async fn verify(State(gateway): State<Arc<Gateway>>, Path(name): Path<String>) -> Answer {
    ask(&gateway, &name, Kind::Verify).await
}

pub async fn roll_back(State(gateway): State<Arc<Gateway>>, Path(name): Path<String>) -> Answer {
    ask(&gateway, &name, Kind::Rollback).await
}

async fn ask(gateway: &Gateway, name: &str, kind: Kind) -> Answer {
    match gateway.runs.ask(name, kind).await {
        Ok(run) => Ok((StatusCode::ACCEPTED, Json(Asked { run }))),
        Err(AskError::Unknown(_)) => Err(Problem::not_found()),
        Err(AskError::Busy { .. }) => Err(Problem::in_progress()),
        Err(AskError::Query(error)) => Err(error.into()),
    }
}
