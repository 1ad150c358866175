//! Reading a JSON body, with refusals in the product's own words.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;

use super::Problem;

/// A body that is JSON and says so. A form of a foreign page can send neither.
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let Json(value) = Json::from_request(request, state).await.map_err(describe)?;
        Ok(Self(value))
    }
}

fn describe(rejection: JsonRejection) -> Problem {
    match rejection {
        JsonRejection::MissingJsonContentType(_) => Problem::not_json(),
        JsonRejection::JsonDataError(error) => named(&error.body_text()),
        _ if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(),
        _ => Problem::invalid("The body", "is not JSON"),
    }
}

/// Keeps the part of serde's sentence that names the field, and drops what names our types.
fn named(text: &str) -> Problem {
    let field = text.split('`').nth(1).unwrap_or_default();
    match text.contains("missing field") {
        true => Problem::invalid(field, "is missing"),
        false => Problem::invalid("The body", "holds a value of another kind than expected"),
    }
}
