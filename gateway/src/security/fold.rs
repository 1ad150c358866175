//! Folding repeats: a flood is a few records with a number.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::Act;

/// Different acts that are counted at the same time; a flood of different ones is told as one.
const DIFFERENT: usize = 5_000;

/// A record as the stream keeps it.
#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    #[serde(flatten)]
    pub act: Act,
    /// When it happened first and last, and how often in between and at both.
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    pub times: u64,
}

/// Counts repeats until they are told.
#[derive(Default)]
pub struct Folded {
    open: HashMap<Act, Option<Record>>,
}

impl Folded {
    /// The record to write now, for what was not seen since the last [`Folded::settle`].
    pub fn add(&mut self, act: Act, now: DateTime<Utc>) -> Option<Record> {
        let full = self.open.len() >= DIFFERENT && !self.open.contains_key(&act);
        let act = if full { Act { actor: None, what: "many".to_owned(), ..act } } else { act };
        match self.open.get_mut(&act) {
            None => {
                self.open.insert(act.clone(), None);
                Some(Record { act, from: now, to: now, times: 1 })
            }
            Some(Some(record)) => {
                record.to = now;
                record.times += 1;
                None
            }
            Some(repeats) => {
                *repeats = Some(Record { act, from: now, to: now, times: 1 });
                None
            }
        }
    }

    /// The repeats since the last time, each act once.
    pub fn settle(&mut self) -> Vec<Record> {
        self.open.drain().filter_map(|(_, repeats)| repeats).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::security::Kind;

    fn act(what: &str) -> Act {
        let address = "192.0.2.1".parse().expect("an address");
        Act { kind: Kind::Denied, actor: None, address, what: what.to_owned() }
    }

    #[test]
    fn the_first_is_told_at_once_and_its_repeats_as_a_number() {
        let (mut folded, now) = (Folded::default(), Utc::now());
        assert_eq!(folded.add(act("a"), now).expect("told").times, 1);
        for _ in 0..7 {
            assert_eq!(folded.add(act("a"), now), None);
        }
        assert!(folded.add(act("b"), now).is_some());
        let settled = folded.settle();
        assert_eq!(settled.len(), 1);
        assert_eq!((settled[0].times, settled[0].act.what.as_str()), (7, "a"));
        assert!(folded.add(act("a"), now).is_some(), "told again");
    }

    #[test]
    fn a_flood_of_different_acts_takes_bounded_room() {
        let (mut folded, now) = (Folded::default(), Utc::now());
        let told = (0..DIFFERENT * 2).filter(|n| folded.add(act(&n.to_string()), now).is_some());
        assert!(told.count() <= DIFFERENT + 1);
        assert!(folded.open.len() <= DIFFERENT + 1);
    }
}
