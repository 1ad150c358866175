//! Answers to writes that succeeded. Each tells the position from which read models show it.

use axum::Json;
use axum::http::header::LOCATION;
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use event_log::Position;
use serde::Serialize;

const POSITION: HeaderName = HeaderName::from_static("ems-position");

#[derive(Serialize)]
struct Message {
    message: &'static str,
}

/// 201 at `location`, which is relative to where the caller's gateway serves this.
pub(crate) fn created(location: String, position: Position) -> Response {
    (StatusCode::CREATED, at(position), [(LOCATION, location)]).into_response()
}

pub(crate) fn no_content(position: Position) -> Response {
    (StatusCode::NO_CONTENT, at(position)).into_response()
}

/// `status` with a sentence for people, as the credential routes answer.
pub(crate) fn message(status: StatusCode, message: &'static str, position: Position) -> Response {
    (status, at(position), Json(Message { message })).into_response()
}

/// Where in the log the write stands.
pub(crate) fn at(position: Position) -> [(HeaderName, String); 1] {
    [(POSITION, position.to_string())]
}
