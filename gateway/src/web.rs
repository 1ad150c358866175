//! The page: the built web app out of the binary, with a path of its own for every screen.

use axum::Router;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use rust_embed::{Embed, EmbeddedFile};
use tower_http::compression::CompressionLayer;

use crate::http::Problem;

const INDEX: &str = "index.html";
/// The build names these files by their content, so what was fetched once is right for ever.
const HASHED: &str = "assets/";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_FIRST: &str = "no-cache";
const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>EMS</title>\
    <p>The web app is not part of this build. Run <code>npm run build</code> in <code>web/</code> \
    and build the gateway again.";

#[derive(Embed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Assets;

/// Answers whatever is not routed elsewhere.
pub fn page() -> Router {
    Router::new().fallback(serve).layer(CompressionLayer::new())
}

async fn serve(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    let is_ours = !["api", "ws"].contains(&path.split('/').next().unwrap_or_default());
    if !is_ours {
        return Problem::not_found().into_response();
    }
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    match Assets::get(path) {
        Some(file) => answer(&file, path, request.headers()),
        // A missing file is missing; any other path is a screen, which the app itself knows.
        None if path.starts_with(HASHED) => Problem::not_found().into_response(),
        None => index(request.headers()),
    }
}

fn index(headers: &HeaderMap) -> Response {
    match Assets::get(INDEX) {
        Some(file) => answer(&file, INDEX, headers),
        None => Html(NOT_BUILT).into_response(),
    }
}

fn answer(file: &EmbeddedFile, path: &str, headers: &HeaderMap) -> Response {
    let etag = format!("W/\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    let cache = if path.starts_with(HASHED) { FOR_EVER } else { ASK_FIRST };
    let known = headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes());
    let described = [(CACHE_CONTROL, cache.to_owned()), (ETAG, etag)];
    if known {
        return (StatusCode::NOT_MODIFIED, described).into_response();
    }
    let kind = [(CONTENT_TYPE, file.metadata.mimetype().to_owned())];
    (described, kind, file.data.clone()).into_response()
}
