//! What a SockJS client asks first.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_MAX_AGE, CACHE_CONTROL, CONTENT_TYPE,
};
use axum::response::IntoResponse;
use serde_json::json;

pub const NEVER_KEPT: &str = "no-store, no-cache, no-transform, must-revalidate, max-age=0";

/// For people who open the address in a browser.
pub async fn greeting() -> impl IntoResponse {
    ([(CONTENT_TYPE, "text/plain; charset=UTF-8")], "Welcome to SockJS!\n")
}

/// Cookies are needed: they say who is asking, and through a proxy which gateway has the session.
pub async fn info() -> impl IntoResponse {
    let info = json!({
        "websocket": true,
        "origins": ["*:*"],
        "cookie_needed": true,
        "entropy": rand::random::<u32>(),
    });
    ([(CACHE_CONTROL, NEVER_KEPT)], Json(info))
}

/// For programs that ask without naming a page; those of pages are answered with their origin.
pub async fn options() -> impl IntoResponse {
    let headers =
        [(ACCESS_CONTROL_ALLOW_METHODS, "OPTIONS, GET, POST"), (ACCESS_CONTROL_MAX_AGE, "600")];
    (StatusCode::NO_CONTENT, headers)
}
