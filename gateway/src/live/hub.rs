//! Who listens where on this gateway, and handing each message to all of them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::ids::UserId;
use domain::users::Role;
use event_log::Position;
use process::CancellationToken;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::destinations::Destination;
use crate::identity::Caller;

/// Messages that may wait for one socket. Whoever is further behind does not read, and is closed: a
/// new connection asks for the present state, which is cheaper than the past.
const QUEUE: usize = 256;

/// A message to everybody who listens to its destination; its body is made once.
#[derive(Debug)]
pub struct Publication {
    pub destination: Destination,
    pub body: Bytes,
    /// Where it stands in the log, for messages that come from there.
    pub position: Option<Position>,
    /// When the event happened that it tells of.
    pub happened_at: Option<DateTime<Utc>>,
}

/// A publication on its way to one subscription.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub subscription: Arc<str>,
    pub message_id: u64,
    pub publication: Arc<Publication>,
}

/// The way to one socket.
#[derive(Clone)]
pub struct Outbox {
    socket: u64,
    queue: mpsc::Sender<Delivery>,
    /// Cancelled when the queue has overflowed.
    pub overflown: CancellationToken,
    /// Cancelled when whoever listens is no longer signed in.
    pub ended: CancellationToken,
}

/// An open socket as the warden sees it: on whose sign-in, and as what, it was opened.
#[derive(Clone)]
pub struct Watched {
    pub session: Uuid,
    pub role: Role,
    pub ended: CancellationToken,
}

struct Listener {
    subscription: Arc<str>,
    outbox: Outbox,
}

/// The registry of one gateway.
pub struct Hub {
    sockets_per_user: usize,
    listeners: RwLock<HashMap<Destination, Vec<Listener>>>,
    sockets_of: Mutex<HashMap<UserId, usize>>,
    watched: Mutex<HashMap<u64, Watched>>,
    next: AtomicU64,
    told: AtomicU64,
}

/// One of the sockets that a user may have; given back when dropped.
pub struct Seat {
    hub: Arc<Hub>,
    user: UserId,
    socket: u64,
}

impl Hub {
    pub fn new(sockets_per_user: usize) -> Self {
        Self {
            sockets_per_user,
            listeners: RwLock::default(),
            sockets_of: Mutex::default(),
            watched: Mutex::default(),
            next: AtomicU64::default(),
            told: AtomicU64::default(),
        }
    }

    pub fn outbox(&self) -> (Outbox, mpsc::Receiver<Delivery>) {
        let (queue, deliveries) = mpsc::channel(QUEUE);
        let (socket, overflown, ended) =
            (self.number(), CancellationToken::new(), CancellationToken::new());
        (Outbox { socket, queue, overflown, ended }, deliveries)
    }

    /// None when the user has as many sockets as one may have.
    pub fn seat(self: &Arc<Self>, caller: &Caller, outbox: &Outbox) -> Option<Seat> {
        let (user, socket) = (caller.user, outbox.socket);
        let mut sockets_of = self.seats();
        let sockets = sockets_of.entry(user).or_default();
        if *sockets >= self.sockets_per_user {
            return None;
        }
        *sockets += 1;
        let ended = outbox.ended.clone();
        let watched = Watched { session: caller.session, role: caller.role, ended };
        self.watch_list().insert(socket, watched);
        Some(Seat { hub: self.clone(), user, socket })
    }

    /// All open sockets of people.
    pub fn watched(&self) -> Vec<Watched> {
        self.watch_list().values().cloned().collect()
    }

    /// How far this gateway has told of the log.
    pub fn told(&self) -> Position {
        self.told.load(Ordering::Acquire)
    }

    pub fn tell(&self, position: Position) {
        self.told.fetch_max(position, Ordering::AcqRel);
    }

    /// A publication for one subscription.
    pub fn delivery(&self, subscription: &str, publication: Arc<Publication>) -> Delivery {
        Delivery { subscription: subscription.into(), message_id: self.number(), publication }
    }

    pub fn subscribe(&self, to: Destination, subscription: &str, outbox: &Outbox) {
        let listener = Listener { subscription: subscription.into(), outbox: outbox.clone() };
        let mut listeners = self.listeners.write().unwrap_or_else(PoisonError::into_inner);
        listeners.entry(to).or_default().push(listener);
    }

