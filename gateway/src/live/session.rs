//! One client's STOMP conversation, whatever transport carries its bytes.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use tokio_util::codec::Decoder;

use super::destinations::Destination;
use super::hub::{Delivery, Outbox, Seat};
use super::stomp::{
    Command, Connect, Frame, FrameDecoder, HeartBeat, Incoming, Request, Version, encode, request,
};
use crate::identity::{Caller, Credentials, IdentityError, bearer};
use crate::state::Gateway;

/// More than any page of ours needs; each one costs a lookup for every message.
const MAX_SUBSCRIPTIONS: usize = 20;

/// A conversation from its first byte on.
pub struct Session {
    gateway: Arc<Gateway>,
    outbox: Outbox,
    /// The session cookie of the handshake, if the page that opened it is listed.
    cookie: Option<String>,
    decoder: FrameDecoder,
    unread: BytesMut,
    connected: Option<Connected>,
    subscriptions: HashMap<String, Destination>,
}

struct Connected {
    version: Version,
    heart_beat: HeartBeat,
    caller: Caller,
    _seat: Seat,
}

/// What the transport has to do now.
#[derive(Default)]
pub struct Outcome {
    pub send: Vec<Bytes>,
    pub close: bool,
}

/// The last word to a client: a sentence, and then its connection is closed.
struct Refusal(String);

/// An answer to one frame, and whether the conversation goes on.
enum Answer {
    GoOn(Option<Frame>),
    End,
}

impl Session {
    pub fn new(gateway: Arc<Gateway>, outbox: Outbox, cookie: Option<String>) -> Self {
        Self {
            gateway,
            outbox,
            cookie,
            decoder: FrameDecoder::new(),
            unread: BytesMut::new(),
            connected: None,
            subscriptions: HashMap::new(),
        }
    }

    /// Takes bytes as they come; they may hold several frames, or a part of one.
    pub async fn receive(&mut self, bytes: &[u8]) -> Outcome {
        self.unread.extend_from_slice(bytes);
        let mut outcome = Outcome::default();
        while !outcome.close {
            match self.decoder.decode(&mut self.unread) {
                Ok(Some(Incoming::Frame(frame))) => self.answer(&frame, &mut outcome).await,
                Ok(Some(Incoming::HeartBeat)) => {}
                Ok(None) => break,
                Err(error) => self.refuse(&Refusal(error.to_string()), None, &mut outcome),
            }
        }
        outcome
    }

    /// A message as this client reads it.
    pub fn message(&self, delivery: &Delivery) -> Bytes {
        let publication = &delivery.publication;
        let mut frame = Frame::new(Command::Message)
            .with("destination", publication.destination.to_string())
            .with("subscription", &*delivery.subscription)
            .with("message-id", delivery.message_id.to_string())
            .with("content-type", "application/json");
        if let Some(position) = publication.position {
            frame = frame.with("position", position.to_string());
        }
        frame.body = publication.body.clone();
        encode(&frame, self.version())
    }

    pub fn is_connected(&self) -> bool {
        self.connected.is_some()
    }

    pub fn heart_beat(&self) -> HeartBeat {
        self.connected.as_ref().map(|connected| connected.heart_beat).unwrap_or_default()
    }

    async fn answer(&mut self, frame: &Frame, outcome: &mut Outcome) {
        let receipt = frame.header("receipt");
        match self.handle(frame).await {
            Ok(answer) => {
                outcome.close = matches!(answer, Answer::End);
                let answered = if let Answer::GoOn(frame) = answer { frame } else { None };
                let receipt = receipt.filter(|_| !is_greeting(frame));
                let receipt = receipt.map(|id| Frame::new(Command::Receipt).with("receipt-id", id));
                let frames = answered.into_iter().chain(receipt);
                outcome.send.extend(frames.map(|frame| encode(&frame, self.version())));
            }
            Err(refusal) => self.refuse(&refusal, receipt, outcome),
        }
    }

