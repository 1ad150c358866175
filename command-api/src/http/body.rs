//! Reading a request from a JSON body.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;

use crate::http::fields::Fields;
use crate::http::problem::Problem;

/// Far more than the longest description takes.
pub(crate) const MAX_BODY: usize = 64 * 1024;

/// A request that is made of the members of a JSON object.
pub(crate) trait FromFields: Sized {
    /// Reads all members before it gives up, so that the answer names every mistake.
    fn read(fields: &mut Fields) -> Option<Self>;
}

/// A body of which every member was found in order.
pub(crate) struct Checked<T>(pub T);

impl<T: FromFields, S: Send + Sync> FromRequest<S> for Checked<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(&request) {
            let detail = "the body must be JSON, and Content-Type must say application/json";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json", detail));
        }
        let body = Bytes::from_request(request, state).await.map_err(|refused| {
            match refused.status() {
                StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(),
                _ => Problem::invalid("the body did not arrive whole"),
            }
        })?;
        let mut fields = Fields::parse(&body)
            .map_err(|error| Problem::invalid(format!("the body is not a JSON object: {error}")))?;
        let request = T::read(&mut fields);
        fields.finish(request).map(Self)
    }
}

fn is_json(request: &Request) -> bool {
    let header = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = header.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    media_type.eq_ignore_ascii_case("application/json")
}