    pub fn unsubscribe(&self, from: Destination, subscription: &str, outbox: &Outbox) {
        let mut listeners = self.listeners.write().unwrap_or_else(PoisonError::into_inner);
        let Some(there) = listeners.get_mut(&from) else { return };
        there.retain(|listener| {
            listener.outbox.socket != outbox.socket || *listener.subscription != *subscription
        });
        if there.is_empty() {
            listeners.remove(&from);
        }
    }

    /// Whether it is worth while to make a message.
    pub fn is_heard(&self, destination: Destination) -> bool {
        let listeners = self.listeners.read().unwrap_or_else(PoisonError::into_inner);
        listeners.contains_key(&destination)
    }

    /// Never waits: a socket that cannot take the message is told to close.
    pub fn publish(&self, publication: Publication) {
        let publication = Arc::new(publication);
        let listeners = self.listeners.read().unwrap_or_else(PoisonError::into_inner);
        for listener in listeners.get(&publication.destination).into_iter().flatten() {
            let delivery = Delivery {
                subscription: listener.subscription.clone(),
                message_id: self.number(),
                publication: publication.clone(),
            };
            if listener.outbox.queue.try_send(delivery).is_err() {
                listener.outbox.overflown.cancel();
            }
        }
    }

    fn number(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    fn watch_list(&self) -> MutexGuard<'_, HashMap<u64, Watched>> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn seats(&self) -> MutexGuard<'_, HashMap<UserId, usize>> {
        self.sockets_of.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.hub.watch_list().remove(&self.socket);
        let mut sockets_of = self.hub.seats();
        let left = sockets_of.get(&self.user).map_or(0, |sockets| sockets.saturating_sub(1));
        match left {
            0 => sockets_of.remove(&self.user),
            left => sockets_of.insert(self.user, left),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn destination() -> Destination {
        Destination::Live(UserId(Uuid::from_u128(1)))
    }

    fn publish(hub: &Hub) {
        let body = Bytes::from_static(b"{}");
        let destination = destination();
        hub.publish(Publication { destination, body, position: None, happened_at: None });
    }

    #[test]
    fn a_message_reaches_each_subscription_until_it_ends() {
        let hub = Hub::new(10);
        let (outbox, mut deliveries) = hub.outbox();
        hub.subscribe(destination(), "a", &outbox);
        hub.subscribe(destination(), "b", &outbox);
        publish(&hub);
        hub.unsubscribe(destination(), "a", &outbox);
        publish(&hub);
        hub.unsubscribe(destination(), "b", &outbox);
        publish(&hub);
        let mut seen = Vec::new();
        while let Ok(delivery) = deliveries.try_recv() {
            seen.push(delivery.subscription.to_string());
        }
        assert_eq!(seen, ["a", "b", "b"]);
        assert!(!hub.is_heard(destination()));
    }

    #[test]
    fn whoever_does_not_read_is_told_to_close_and_nobody_waits() {
        let hub = Hub::new(10);
        let (slow, _unread) = hub.outbox();
        let (quick, mut read) = hub.outbox();
        hub.subscribe(destination(), "slow", &slow);
        hub.subscribe(destination(), "quick", &quick);
        for _ in 0..=QUEUE {
            publish(&hub);
            assert!(read.try_recv().is_ok());
        }
        assert!(slow.overflown.is_cancelled());
        assert!(!quick.overflown.is_cancelled());
    }

    #[test]
    fn a_seat_is_free_again_when_its_socket_is_gone() {
        let hub = Arc::new(Hub::new(10));
        let caller = Caller {
            user: UserId(Uuid::from_u128(1)),
            username: "someone".to_owned(),
            role: Role::Client,
            session: Uuid::nil(),
            by_cookie: true,
        };
        let sit = || hub.seat(&caller, &hub.outbox().0);
        let mut seats: Vec<_> = (0..10).map(|_| sit()).collect();
        assert!(seats.iter().all(Option::is_some));
        assert!(sit().is_none());
        seats.pop();
        let _again = sit().expect("a seat");
        assert_eq!(hub.watched().len(), 10);
    }
}
