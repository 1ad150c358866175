//! When a socket owes a sign of life, and when its peer does.

use std::time::Duration;

use tokio::time::Instant;

use super::stomp::HeartBeat;

/// How often [`Pulse::duty`] should be asked.
pub const TICK: Duration = Duration::from_secs(2);
/// A socket that has not said who it is by then is not worth keeping.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// Clients without heart-beats are asked by WebSocket pings, which browsers answer by themselves.
const PING_EVERY: Duration = Duration::from_secs(25);
/// Missed signs of life after which a peer is taken for gone.
const PATIENCE: u32 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// Say that this side is alive.
    Beat,
    /// Ask the peer whether it is.
    Ping,
    /// Give up on the peer.
    Close,
}

pub struct Pulse {
    opened: Instant,
    heard: Instant,
    sent: Instant,
    pinged: Instant,
}

impl Pulse {
    pub fn new(now: Instant) -> Self {
        Self { opened: now, heard: now, sent: now, pinged: now }
    }

    pub fn heard(&mut self, now: Instant) {
        self.heard = now;
    }

    pub fn sent(&mut self, now: Instant) {
        self.sent = now;
    }

    /// What is due; ask again until nothing is.
    pub fn duty(&mut self, now: Instant, connected: bool, agreed: HeartBeat) -> Option<Duty> {
        if !connected {
            return (now - self.opened > CONNECT_WITHIN).then_some(Duty::Close);
        }
        let silence = agreed.expect_every.unwrap_or(PING_EVERY) * PATIENCE;
        if now - self.heard > silence {
            return Some(Duty::Close);
        }
        // One tick early, since the next tick would be late.
        if agreed.send_every.is_some_and(|every| now - self.sent + TICK > every) {
            self.sent = now;
            return Some(Duty::Beat);
        }
        if agreed.expect_every.is_none() && now - self.pinged > PING_EVERY {
            self.pinged = now;
            return Some(Duty::Ping);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEATS: HeartBeat = HeartBeat {
        send_every: Some(Duration::from_secs(10)),
        expect_every: Some(Duration::from_secs(10)),
    };

    fn duties(after: u64, connected: bool, agreed: HeartBeat) -> Vec<Duty> {
        let start = Instant::now();
        let mut pulse = Pulse::new(start);
        let now = start + Duration::from_secs(after);
        std::iter::from_fn(|| pulse.duty(now, connected, agreed)).take(4).collect()
    }

    #[test]
    fn a_socket_that_never_connects_is_closed() {
        assert_eq!(duties(9, false, BEATS), []);
        assert_eq!(duties(11, false, BEATS)[0], Duty::Close);
    }

    #[test]
    fn a_heart_beat_goes_out_before_it_is_late() {
        assert_eq!(duties(7, true, BEATS), []);
        assert_eq!(duties(9, true, BEATS), [Duty::Beat]);
    }

    #[test]
    fn a_silent_peer_is_given_up() {
        assert_eq!(duties(31, true, BEATS)[0], Duty::Close);
        assert_eq!(duties(31, true, HeartBeat::default()), [Duty::Ping]);
        assert_eq!(duties(91, true, HeartBeat::default())[0], Duty::Close);
    }
}
