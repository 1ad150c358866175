//! Which signs of life both sides owe each other.

use std::time::Duration;

/// What this server offers and wants.
const OURS: u64 = 10_000;

/// The outcome of the negotiation; none where a side cannot or does not want to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeartBeat {
    /// How often this side sends at least.
    pub send_every: Option<Duration>,
    /// How often the peer sends at least.
    pub expect_every: Option<Duration>,
}

impl HeartBeat {
    /// From the client's `heart-beat:<can send>,<wants>`; 0 means no.
    pub fn negotiate(header: Option<&str>) -> Option<Self> {
        let (can, wants) = header.unwrap_or("0,0").split_once(',')?;
        let (can, wants): (u64, u64) = (can.trim().parse().ok()?, wants.trim().parse().ok()?);
        let agreed = |theirs: u64| (theirs > 0).then(|| Duration::from_millis(theirs.max(OURS)));
        Some(Self { send_every: agreed(wants), expect_every: agreed(can) })
    }

    /// The header of CONNECTED.
    pub fn offer() -> String {
        format!("{OURS},{OURS}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slower_of_both_sides_sets_the_pace() {
        let agreed = HeartBeat::negotiate(Some("20000,1")).expect("numbers");
        assert_eq!(agreed.expect_every, Some(Duration::from_secs(20)));
        assert_eq!(agreed.send_every, Some(Duration::from_secs(10)));
    }

    #[test]
    fn who_says_nothing_or_zero_gets_none() {
        assert_eq!(HeartBeat::negotiate(None), Some(HeartBeat::default()));
        assert_eq!(HeartBeat::negotiate(Some("0,0")), Some(HeartBeat::default()));
        for wrong in ["", "1", "a,b", "-1,0", "1,2,3"] {
            assert_eq!(HeartBeat::negotiate(Some(wrong)), None, "{wrong}");
        }
    }
}
