//! What surrounds every request: who calls, a time limit, problems written out, one line in the log.

use std::any::Any;
use std::time::{Duration, Instant};

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use process::identity::{Identity, IdentityVerifier};
use serde::Serialize;
use uuid::Uuid;

use crate::caller::{IDEMPOTENCY_KEY, RequestHash};
use crate::dispatch::Api;
use crate::http::body::MAX_BODY;
use crate::http::problem::{FieldProblem, Problem};

/// Longer than a full queue of passwords and then a write of ten seconds take.
const TIME_LIMIT: Duration = Duration::from_secs(15);

/// The members of RFC 9457, and those that EMS adds.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProblemBody<'a> {
    /// No page describes the types; `code` tells them apart.
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: &'a str,
    error: &'a str,
    code: &'static str,
    trace_id: Uuid,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [FieldProblem],
}

/// Lets through whom the gateway vouches for.
pub(crate) async fn envelope(State(api): State<Api>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let what = format!("{} {}", request.method(), request.uri().path());
    let identity = identify(&api.gateway, request.headers());
    let trace = identity.as_ref().map_or_else(|_| Uuid::now_v7(), |known| known.correlation);
    let response = match identity {
        Ok(identity) => {
            request.extensions_mut().insert(identity);
            match with_request_hash(&api, request).await {
                Ok(request) => in_time(next.run(request)).await,
                Err(problem) => problem.into_response(),
            }
        }
        Err(problem) => problem.into_response(),
    };
    log(&what, &response, trace, started);
    written_out(response, trace)
}

/// What a caller is told whose request met a mistake of ours.
pub(crate) fn after_panic(_panic: Box<dyn Any + Send>) -> Response {
    Problem::internal("the handler panicked").into_response()
}

fn identify(gateway: &IdentityVerifier, headers: &HeaderMap) -> Result<Identity, Problem> {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = header.and_then(|value| value.strip_prefix("Bearer "));
    Ok(gateway.verify(token.ok_or_else(Problem::not_identified)?)?)
}

/// Notes what a request says that its sender may repeat.
async fn with_request_hash(api: &Api, request: Request) -> Result<Request, Problem> {
    if !request.headers().contains_key(IDEMPOTENCY_KEY) {
        return Ok(request);
    }
    let (mut parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, MAX_BODY).await.map_err(|_| Problem::too_large())?;
    parts.extensions.insert(RequestHash(api.names.pseudonym(&body)));
    Ok(Request::from_parts(parts, Body::from(body)))
}

async fn in_time(answer: impl Future<Output = Response>) -> Response {
    tokio::time::timeout(TIME_LIMIT, answer)
        .await
        .unwrap_or_else(|_| Problem::outcome_unknown("the handler took too long").into_response())
}

/// Every refusal becomes a problem body, also those of the libraries.
fn written_out(mut response: Response, trace: Uuid) -> Response {
    let status = response.status();
    let problem = response.extensions_mut().remove::<Problem>().or_else(|| of_library(status));
    let Some(problem) = problem else { return response };
    let body = ProblemBody {
        r#type: "about:blank",
        title: status.canonical_reason().unwrap_or_default(),
        status: status.as_u16(),
        detail: &problem.detail,
        error: &problem.detail,
        code: problem.code,
        trace_id: trace,
        errors: &problem.fields,
    };
    let mut written = (status, Json(body)).into_response();
    let problem_json = HeaderValue::from_static("application/problem+json");
    written.headers_mut().insert(CONTENT_TYPE, problem_json);
    if let Some(seconds) = problem.retry_after {
        written.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    written
}

/// axum's own refusals are bare or plain text.
fn of_library(status: StatusCode) -> Option<Problem> {
    let problem = match status {
        StatusCode::NOT_FOUND => Problem::not_found("there is no such thing"),
        StatusCode::METHOD_NOT_ALLOWED => {
            Problem::new(status, "method-not-allowed", "this cannot be done here")
        }
        status if status.is_client_error() => Problem::invalid("the request cannot be read"),
        status if status.is_server_error() => Problem::internal(status),
        _ => return None,
    };
    Some(problem)
}

fn log(what: &str, response: &Response, trace: Uuid, started: Instant) {
    let took = started.elapsed();
    let status = response.status().as_u16();
    metrics::histogram!("ems_command_seconds", "status" => status.to_string()).record(took);
    let cause = response.extensions().get::<Problem>().and_then(|problem| problem.cause.as_deref());
    let millis = took.as_millis();
    match cause {
        Some(cause) => tracing::warn!(
            correlation.id = %trace, http.status = status,
            "{what} answered {status} after {millis} ms: {cause}"
        ),
        None => tracing::info!(
            correlation.id = %trace, http.status = status,
            "{what} answered {status} after {millis} ms"
        ),
    }
}
