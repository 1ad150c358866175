//! `/ws/websocket`: the STOMP conversation on a plain WebSocket.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use chrono::Utc;
use metrics::{counter, gauge, histogram};
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};

use super::hub::{Delivery, Outbox};
use super::pulse::{Duty, Pulse, TICK};
use super::session::{Outcome, Session};
use super::stomp::HEART_BEAT;
use crate::http::Problem;
use crate::state::Gateway;

/// Small, since most sockets are idle most of the time.
const READ_BUFFER: usize = 4 * 1024;
const MAX_MESSAGE: usize = 64 * 1024;
/// A reader that takes nothing for this long holds up its own queue, and is closed.
const WRITE_STALL: Duration = Duration::from_secs(5);
const LAST_WORDS: Duration = Duration::from_secs(1);
const PROTOCOLS: [&str; 3] = ["v12.stomp", "v11.stomp", "v10.stomp"];

/// Foreign pages have been refused before. Whom the cookie names counts only for a listed page; a
/// program, which names no page, must show a token in CONNECT.
pub async fn websocket(
    State(gateway): State<Arc<Gateway>>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let trusted = gateway.origins.trust_cookie_of_socket(&headers);
    let cookie = gateway.identities.cookie.secret(&headers).filter(|_| trusted);
    let Ok(place) = gateway.socket_places.clone().try_acquire_owned() else {
        return Problem::unavailable("as many sockets are open as this gateway bears")
            .into_response();
    };
    let open = gateway.sockets.token();
    upgrade
        .protocols(PROTOCOLS)
        .read_buffer_size(READ_BUFFER)
        .max_message_size(MAX_MESSAGE)
        .max_frame_size(MAX_MESSAGE)
        .on_upgrade(async move |socket| {
            serve(gateway, socket, cookie).await;
            drop((open, place));
        })
}

async fn serve(gateway: Arc<Gateway>, socket: WebSocket, cookie: Option<String>) {
    let open = gauge!("ems_gateway_sockets_open");
    open.increment(1.0);
    let (outbox, deliveries) = gateway.hub.outbox();
    let session = Session::new(gateway.clone(), outbox.clone(), cookie);
    let pulse = Pulse::new(Instant::now());
    let mut connection = Connection { socket, session, outbox, pulse };
    let why = connection.converse(&gateway, deliveries).await;
    connection.close(why).await;
    open.decrement(1.0);
}

struct Connection {
    socket: WebSocket,
    session: Session,
    outbox: Outbox,
    pulse: Pulse,
}

/// Why a connection ends, as the close code says it.
type Farewell = (u16, &'static str);

/// The peer is gone or wants to go: nothing is left to say.
const GOODBYE: Farewell = (close_code::NORMAL, "");
const TOO_SLOW: Farewell = (close_code::POLICY, "too slow");
const REFUSED: Farewell = (close_code::POLICY, "refused");
const SESSION_ENDED: Farewell = (close_code::POLICY, "session ended");
const SILENT: Farewell = (close_code::POLICY, "silent");
const RESTART: Farewell = (close_code::RESTART, "restarting");

type Flow = ControlFlow<Farewell>;

impl Connection {
    async fn converse(
        &mut self,
        gateway: &Gateway,
        mut deliveries: mpsc::Receiver<Delivery>,
    ) -> Farewell {
        let (overflown, ended) = (self.outbox.overflown.clone(), self.outbox.ended.clone());
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let flow = tokio::select! {
                message = self.socket.recv() => self.receive(message).await,
                Some(delivery) = deliveries.recv() => self.deliver(&delivery).await,
                _ = ticks.tick() => self.tick().await,
                () = overflown.cancelled() => Flow::Break(TOO_SLOW),
                () = ended.cancelled() => Flow::Break(SESSION_ENDED),
                () = gateway.shutdown.cancelled() => Flow::Break(RESTART),
            };
            if let Flow::Break(why) = flow {
                return why;
            }
        }
    }

    async fn receive(&mut self, message: Option<Result<Message, axum::Error>>) -> Flow {
        let Some(Ok(message)) = message else { return Flow::Break(GOODBYE) };
        self.pulse.heard(Instant::now());
        let outcome = match &message {
            Message::Text(text) => self.session.receive(text.as_bytes()).await,
            Message::Binary(bytes) => self.session.receive(bytes).await,
            Message::Ping(_) | Message::Pong(_) => Outcome::default(),
            Message::Close(_) => return Flow::Break(GOODBYE),
        };
        for bytes in outcome.send {
            self.send(text(bytes)).await?;
        }
        if outcome.close { Flow::Break(REFUSED) } else { Flow::Continue(()) }
    }

    async fn deliver(&mut self, delivery: &Delivery) -> Flow {
        self.send(text(self.session.message(delivery))).await?;
        counter!("ems_gateway_messages_pushed_total").increment(1);
        if let Some(happened_at) = delivery.publication.happened_at {
            let took = (Utc::now() - happened_at).to_std().unwrap_or_default();
            histogram!("ems_gateway_alert_push_seconds").record(took);
        }
        Flow::Continue(())
    }

    async fn tick(&mut self) -> Flow {
        let now = Instant::now();
        let (connected, agreed) = (self.session.is_connected(), self.session.heart_beat());
        while let Some(duty) = self.pulse.duty(now, connected, agreed) {
            match duty {
                Duty::Beat => self.send(Message::Text(HEART_BEAT.into())).await?,
                Duty::Ping => self.send(Message::Ping(Bytes::new())).await?,
                Duty::Close => return Flow::Break(SILENT),
            }
        }
        Flow::Continue(())
    }

    async fn send(&mut self, message: Message) -> Flow {
        match timeout(WRITE_STALL, self.socket.send(message)).await {
            Ok(Ok(())) => {
                self.pulse.sent(Instant::now());
                Flow::Continue(())
            }
            Ok(Err(_)) => Flow::Break(GOODBYE),
            Err(_) => Flow::Break(TOO_SLOW),
        }
    }

    async fn close(&mut self, (code, reason): Farewell) {
        let frame = CloseFrame { code, reason: reason.into() };
        let said = self.socket.send(Message::Close(Some(frame)));
        // A peer that does not listen any more is simply cut off.
        let _heard = timeout(LAST_WORDS, said).await;
    }
}

/// STOMP frames go as text, which is what browsers expect; bodies of ours are text.
fn text(bytes: Bytes) -> Message {
    match Utf8Bytes::try_from(bytes.clone()) {
        Ok(text) => Message::Text(text),
        Err(_) => Message::Binary(bytes),
    }
}
