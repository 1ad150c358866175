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

use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use axum::{Json, Router, middleware};
use serde_json::json;
use tower_http::catch_panic::CatchPanicLayer;

use crate::dispatch::Api;
use crate::http::body::MAX_BODY;
use crate::http::envelope::{after_panic, envelope};
use crate::http::problem::Problem;

pub(crate) fn router(api: Api) -> Router {
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
        .with_state(api);
    Router::new()
        .route("/health", get(async || Json(json!({ "status": "healthy" }))))
        .merge(commands)
}
