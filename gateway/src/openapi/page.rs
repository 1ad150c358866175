//! The document and the page that shows it: served from the binary, nothing from elsewhere.

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use tower_http::compression::CompressionLayer;

use super::TEXT;

pub fn routes() -> Router {
    let html = include_str!("page/index.html");
    let css = include_str!("page/page.css");
    let js = include_str!("page/page.js");
    Router::new()
        .route("/openapi.json", get(async || file("application/json", &TEXT)))
        .route("/docs", get(async || file("text/html; charset=utf-8", html)))
        .route("/docs/page.css", get(async || file("text/css; charset=utf-8", css)))
        .route("/docs/page.js", get(async || file("text/javascript; charset=utf-8", js)))
        .layer(CompressionLayer::new())
}

/// Their names do not change with their content, so browsers ask again.
fn file(kind: &'static str, content: &'static str) -> impl IntoResponse {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], content)
}
