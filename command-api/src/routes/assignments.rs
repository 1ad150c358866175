//! `/devices/{id}/assign`: whose a device is.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{delete, put};
use domain::devices::DeviceCommand;
use domain::ids::{DeviceId, UserId};

use crate::caller::Administrator;
use crate::dispatch::Api;
use crate::http::answer::no_content;
use crate::http::path::Ids;
use crate::http::problem::Problem;

pub(super) fn routes() -> Router<Api> {
    Router::new()
        .route("/devices/{id}/assign/{userId}", put(assign))
        .route("/devices/{id}/assign", delete(unassign))
}

async fn assign(
    State(api): State<Api>,
    administrator: Administrator,
    Ids((device, owner)): Ids<(DeviceId, UserId)>,
) -> Result<Response, Problem> {
    let commands = vec![DeviceCommand::AssignDevice { owner }];
    Ok(no_content(api.device(device, commands, administrator.provenance()).await?))
}

async fn unassign(
    State(api): State<Api>,
    administrator: Administrator,
    Ids(device): Ids<DeviceId>,
) -> Result<Response, Problem> {
    let commands = vec![DeviceCommand::UnassignDevice { from: None }];
    Ok(no_content(api.device(device, commands, administrator.provenance()).await?))
}
