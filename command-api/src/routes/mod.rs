//! Every route, with the paths of the gateway's `/api` without that prefix.

mod register;

mod access;
mod credentials;

mod users;

mod devices;

mod assignments;

mod readings;

mod alerts;
mod conversations;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router, middleware};
use process::CancellationToken;
use serde_json::json;
use tower_http::catch_panic::CatchPanicLayer;

use crate::dispatch::Api;
use crate::http::body::MAX_BODY;
use crate::http::envelope::{after_panic, envelope};
use crate::http::problem::Problem;

/// `stopping` is cancelled when the process is told to stop: it then still takes what comes, and asks
/// to be left alone.
pub(crate) fn router(api: Api, stopping: CancellationToken) -> Router {
    let commands = Router::new()
        .merge(register::routes())
        .merge(credentials::routes())
        .merge(users::routes())
        .merge(devices::routes())
        .merge(assignments::routes())
        .merge(readings::routes())
        .merge(access::routes())
        .merge(alerts::routes())
        .merge(conversations::routes())
        .fallback(async || Problem::not_found("there is no such thing"))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(middleware::from_fn_with_state(api.clone(), envelope))
        .with_state(api.clone());
    Router::new().route("/health", get(health).with_state((api, stopping))).merge(commands)
}

/// Whether a gateway should send commands here.
async fn health(
    State((api, stopping)): State<(Api, CancellationToken)>,
) -> (StatusCode, Json<serde_json::Value>) {
    let (status, word) = match (api.is_open(), stopping.is_cancelled()) {
        (_, true) => (StatusCode::SERVICE_UNAVAILABLE, "stopping"),
        (false, _) => (StatusCode::SERVICE_UNAVAILABLE, "starting"),
        (true, false) => (StatusCode::OK, "healthy"),
    };
    (status, Json(json!({ "status": word })))
}