    fn refuse(&self, refusal: &Refusal, receipt: Option<&str>, outcome: &mut Outcome) {
        let mut frame = Frame::new(Command::Error)
            .with("message", refusal.0.clone())
            .with("content-type", "text/plain");
        if let Some(receipt) = receipt {
            frame = frame.with("receipt-id", receipt);
        }
        frame.body = refusal.0.clone().into();
        outcome.send.push(encode(&frame, self.version()));
        outcome.close = true;
    }

    async fn handle(&mut self, frame: &Frame) -> Result<Answer, Refusal> {
        let request = request(frame)?;
        if let Request::Connect(connect) = request {
            return self.connect(connect).await.map(|frame| Answer::GoOn(Some(frame)));
        }
        if self.connected.is_none() {
            return Err("CONNECT comes first.".into());
        }
        match request {
            Request::Subscribe { id, destination } => self.subscribe(id, &destination)?,
            Request::Unsubscribe { id } => self.unsubscribe(&id),
            Request::Send { .. } => return Err("Nothing can be sent to this destination.".into()),
            Request::Disconnect => return Ok(Answer::End),
            Request::Ignored | Request::Connect(_) => {}
        }
        Ok(Answer::GoOn(None))
    }

    async fn connect(&mut self, connect: Connect) -> Result<Frame, Refusal> {
        if self.connected.is_some() {
            return Err("This connection is already in use.".into());
        }
        let caller = self.identify(connect.authorization.as_deref()).await?;
        let seat = self.gateway.hub.seat(&caller, &self.outbox);
        let seat = seat.ok_or("You have too many connections open.")?;
        self.decoder.speak(connect.version);
        let frame = Frame::new(Command::Connected)
            .with("version", connect.version.text())
            .with("heart-beat", HeartBeat::offer())
            .with("server", "ems")
            .with("user-name", caller.username.clone());
        let Connect { version, heart_beat, .. } = connect;
        self.connected = Some(Connected { version, heart_beat, caller, _seat: seat });
        Ok(frame)
    }

    async fn identify(&self, authorization: Option<&str>) -> Result<Caller, Refusal> {
        let bearer = authorization.and_then(bearer);
        let credentials = Credentials { bearer, cookie: self.cookie.clone() };
        match self.gateway.identities.caller(&credentials).await {
            Ok(Some(caller)) => Ok(caller),
            Ok(None) | Err(IdentityError::WrongToken) => Err("Please sign in.".into()),
            Err(IdentityError::Unavailable(cause)) => {
                tracing::warn!("a socket's identity could not be checked: {cause}");
                Err("Your sign-in cannot be checked now. Please try again in a moment.".into())
            }
        }
    }

    fn subscribe(&mut self, id: String, destination: &str) -> Result<(), Refusal> {
        // One sentence for unknown and for forbidden: nobody learns who exists.
        let destination: Option<Destination> = destination.parse().ok();
        let open = destination.filter(|destination| {
            let connected = self.connected.as_ref();
            connected.is_some_and(|connected| destination.is_open_to(&connected.caller))
        });
        let destination = open.ok_or("There is no such destination.")?;
        if self.subscriptions.contains_key(&id) {
            return Err("This subscription id is already in use.".into());
        }
        if self.subscriptions.len() == MAX_SUBSCRIPTIONS {
            return Err("Too many subscriptions on one connection.".into());
        }
        self.gateway.hub.subscribe(destination, &id, &self.outbox);
        self.subscriptions.insert(id, destination);
        Ok(())
    }

    fn unsubscribe(&mut self, id: &str) {
        if let Some(destination) = self.subscriptions.remove(id) {
            self.gateway.hub.unsubscribe(destination, id, &self.outbox);
        }
    }

    fn version(&self) -> Version {
        self.connected.as_ref().map_or(Version::V1_0, |connected| connected.version)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        for (id, destination) in self.subscriptions.drain() {
            self.gateway.hub.unsubscribe(destination, &id, &self.outbox);
        }
    }
}

/// CONNECTED is the receipt of a greeting.
fn is_greeting(frame: &Frame) -> bool {
    matches!(frame.command, Command::Connect | Command::Stomp)
}

impl From<&str> for Refusal {
    fn from(sentence: &str) -> Self {
        Self(sentence.to_owned())
    }
}
