//! What one request may cost: bytes, and time.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

/// No request of the contract needs more.
const MAX_BODY: usize = 64 * 1024;
/// Above the sum of all waits for other parts, so that their own, better answers come first.
const HANDLER_TIMEOUT: Duration = Duration::from_secs(15);

/// Puts the limits around all routes. An upgraded socket is no longer a request: they end there.
pub fn limited(router: Router) -> Router {
    router
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, HANDLER_TIMEOUT))
        .layer(CatchPanicLayer::new())
}
