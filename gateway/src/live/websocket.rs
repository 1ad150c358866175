//! WebSockets: `/ws/websocket` carries STOMP as it is, SockJS wraps it in frames of its own.

use std::sync::Arc;

use axum::Extension;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

use super::conversation::{Farewell, Gone, Heard, Link, Word, converse};
use super::session::Origin;
use super::sockjs::{are_names, frames};
use super::stomp::HEART_BEAT;
use crate::http::{Peer, Problem};
use crate::state::Gateway;

/// Small, since most sockets are idle most of the time.
const READ_BUFFER: usize = 4 * 1024;
const MAX_MESSAGE: usize = 64 * 1024;
const PROTOCOLS: [&str; 3] = ["v12.stomp", "v11.stomp", "v10.stomp"];

/// How STOMP is wrapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrapping {
    None,
    SockJs,
}

pub async fn plain(
    State(gateway): State<Arc<Gateway>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    open(gateway, peer, &headers, upgrade, Wrapping::None)
}

pub async fn sockjs(
    State(gateway): State<Arc<Gateway>>,
    Extension(peer): Extension<Peer>,
    Path((server, session)): Path<(String, String)>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    if !are_names(&server, &session) {
        return Problem::not_found().into_response();
    }
    open(gateway, peer, &headers, upgrade, Wrapping::SockJs)
}

/// Foreign pages have been refused before. Whom the cookie names counts only for a listed page; a
/// program, which names no page, must show a token in CONNECT.
fn open(
    gateway: Arc<Gateway>,
    peer: Peer,
    headers: &HeaderMap,
    upgrade: WebSocketUpgrade,
    wrapping: Wrapping,
) -> Response {
    let origin = Origin::of(&gateway, peer, headers);
    let Ok(place) = gateway.socket_places.clone().try_acquire_owned() else {
        return Problem::unavailable("as many sockets are open as this gateway bears")
            .into_response();
    };
    let counted = gateway.sockets.token();
    upgrade
        .protocols(PROTOCOLS)
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_message_size(MAX_MESSAGE)
        .max_frame_size(MAX_MESSAGE)
        .on_upgrade(async move |socket| {
            let mut link = WebSocketLink { socket, wrapping };
            if link.greet().await.is_ok() {
                converse(gateway, link, origin).await;
            }
            drop((counted, place));
        })
}

struct WebSocketLink {
    socket: WebSocket,
    wrapping: Wrapping,
}

impl WebSocketLink {
    /// SockJS waits for this no longer than half a second on a quick network, and then tries its next
    /// transport: who is asking is found out afterwards.
    async fn greet(&mut self) -> Result<(), Gone> {
        match self.wrapping {
            Wrapping::None => Ok(()),
            Wrapping::SockJs => self.send(Message::Text(frames::OPEN.into())).await,
        }
    }

    async fn send(&mut self, message: Message) -> Result<(), Gone> {
        self.socket.send(message).await.map_err(|_| Gone)
    }

    fn heard(&self, text: &Utf8Bytes) -> Heard {
        match self.wrapping {
            Wrapping::None => Heard::Messages(vec![Bytes::copy_from_slice(text.as_bytes())]),
            Wrapping::SockJs => match frames::read(text.as_bytes()) {
                Ok(messages) => Heard::Messages(messages.into_iter().map(Bytes::from).collect()),
                Err(frames::Broken) => Heard::Gone,
            },
        }
    }

    /// STOMP frames go as text, which is what browsers expect; bodies of ours are text.
    fn wrapped(&self, frame: Bytes) -> Message {
        match (self.wrapping, Utf8Bytes::try_from(frame.clone())) {
            (Wrapping::None, Ok(text)) => Message::Text(text),
            (Wrapping::None, Err(_)) => Message::Binary(frame),
            (Wrapping::SockJs, _) => {
                let text = String::from_utf8_lossy(&frame);
                Message::Text(frames::messages([text.as_ref()]).into())
            }
        }
    }
}

impl Link for WebSocketLink {
    async fn hear(&mut self) -> Heard {
        match self.socket.recv().await {
            Some(Ok(Message::Text(text))) => self.heard(&text),
            Some(Ok(Message::Binary(bytes))) if self.wrapping == Wrapping::None => {
                Heard::Messages(vec![bytes])
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Heard::Life,
            Some(Ok(Message::Binary(_) | Message::Close(_)) | Err(_)) | None => Heard::Gone,
        }
    }

    async fn say(&mut self, word: Word) -> Result<(), Gone> {
        match word {
            Word::Frame(frame) => self.send(self.wrapped(frame)).await,
            Word::Beat => self.send(self.wrapped(Bytes::from_static(HEART_BEAT.as_bytes()))).await,
            Word::Ping => {
                if self.wrapping == Wrapping::SockJs {
                    self.send(Message::Text(frames::HEART_BEAT.into())).await?;
                }
                self.send(Message::Ping(Bytes::new())).await
            }
        }
    }

    async fn close(&mut self, (code, reason): Farewell) {
        if self.wrapping == Wrapping::SockJs {
            // Whoever cannot hear it is closed all the same.
            let _heard = self.send(Message::Text(frames::close(code, reason).into())).await;
        }
        let frame = CloseFrame { code, reason: reason.into() };
        let _heard = self.send(Message::Close(Some(frame))).await;
    }
}
