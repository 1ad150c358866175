//! The three requests of a SockJS session without WebSocket: a stream of frames, one frame at a time,
//! and messages of the client.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use futures::stream;
use tokio::time::timeout;

use super::super::session::Origin;
use super::frames;
use super::info::NEVER_KEPT;
use super::session::{Listener, Next};
use super::sessions::NoSession;
use crate::http::{Peer, Problem, Verbatim};
use crate::state::Gateway;

/// Old browsers show nothing of an answer before so much has come.
const PRELUDE: usize = 2 * 1024;
/// After this a stream ends, so that a browser may free what it has kept of it.
const LONGEST_STREAM: usize = 128 * 1024;
const HEART_BEAT_EVERY: Duration = Duration::from_secs(25);
/// How long messages may wait for the conversation to take them.
const TAKE_WITHIN: Duration = Duration::from_secs(10);

type Names = Path<(String, String)>;

/// `xhr_streaming`: frames, one a line, until the answer is long enough.
pub async fn stream(
    State(gateway): State<Arc<Gateway>>,
    Extension(peer): Extension<Peer>,
    Path(names): Names,
    headers: HeaderMap,
) -> Response {
    let prelude = format!("{}\n", "h".repeat(PRELUDE));
    listen(&gateway, peer, &names, &headers, prelude, LONGEST_STREAM)
}

/// `xhr`: the next frame.
pub async fn poll(
    State(gateway): State<Arc<Gateway>>,
    Extension(peer): Extension<Peer>,
    Path(names): Names,
    headers: HeaderMap,
) -> Response {
    listen(&gateway, peer, &names, &headers, String::new(), 1)
}

/// `xhr_send`: messages of the client.
pub async fn send(
    State(gateway): State<Arc<Gateway>>,
    Extension(peer): Extension<Peer>,
    Path((server, session)): Names,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let origin = Origin::of(&gateway, peer, &headers);
    let found = gateway.sockjs.find(&session, &origin);
    let (Ok(found), true) = (found, are_names(&server, &session)) else {
        return Problem::not_found().into_response();
    };
    if body.is_empty() {
        return sentence(StatusCode::INTERNAL_SERVER_ERROR, "Payload expected.");
    }
    let Ok(messages) = frames::read(&body) else {
        return sentence(StatusCode::INTERNAL_SERVER_ERROR, "Broken JSON encoding.");
    };
    let messages = messages.into_iter().map(Bytes::from).collect();
    match timeout(TAKE_WITHIN, found.inbox.send(messages)).await {
        Ok(Ok(())) => sentence(StatusCode::NO_CONTENT, ""),
        Ok(Err(_)) => Problem::not_found().into_response(),
        Err(_) => Problem::unavailable("a session takes no messages").into_response(),
    }
}

fn listen(
    gateway: &Arc<Gateway>,
    peer: Peer,
    (server, session): &(String, String),
    headers: &HeaderMap,
    prelude: String,
    longest: usize,
) -> Response {
    if !are_names(server, session) {
        return Problem::not_found().into_response();
    }
    let origin = Origin::of(gateway, peer, headers);
    let session = match gateway.sockjs.find_or_open(gateway, session, origin) {
        Ok(session) => session,
        Err(NoSession::Unknown) => return Problem::not_found().into_response(),
        Err(NoSession::Full) => {
            return Problem::unavailable("as many sockets are open as this gateway bears")
                .into_response();
        }
    };
    match session.listen() {
        Some(listener) => script(Body::from_stream(frames_of(listener, prelude, longest))),
        None => {
            let taken = frames::close(2010, "Another connection still open");
            script(Body::from(format!("{prelude}{taken}\n")))
        }
    }
}

/// The proxy may look at the first one to find the gateway; neither holds a dot, which would make it
/// a file.
pub fn are_names(server: &str, session: &str) -> bool {
    [server, session].iter().all(|name| !name.is_empty() && name.len() <= 64 && !name.contains('.'))
}

/// How far a listener is: what comes first, and how many bytes may still follow.
struct Progress {
    listener: Listener,
    first: Option<String>,
    left: usize,
}

fn frames_of(
    listener: Listener,
    prelude: String,
    longest: usize,
) -> impl futures::Stream<Item = Result<Bytes, Infallible>> + Send {
    let first = Some(prelude).filter(|prelude| !prelude.is_empty());
    let progress = Some(Progress { listener, first, left: longest });
    stream::unfold(progress, async |progress| {
        let mut progress = progress?;
        if let Some(first) = progress.first.take() {
            return Some((Ok(Bytes::from(first)), Some(progress)));
        }
        let (line, last) = next_line(&progress.listener).await;
        progress.left = progress.left.saturating_sub(line.len());
        let goes_on = !last && progress.left > 0;
        Some((Ok(Bytes::from(line)), goes_on.then_some(progress)))
    })
}

/// The next frame as a line, and whether it is the last one.
async fn next_line(listener: &Listener) -> (String, bool) {
    loop {
        match listener.next() {
            Next::Frame(frame) => return (format!("{frame}\n"), false),
            Next::Last(frame) => return (format!("{frame}\n"), true),
            Next::Nothing => {}
        }
        if timeout(HEART_BEAT_EVERY, listener.changed()).await.is_err() {
            return (format!("{}\n", frames::HEART_BEAT), false);
        }
    }
}

fn script(body: Body) -> Response {
    let headers =
        [(CONTENT_TYPE, "application/javascript; charset=UTF-8"), (CACHE_CONTROL, NEVER_KEPT)];
    (headers, body).into_response()
}

/// As the reference server says it: only where all went well it names the kind of its text.
fn sentence(status: StatusCode, text: &'static str) -> Response {
    let mut response =
        (status, Extension(Verbatim), [(CACHE_CONTROL, NEVER_KEPT)], Body::from(text))
            .into_response();
    if status.is_success() {
        let kind = HeaderValue::from_static("text/plain; charset=UTF-8");
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    response
}
