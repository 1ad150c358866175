//! One client's STOMP conversation, whatever transport carries its bytes.

use std::collections::HashMap;
use std::sync::Arc;

use axum::http::HeaderMap;
use bytes::{Bytes, BytesMut};
use event_log::Position;
use tokio::time::Instant;
use tokio_util::codec::Decoder;

use super::destinations::Destination;
use super::hub::{Delivery, Outbox, Publication, Seat};
use super::missed::{self, Since};
use super::sends::Sends;
use super::stomp::{
    Command, Connect, Frame, FrameDecoder, HeartBeat, Incoming, Request, Version, encode, request,
};
use crate::http::Peer;
use crate::identity::{Caller, Credentials, IdentityError, bearer};
use crate::security::{Act, Kind};
use crate::state::Gateway;

/// More than any page of ours needs; each one costs a lookup for every message.
const MAX_SUBSCRIPTIONS: usize = 20;
/// Frames that may come at once, and how many a second from then on: a person types slower.
const BURST: f64 = 200.0;
const FRAMES_PER_SECOND: f64 = 50.0;

/// Where a connection comes from, and what its handshake showed.
#[derive(Clone)]
pub struct Origin {
    pub peer: Peer,
    /// The session cookie, if the page that opened the connection is listed.
    pub cookie: Option<String>,
}

/// A conversation from its first byte on.
pub struct Session {
    gateway: Arc<Gateway>,
    outbox: Outbox,
    origin: Origin,
    decoder: FrameDecoder,
    unread: BytesMut,
    connected: Option<Connected>,
    subscriptions: HashMap<String, Subscription>,
    sends: Sends,
    /// Frames that may still come now.
    budget: (f64, Instant),
    /// How far this gateway had told of the log when the peer was last heard.
    heard_at: Position,
}

struct Connected {
    version: Version,
    heart_beat: HeartBeat,
    caller: Caller,
    _seat: Seat,
}

struct Subscription {
    destination: Destination,
    /// What came before it has been sent at its beginning.
    told: Position,
    /// Whether the client says by itself from where it goes on.
    resumes: bool,
}

/// What the transport has to do now.
#[derive(Default)]
pub struct Outcome {
    pub send: Vec<Bytes>,
    pub close: bool,
}

/// The last word to a client: a sentence, and then its connection is closed.
#[derive(Debug)]
pub struct Refusal(pub String);

/// An answer to one frame, and whether the conversation goes on.
enum Answer {
    GoOn(Option<Frame>),
    /// After the receipt come messages that were missed.
    Missed(Vec<Delivery>),
    End,
}

impl Origin {
    pub fn of(gateway: &Gateway, peer: Peer, headers: &HeaderMap) -> Self {
        let trusted = gateway.origins.trust_cookie_of_socket(headers);
        let cookie = gateway.identities.cookie.secret(headers).filter(|_| trusted);
        Self { peer, cookie }
    }

    /// Whether two requests may belong to one session: by their cookie, or without one by address.
    pub fn is_same(&self, other: &Self) -> bool {
        self.cookie == other.cookie
            && (self.cookie.is_some() || self.peer.address == other.peer.address)
    }
}

impl Session {
    pub fn new(gateway: Arc<Gateway>, outbox: Outbox, origin: Origin) -> Self {
        let heard_at = gateway.hub.told();
        Self {
            gateway,
            outbox,
            origin,
            decoder: FrameDecoder::new(),
            unread: BytesMut::new(),
            connected: None,
            subscriptions: HashMap::new(),
            sends: Sends::default(),
            budget: (BURST, Instant::now()),
            heard_at,
        }
    }

    /// The peer is there, so it has heard what was told until now.
    pub fn heard(&mut self) {
        self.heard_at = self.gateway.hub.told();
    }

    /// Takes bytes as they come; they may hold several frames, or a part of one.
    pub async fn receive(&mut self, bytes: &[u8]) -> Outcome {
        self.unread.extend_from_slice(bytes);
        let mut outcome = Outcome::default();
        while !outcome.close {
            match self.decoder.decode(&mut self.unread) {
                Ok(Some(Incoming::Frame(_))) if !self.is_in_time() => {
                    self.refuse(&"Too many frames at once.".into(), None, &mut outcome);
                }
                Ok(Some(Incoming::Frame(frame))) => self.answer(&frame, &mut outcome).await,
                Ok(Some(Incoming::HeartBeat)) => {}
                Ok(None) => break,
                Err(error) => self.refuse(&Refusal(error.to_string()), None, &mut outcome),
            }
        }
        outcome
    }

    fn is_in_time(&mut self) -> bool {
        let (budget, at) = self.budget;
        let now = Instant::now();
        let budget = (budget + (now - at).as_secs_f64() * FRAMES_PER_SECOND).min(BURST);
        self.budget = (budget - 1.0, now);
        budget >= 1.0
    }

    /// A message as this client reads it; none if it was sent when the subscription began.
    pub fn message(&self, delivery: &Delivery) -> Option<Bytes> {
        let subscription = self.subscriptions.get(&*delivery.subscription)?;
        let position = delivery.publication.position;
        let is_new = position.is_none_or(|position| position > subscription.told);
        is_new.then(|| self.encoded(delivery))
    }

