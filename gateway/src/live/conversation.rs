//! One client's conversation from its beginning to its end, whatever link carries it.

use std::future::Future;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::Utc;
use metrics::{counter, gauge, histogram};
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};

use super::hub::{Delivery, Outbox};
use super::pulse::{Duty, Pulse, TICK};
use super::session::{Origin, Session};
use crate::state::Gateway;

/// A reader that takes nothing for this long holds up its own queue, and is closed.
const WRITE_STALL: Duration = Duration::from_secs(5);
const LAST_WORDS: Duration = Duration::from_secs(1);

/// What carries a conversation.
pub trait Link: Send {
    /// What comes next. Dropping the future loses nothing.
    fn hear(&mut self) -> impl Future<Output = Heard> + Send;
    fn say(&mut self, word: Word) -> impl Future<Output = Result<(), Gone>> + Send;
    /// Whether the peer is known to be there without having said anything.
    fn is_there(&self) -> bool {
        false
    }
    fn close(&mut self, farewell: Farewell) -> impl Future<Output = ()> + Send;
}

pub enum Heard {
    /// Messages of the link, which may hold any part of any number of frames.
    Messages(Vec<Bytes>),
    /// The peer is alive.
    Life,
    Gone,
}

pub enum Word {
    Frame(Bytes),
    /// A sign of life in the client's protocol.
    Beat,
    /// One in the link's own.
    Ping,
}

/// The peer hears nothing any more.
#[derive(Debug)]
pub struct Gone;

/// Why a conversation ends, as close codes say it.
pub type Farewell = (u16, &'static str);

/// The peer is gone or wants to go: nothing is left to say.
const GOODBYE: Farewell = (1000, "");
const TOO_SLOW: Farewell = (1008, "too slow");
const REFUSED: Farewell = (1008, "refused");
const SESSION_ENDED: Farewell = (1008, "session ended");
const SILENT: Farewell = (1008, "silent");
const RESTART: Farewell = (1012, "restarting");

type Flow = ControlFlow<Farewell>;

/// Serves a client until either side has enough.
pub async fn converse(gateway: Arc<Gateway>, link: impl Link, origin: Origin) {
    let open = gauge!("ems_gateway_sockets_open");
    open.increment(1.0);
    let (outbox, deliveries) = gateway.hub.outbox();
    let session = Session::new(gateway.clone(), outbox.clone(), origin);
    let pulse = Pulse::new(Instant::now());
    let mut conversation = Conversation { link, session, outbox, pulse };
    let why = conversation.go_on(&gateway, deliveries).await;
    conversation.session.leave().await;
    // A peer that does not listen any more is simply cut off.
    let _heard = timeout(LAST_WORDS, conversation.link.close(why)).await;
    open.decrement(1.0);
}

struct Conversation<L> {
    link: L,
    session: Session,
    outbox: Outbox,
    pulse: Pulse,
}

impl<L: Link> Conversation<L> {
    async fn go_on(
        &mut self,
        gateway: &Gateway,
        mut deliveries: mpsc::Receiver<Delivery>,
    ) -> Farewell {
        let (overflown, ended) = (self.outbox.overflown.clone(), self.outbox.ended.clone());
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let flow = tokio::select! {
                heard = self.link.hear() => self.take(heard).await,
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

    async fn take(&mut self, heard: Heard) -> Flow {
        let messages = match heard {
            Heard::Messages(messages) => messages,
            Heard::Life => vec![],
            Heard::Gone => return Flow::Break(GOODBYE),
        };
        self.pulse.heard(Instant::now());
        self.session.heard();
        for message in messages {
            // Orders to other services are rare and large: kept apart, an idle socket stays small.
            let outcome = Box::pin(self.session.receive(&message)).await;
            for frame in outcome.send {
                self.say(Word::Frame(frame)).await?;
            }
            if outcome.close {
                return Flow::Break(REFUSED);
            }
        }
        Flow::Continue(())
    }

    async fn deliver(&mut self, delivery: &Delivery) -> Flow {
        let Some(message) = self.session.message(delivery) else { return Flow::Continue(()) };
        self.say(Word::Frame(message)).await?;
        counter!("ems_gateway_messages_pushed_total").increment(1);
        if let Some(happened_at) = delivery.publication.happened_at {
            let took = (Utc::now() - happened_at).to_std().unwrap_or_default();
            histogram!("ems_gateway_alert_push_seconds").record(took);
        }
        Flow::Continue(())
    }

    async fn tick(&mut self) -> Flow {
        let now = Instant::now();
        if self.link.is_there() {
            self.pulse.heard(now);
        }
        let (connected, agreed) = (self.session.is_connected(), self.session.heart_beat());
        while let Some(duty) = self.pulse.duty(now, connected, agreed) {
            match duty {
                Duty::Beat => self.say(Word::Beat).await?,
                Duty::Ping => self.say(Word::Ping).await?,
                Duty::Close => return Flow::Break(SILENT),
            }
        }
        Flow::Continue(())
    }

    async fn say(&mut self, word: Word) -> Flow {
        match timeout(WRITE_STALL, self.link.say(word)).await {
            Ok(Ok(())) => {
                self.pulse.sent(Instant::now());
                Flow::Continue(())
            }
            Ok(Err(Gone)) => Flow::Break(GOODBYE),
            Err(_) => Flow::Break(TOO_SLOW),
        }
    }
}
