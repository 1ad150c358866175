//! One SockJS session over HTTP: requests bring messages in, one of them at a time takes messages out.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, sleep_until};

use super::super::conversation::{Farewell, Gone, Heard, Link, Word};
use super::super::session::Origin;
use super::super::stomp::HEART_BEAT;
use super::frames;

/// A session to which nobody listens for so long has ended, as the protocol has it.
pub const ABANDONED_AFTER: Duration = Duration::from_secs(5);
/// What may wait for a client that does not fetch it.
const ROOM: usize = 256 * 1024;
/// Messages of requests that the conversation has not got to yet.
const INBOX: usize = 32;

/// What the requests of a session share with its conversation.
pub struct SockJsSession {
    /// Whose it is: another's request finds nothing.
    pub origin: Origin,
    pub inbox: mpsc::Sender<Vec<Bytes>>,
    outgoing: Mutex<Outgoing>,
    /// There is something to take, or nobody to take it.
    changed: Notify,
    taken: Notify,
}

struct Outgoing {
    opened: bool,
    waiting: VecDeque<String>,
    bytes: usize,
    heart_beat: bool,
    listening: bool,
    /// Since when nobody listens.
    alone: Instant,
    closed: Option<Farewell>,
}

/// The next frame for a listener.
pub enum Next {
    Frame(String),
    Last(String),
    Nothing,
}

/// The one request that takes messages out; another may after it is dropped.
pub struct Listener(pub Arc<SockJsSession>);

impl SockJsSession {
    /// A session, and the link by which its conversation reaches it.
    pub fn new(origin: Origin) -> (Arc<Self>, SockJsLink) {
        let (inbox, messages) = mpsc::channel(INBOX);
        let outgoing = Outgoing {
            opened: false,
            waiting: VecDeque::new(),
            bytes: 0,
            heart_beat: false,
            listening: false,
            alone: Instant::now(),
            closed: None,
        };
        let outgoing = Mutex::new(outgoing);
        let (changed, taken) = (Notify::new(), Notify::new());
        let session = Arc::new(Self { origin, inbox, outgoing, changed, taken });
        (session.clone(), SockJsLink { session, messages })
    }

    /// None while another request listens.
    pub fn listen(self: &Arc<Self>) -> Option<Listener> {
        let mut outgoing = self.outgoing();
        if outgoing.listening {
            return None;
        }
        outgoing.listening = true;
        Some(Listener(self.clone()))
    }

    fn outgoing(&self) -> MutexGuard<'_, Outgoing> {
        self.outgoing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listener {
    /// What there is to say now: the greeting first, then all messages at once, the end last.
    pub fn next(&self) -> Next {
        let mut outgoing = self.0.outgoing();
        if !outgoing.opened && outgoing.closed.is_none() {
            outgoing.opened = true;
            return Next::Frame(frames::OPEN.to_owned());
        }
        if !outgoing.waiting.is_empty() {
            let waiting = std::mem::take(&mut outgoing.waiting);
            outgoing.bytes = 0;
            self.0.taken.notify_one();
            return Next::Frame(frames::messages(waiting.iter().map(String::as_str)));
        }
        if let Some((code, reason)) = outgoing.closed {
            return Next::Last(frames::close(code, reason));
        }
        if std::mem::take(&mut outgoing.heart_beat) {
            return Next::Frame(frames::HEART_BEAT.to_owned());
        }
        Next::Nothing
    }

    pub async fn changed(&self) {
        self.0.changed.notified().await;
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut outgoing = self.0.outgoing();
        outgoing.listening = false;
        outgoing.alone = Instant::now();
    }
}

/// The conversation's end of a session.
pub struct SockJsLink {
    session: Arc<SockJsSession>,
    messages: mpsc::Receiver<Vec<Bytes>>,
}

impl SockJsLink {
    /// Returns once nobody has listened for too long.
    async fn abandoned(session: &SockJsSession) {
        loop {
            let deadline = {
                let outgoing = session.outgoing();
                let since = if outgoing.listening { Instant::now() } else { outgoing.alone };
                since + ABANDONED_AFTER
            };
            if deadline <= Instant::now() {
                return;
            }
            sleep_until(deadline).await;
        }
    }
}

impl Link for SockJsLink {
    async fn hear(&mut self) -> Heard {
        tokio::select! {
            messages = self.messages.recv() => messages.map_or(Heard::Gone, Heard::Messages),
            () = Self::abandoned(&self.session) => Heard::Gone,
        }
    }

    async fn say(&mut self, word: Word) -> Result<(), Gone> {
        let frame = match word {
            Word::Frame(frame) => String::from_utf8_lossy(&frame).into_owned(),
            Word::Beat => HEART_BEAT.to_owned(),
            Word::Ping => {
                self.session.outgoing().heart_beat = true;
                self.session.changed.notify_one();
                return Ok(());
            }
        };
        loop {
            {
                let mut outgoing = self.session.outgoing();
                if outgoing.bytes == 0 || outgoing.bytes + frame.len() <= ROOM {
                    outgoing.bytes += frame.len();
                    outgoing.waiting.push_back(frame);
                    self.session.changed.notify_one();
                    return Ok(());
                }
            }
            self.session.taken.notified().await;
        }
    }

    fn is_there(&self) -> bool {
        self.session.outgoing().listening
    }

    async fn close(&mut self, farewell: Farewell) {
        self.session.outgoing().closed = Some(farewell);
        self.session.changed.notify_one();
    }
}