    fn encoded(&self, delivery: &Delivery) -> Bytes {
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

    /// Ends all subscriptions, and remembers for clients that cannot say so how far they were told.
    pub async fn leave(&mut self) {
        let ids: Vec<_> = self.subscriptions.keys().cloned().collect();
        for id in ids {
            self.unsubscribe(&id).await;
        }
    }

    async fn answer(&mut self, frame: &Frame, outcome: &mut Outcome) {
        let receipt = frame.header("receipt");
        match self.handle(frame).await {
            Ok(answer) => {
                outcome.close = matches!(answer, Answer::End);
                let (answered, missed) = match answer {
                    Answer::GoOn(frame) => (frame, vec![]),
                    Answer::Missed(missed) => (None, missed),
                    Answer::End => (None, vec![]),
                };
                let receipt = receipt.filter(|_| !is_greeting(frame));
                let receipt = receipt.map(|id| Frame::new(Command::Receipt).with("receipt-id", id));
                let frames = answered.into_iter().chain(receipt);
                outcome.send.extend(frames.map(|frame| encode(&frame, self.version())));
                outcome.send.extend(missed.iter().map(|delivery| self.encoded(delivery)));
            }
            Err(refusal) => {
                self.note(frame, &refusal);
                self.refuse(&refusal, receipt, outcome);
            }
        }
    }

    /// Keeps a refusal for whoever looks into what was tried.
    fn note(&self, frame: &Frame, refusal: &Refusal) {
        let command: &str = frame.command.into();
        self.gateway.security.record(Act {
            kind: if self.connected.is_some() { Kind::Denied } else { Kind::NotSignedIn },
            actor: self.connected.as_ref().map(|connected| connected.caller.user),
            address: self.origin.peer.address,
            what: format!("{command}: {}", refusal.0),
        });
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
        let Some(connected) = &self.connected else { return Err("CONNECT comes first.".into()) };
        match request {
            Request::Subscribe { id, destination, last_position } => {
                return self.subscribe(id, &destination, last_position).await.map(Answer::Missed);
            }
            Request::Unsubscribe { id } => self.unsubscribe(&id).await,
            Request::Send { destination } => {
                let caller = connected.caller.clone();
                let sent = self.sends.send(&self.gateway, &caller, &destination, frame).await?;
                return Ok(Answer::Missed(
                    sent.into_iter().filter_map(|told| self.to_self(told)).collect(),
                ));
            }
            Request::Disconnect => return Ok(Answer::End),
            Request::Ignored | Request::Connect(_) => {}
        }
        Ok(Answer::GoOn(None))
    }

    /// A word to this client alone, if it listens where the word belongs.
    fn to_self(&self, publication: Publication) -> Option<Delivery> {
        let mut listening = self.subscriptions.iter();
        let (id, _) = listening.find(|(_, found)| found.destination == publication.destination)?;
        Some(self.gateway.hub.delivery(id, Arc::new(publication)))
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
        let credentials = Credentials { bearer, cookie: self.origin.cookie.clone() };
        match self.gateway.identities.caller(&credentials).await {
            Ok(Some(caller)) => Ok(caller),
            Ok(None) | Err(IdentityError::WrongToken) => Err("Please sign in.".into()),
            Err(IdentityError::Unavailable(cause)) => {
                tracing::warn!("a socket's identity could not be checked: {cause}");
                Err("Your sign-in cannot be checked now. Please try again in a moment.".into())
            }
        }
    }

    async fn subscribe(
        &mut self,
        id: String,
        destination: &str,
        last_position: Option<Position>,
    ) -> Result<Vec<Delivery>, Refusal> {
        // One sentence for unknown and for forbidden: nobody learns who exists.
        let destination: Option<Destination> = destination.parse().ok();
        let connected = self.connected.as_ref().ok_or("CONNECT comes first.")?;
        let open = destination.filter(|found| found.is_open_to(&connected.caller));
        let destination = open.ok_or("There is no such destination.")?;
        if self.subscriptions.contains_key(&id) {
            return Err("This subscription id is already in use.".into());
        }
        if self.subscriptions.len() == MAX_SUBSCRIPTIONS {
            return Err("Too many subscriptions on one connection.".into());
        }
        // Listening comes first: what happens while the past is looked up waits in the queue.
        self.gateway.hub.subscribe(destination, &id, &self.outbox);
        let since = match last_position {
            Some(position) => Since::Position(position),
            None => Since::LastTime(connected.caller.user),
        };
        let (resumes, told) = (last_position.is_some(), 0);
        self.subscriptions.insert(id.clone(), Subscription { destination, told, resumes });
        let missed = match missed::find(&self.gateway, destination, since).await {
            Ok(missed) => missed,
            Err(refusal) => {
                // Nothing of it was told, so it must not be remembered as if it had been.
                self.subscriptions.remove(&id);
                self.gateway.hub.unsubscribe(destination, &id, &self.outbox);
                return Err(refusal);
            }
        };
        let told = missed.iter().filter_map(|publication| publication.position).max();
        if let Some(subscription) = self.subscriptions.get_mut(&id) {
            subscription.told = told.unwrap_or(0);
        }
        let hub = &self.gateway.hub;
        Ok(missed.into_iter().map(|found| hub.delivery(&id, Arc::new(found))).collect())
    }

    async fn unsubscribe(&mut self, id: &str) {
        let Some(Subscription { destination, resumes, told }) = self.subscriptions.remove(id)
        else {
            return;
        };
        self.gateway.hub.unsubscribe(destination, id, &self.outbox);
        let Some(connected) = self.connected.as_ref().filter(|_| !resumes) else { return };
        let heard = self.heard_at.max(told);
        missed::remember(&self.gateway, destination, connected.caller.user, heard).await;
    }

    fn version(&self) -> Version {
        self.connected.as_ref().map_or(Version::V1_0, |connected| connected.version)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        for (id, subscription) in self.subscriptions.drain() {
            self.gateway.hub.unsubscribe(subscription.destination, &id, &self.outbox);
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
