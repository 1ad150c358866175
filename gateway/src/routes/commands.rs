//! Every write: passed on to the command API, and answered once readers can see it.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use event_log::Position;
use uuid::Uuid;

use super::command_api::{Answer, Order};
use super::guard::Admitted;
use crate::http::{Problem, TraceId};
use crate::state::Gateway;

/// Where in the log the write's last event stands.
const POSITION: HeaderName = HeaderName::from_static("ems-position");
const PREFER: HeaderName = HeaderName::from_static("prefer");
const PREFIX: &str = "/api";

/// What comes back of the command API's headers.
const RETURNED: [HeaderName; 4] = [
    header::CONTENT_TYPE,
    header::RETRY_AFTER,
    POSITION,
    HeaderName::from_static("preference-applied"),
];

pub async fn pass_on(
    State(gateway): State<Arc<Gateway>>,
    Extension(admitted): Extension<Admitted>,
    Extension(TraceId(correlation)): Extension<TraceId>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let order = Order {
        method: admitted.rule.method.clone(),
        path: inner_path(&admitted),
        headers: &headers,
        body,
        caller: admitted.caller.as_ref(),
        correlation,
    };
    let answer = gateway.command_api.send(order).await?;
    settle(&gateway, &admitted, &headers, &answer).await;
    Ok(outward(answer))
}

/// The path is rebuilt from the table and from ids that were read, so that no spelling of a client
/// (encoded slashes, dots) reaches the command API.
fn inner_path(admitted: &Admitted) -> String {
    let template = admitted.rule.path.strip_prefix(PREFIX).unwrap_or(admitted.rule.path);
    admitted.ids.iter().fold(template.to_owned(), |path, (name, id)| {
        path.replace(&format!("{{{name}}}"), &id.to_string())
    })
}

/// Sees to it that this caller's next read shows the write.
async fn settle(gateway: &Gateway, admitted: &Admitted, headers: &HeaderMap, answer: &Answer) {
    let Some(position) = position_of(answer) else { return };
    let session: Option<Uuid> = admitted.caller.as_ref().map(|caller| caller.session);
    if prefers_not_to_wait(headers) {
        gateway.own_writes.remember(session, position).await;
    } else {
        gateway.own_writes.written(&gateway.queries, session, position).await;
    }
}

fn position_of(answer: &Answer) -> Option<Position> {
    let position = answer.headers.get(POSITION).filter(|_| answer.status.is_success())?;
    position.to_str().ok()?.parse().ok()
}

fn prefers_not_to_wait(headers: &HeaderMap) -> bool {
    let preferences = headers.get_all(PREFER).iter().filter_map(|value| value.to_str().ok());
    let mut single = preferences.flat_map(|value| value.split(','));
    single.any(|preference| preference.trim().eq_ignore_ascii_case("respond-async"))
}

fn outward(answer: Answer) -> Response {
    let mut response = (answer.status, answer.body).into_response();
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_TYPE);
    for name in RETURNED {
        if let Some(value) = answer.headers.get(&name) {
            headers.insert(name, value.clone());
        }
    }
    if let Some(location) = answer.headers.get(header::LOCATION).and_then(outward_location) {
        headers.insert(header::LOCATION, location);
    }
    response
}

/// The command API names what it made by its own path; clients find it below `/api`.
fn outward_location(inner: &HeaderValue) -> Option<HeaderValue> {
    let path = inner.to_str().ok().filter(|path| path.starts_with('/'))?;
    let below_api = path == PREFIX || path.starts_with("/api/");
    let outward = if below_api { path.to_owned() } else { format!("{PREFIX}{path}") };
    outward.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    use crate::access::Operation;

    #[test]
    fn a_path_is_rebuilt_from_the_table() {
        let ids = [("id", 1), ("userId", 2)];
        let ids: HashMap<_, _> =
            ids.into_iter().map(|(name, id)| (name.to_owned(), Uuid::from_u128(id))).collect();
        let admitted = Admitted { rule: Operation::AssignDevice.rule(), caller: None, ids };
        let (device, user) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(inner_path(&admitted), format!("/devices/{device}/assign/{user}"));
    }

    #[test]
    fn a_location_leads_through_the_gateway() {
        let outward = |inner| outward_location(&HeaderValue::from_static(inner));
        assert_eq!(outward("/devices/1").expect("a path"), "/api/devices/1");
        assert_eq!(outward("/api/devices/1").expect("a path"), "/api/devices/1");
        assert_eq!(outward("http://elsewhere.example/"), None);
    }

    #[test]
    fn a_preference_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(PREFER, HeaderValue::from_static("wait=5, Respond-Async"));
        assert!(prefers_not_to_wait(&headers));
        assert!(!prefers_not_to_wait(&HeaderMap::new()));
    }
}
