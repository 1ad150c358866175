//! Problem responses (RFC 9457): the one table of what can go wrong, and how it is told.

use std::fmt::Display;

use axum::Json;
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use projections::QueryError;
use serde::Serialize;
use uuid::Uuid;

use super::Empty;
use crate::security::Kind;

/// Seconds after which a request may be worth another try.
const TRY_AGAIN: u32 = 2;

/// Names one request in answers, in logs and towards the command API.
#[derive(Clone, Copy, Debug)]
pub struct TraceId(pub Uuid);

/// What went wrong, for the outside; the cause is for the log only.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    /// The sentence for people.
    detail: String,
    retry_after: Option<u32>,
    cause: Option<String>,
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), retry_after: None, cause: None }
    }

    pub fn invalid(field: &str, why: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid", format!("{field} {why}."))
    }

    pub fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not-signed-in", "Please sign in.")
    }

    pub fn wrong_credentials() -> Self {
        let sentence = "The user name or the password is wrong.";
        Self::new(StatusCode::UNAUTHORIZED, "wrong-credentials", sentence)
    }

    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", "Only an administrator may do this.")
    }

    pub fn foreign_origin() -> Self {
        let sentence = "Requests from this web page are not accepted.";
        Self::new(StatusCode::FORBIDDEN, "foreign-origin", sentence)
    }

    /// For what does not exist and for what is someone else's: nobody can tell the two apart.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "There is no such thing.")
    }

    pub fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The request is too large.")
    }

    pub fn not_json() -> Self {
        let sentence = "The body must be JSON, and Content-Type must say application/json.";
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json", sentence)
    }

    pub fn busy() -> Self {
        let sentence = "Too many people are signing in at this moment. Please try again.";
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "busy", sentence);
        Self { retry_after: Some(TRY_AGAIN), ..problem }
    }

    /// Somebody has asked for work on the same projection before, and it is not done yet.
    pub fn in_progress() -> Self {
        let sentence = "This is being worked on already. Please wait until it is done.";
        Self::new(StatusCode::CONFLICT, "in-progress", sentence)
    }

    /// A message of which too little was kept to send it again.
    pub fn cut_off() -> Self {
        let sentence = "Only the beginning of this message was kept, so it cannot be sent again.";
        Self::new(StatusCode::CONFLICT, "cut-off", sentence)
    }

    /// So often that it cannot be a person, or a password guessed at.
    pub fn throttled(Empty(wait): Empty) -> Self {
        let seconds = u32::try_from(wait.as_secs().saturating_add(1)).unwrap_or(u32::MAX);
        let sentence = format!("That was tried too often. Please wait {seconds} seconds.");
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, "throttled", sentence);
        Self { retry_after: Some(seconds), ..problem }
    }

    /// Something that the answer needs is out. Nothing is known, so nothing is said.
    pub fn unavailable(cause: impl Display) -> Self {
        let sentence = "A part of the system does not answer now. Please try again in a moment.";
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", sentence);
        Self { retry_after: Some(TRY_AGAIN), cause: Some(cause.to_string()), ..problem }
    }

    /// A write whose answer did not come: it may have been carried out.
    pub fn outcome_unknown(cause: impl Display) -> Self {
        let sentence = "Whether this was carried out is not known. Look before you repeat it, or \
                        repeat it with the same Idempotency-Key.";
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "outcome-unknown", sentence);
        Self { retry_after: Some(TRY_AGAIN), cause: Some(cause.to_string()), ..problem }
    }

    /// The read models do not yet show what this caller has just written.
    pub fn not_yet_readable() -> Self {
        let sentence = "Your last change is not visible yet. Please try again in a moment.";
        let problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "not-yet-readable", sentence);
        Self { retry_after: Some(1), ..problem }
    }

    pub fn internal(cause: impl Display) -> Self {
        let sentence = "Something went wrong on our side.";
        let problem = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", sentence);
        Self { cause: Some(cause.to_string()), ..problem }
    }

    /// What a bare status means, for answers that the libraries made.
    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::not_found(),
            StatusCode::PAYLOAD_TOO_LARGE => Self::too_large(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::not_json(),
            StatusCode::METHOD_NOT_ALLOWED => {
                Self::new(status, "method-not-allowed", "This cannot be done here.")
            }
            StatusCode::SERVICE_UNAVAILABLE => Self::unavailable("the handler ran out of time"),
            status if status.is_client_error() => {
                Self::new(status, "bad-request", "The request cannot be understood.")
            }
            status => Self { status, ..Self::internal(status) },
        }
    }

    /// The sentence for people.
    pub fn sentence(&self) -> &str {
        &self.detail
    }

    /// Under which heading the refusal is kept; none for what is no refusal.
    pub fn security_kind(&self) -> Option<Kind> {
        match self.status {
            StatusCode::UNAUTHORIZED => Some(Kind::NotSignedIn),
            StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => Some(Kind::Denied),
            StatusCode::TOO_MANY_REQUESTS => Some(Kind::Throttled),
            _ => None,
        }
    }

    fn render(&self, trace: TraceId) -> Response {
        let body = Body {
            kind: format!("urn:ems:problem:{}", self.code),
            title: self.status.canonical_reason().unwrap_or("Problem"),
            status: self.status.as_u16(),
            detail: &self.detail,
            error: &self.detail,
            code: self.code,
            trace_id: trace.0,
        };
        let mut response = (self.status, Json(body)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(CONTENT_TYPE, kind);
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    status: u16,
    detail: &'a str,
    error: &'a str,
    code: &'a str,
    trace_id: Uuid,
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        Self::unavailable(error)
    }
}

/// The response carries the problem; [`describe_problems`] writes it, since it knows the trace id.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives each request its trace id, and each failed answer its body, also where a library answered.
pub async fn describe_problems(mut request: Request, next: Next) -> Response {
    let trace = TraceId(Uuid::now_v7());
    request.extensions_mut().insert(trace);
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let mut response = next.run(request).await;
    let status = response.status();
    let problem = match response.extensions_mut().remove::<Problem>() {
        Some(problem) => problem,
        None if is_described(&response) => return response,
        None => Problem::of_status(status),
    };
    log(&problem, trace, &method, &path);
    let mut described = problem.render(trace);
    for (name, value) in response.headers() {
        if !described.headers().contains_key(name) && name != "content-length" {
            described.headers_mut().append(name, value.clone());
        }
    }
    described
}

/// Marks an answer that another protocol prescribes to the letter.
#[derive(Clone, Copy)]
pub struct Verbatim;

/// Not a failure, or a failure that comes with its own JSON.
fn is_described(response: &Response) -> bool {
    let status = response.status();
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let failed = status.is_client_error() || status.is_server_error();
    !failed
        || response.extensions().get::<Verbatim>().is_some()
        || kind.is_some_and(|kind| kind.contains("json"))
}

fn log(problem: &Problem, trace: TraceId, method: &Method, path: &str) {
    let Some(cause) = &problem.cause else { return };
    tracing::warn!(
        correlation.id = %trace.0,
        "{method} {path} was answered {}: {cause}",
        problem.status.as_u16(),
    );
}
