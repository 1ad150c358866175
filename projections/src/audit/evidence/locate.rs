//! From what a checkpoint expects and what the stream holds to what was done to it: a pure rule.

use std::collections::BTreeMap;

use event_log::Position;
use serde::Serialize;

use super::digest::Tag;

/// What is wrong with a log. Positions are those of the stream that is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Finding {
    /// A checkpoint was not signed by the owner of the key.
    BadSignature { checkpoint: u64, why: String },
    /// A checkpoint does not follow the one before it.
    CheckpointsBroken { checkpoint: u64 },
    /// The server has no message here: a record of its files is broken, or was deleted.
    Lost { stream: String, position: Position, messages: u64 },
    /// The message here is another one than was sealed.
    Altered { stream: String, position: Position, subject: String },
    /// The message that belongs here is gone, and what came after it took its place.
    Removed { stream: String, position: Position, messages: u64 },
    /// A message stands here that was never sealed.
    Inserted { stream: String, position: Position, subject: String },
    /// These two messages stand in each other's place.
    Swapped { stream: String, position: Position, other: Position },
    /// The stream ends before what was sealed last.
    CutTail { stream: String, position: Position, messages: u64 },
    /// No event of the aggregate is left.
    DroppedAggregate { position: Position, subject: String, events: u64 },
    /// An aggregate has fewer events, or others, than were sealed.
    AggregateDiffers { position: Position, subject: String, sealed: u64, found: u64 },
    /// An event does not have the hash that it must have, or does not follow the one before it.
    ChainBroken { position: Position, subject: String },
    /// The hash over the stream differs although no message shows it: whoever did it took pains.
    HashDiffers { stream: String, position: Position, from: Position },
}

impl Finding {
    /// Where it begins; 0 for what is wrong with a checkpoint.
    pub fn position(&self) -> Position {
        match self {
            Self::BadSignature { .. } | Self::CheckpointsBroken { .. } => 0,
            Self::Lost { position, .. }
            | Self::Altered { position, .. }
            | Self::Removed { position, .. }
            | Self::Inserted { position, .. }
            | Self::Swapped { position, .. }
            | Self::CutTail { position, .. }
            | Self::DroppedAggregate { position, .. }
            | Self::AggregateDiffers { position, .. }
            | Self::ChainBroken { position, .. }
            | Self::HashDiffers { position, .. } => *position,
        }
    }
}

/// How many messages that follow must fit again before a shift is believed.
const FIT: usize = 3;

/// What a checkpoint expects from a position on, and what stands there.
pub(super) struct Window<'w> {
    pub stream: &'w str,
    pub from: Position,
    /// Of the checkpoint's messages.
    pub sealed: usize,
    /// The same, and those of the next checkpoint.
    pub expected: &'w [Tag],
    pub found: &'w BTreeMap<Position, (Tag, String)>,
    /// Up to where the stream has been read.
    pub until: Position,
    /// Where the stream ends.
    pub last: Position,
}

impl Window<'_> {
    /// The first difference; none if there is none.
    pub fn first(&self) -> Option<Finding> {
        (0..self.sealed).find_map(|nth| {
            let position = self.from + nth as Position;
            match self.found.get(&position) {
                None => Some(self.missing(position)),
                Some((tag, _)) if *tag == self.expected[nth] => None,
                Some((_, subject)) => Some(self.differs(nth, position, subject)),
            }
        })
    }

    fn missing(&self, position: Position) -> Finding {
        let stream = self.stream.to_owned();
        let end = self.from + self.sealed as Position;
        if position > self.last {
            return Finding::CutTail { stream, position, messages: end - position };
        }
        let next = self.found.range(position..).next().map_or(end, |(next, _)| *next);
        Finding::Lost { stream, position, messages: next.min(end) - position }
    }

    fn differs(&self, nth: usize, position: Position, subject: &str) -> Finding {
        let (stream, subject) = (self.stream.to_owned(), subject.to_owned());
        let left = self.expected.len() - nth;
        if let Some(gone) = (1..left).find(|gone| self.fits(nth, nth + gone)) {
            return Finding::Removed { stream, position, messages: gone as u64 };
        }
        if self.fits(nth + 1, nth) {
            return Finding::Inserted { stream, position, subject };
        }
        let mine = self.tag(nth);
        let other = (nth + 1..self.sealed).find(|other| {
            self.tag(*other) == Some(self.expected[nth]) && mine == Some(self.expected[*other])
        });
        if let Some(other) = other {
            let other = self.from + other as Position;
            return Finding::Swapped { stream, position, other };
        }
        Finding::Altered { stream, position, subject }
    }

    fn tag(&self, nth: usize) -> Option<Tag> {
        self.found.get(&(self.from + nth as Position)).map(|(tag, _)| *tag)
    }

    /// Whether what stands from the n-th place on is what is expected from another one on, as far
    /// as both are known.
    fn fits(&self, found: usize, expected: usize) -> bool {
        let read = (self.until + 1).saturating_sub(self.from) as usize;
        let known = FIT.min(read.saturating_sub(found)).min(self.expected.len() - expected);
        known > 0
            && (0..known).all(|nth| self.tag(found + nth) == Some(self.expected[expected + nth]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEALED: [u8; 9] = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    fn tags(of: &[u8]) -> Vec<Tag> {
        of.iter().map(|byte| [*byte; 4]).collect()
    }

    /// The first difference of a stream that holds these messages, 0 for one that is lost.
    fn first(holds: &[u8]) -> Option<Finding> {
        let found: BTreeMap<Position, (Tag, String)> = (1..)
            .zip(holds)
            .filter(|(_, byte)| **byte != 0)
            .map(|(position, byte)| (position, ([*byte; 4], "s".to_owned())))
            .collect();
        let expected = tags(&SEALED);
        let last = found.keys().last().copied().unwrap_or(0);
        let (sealed, until) = (expected.len(), expected.len() as Position);
        let window = Window {
            stream: "S",
            from: 1,
            sealed,
            expected: &expected,
            found: &found,
            until,
            last,
        };
        window.first()
    }

    #[test]
    fn what_was_done_is_named_with_its_place() {
        let (stream, subject) = ("S".to_owned(), "s".to_owned());
        assert_eq!(first(&SEALED), None);
        let altered = first(&[1, 2, 70, 4, 5, 6, 7, 8, 9]);
        let expected = Finding::Altered { stream: stream.clone(), position: 3, subject };
        assert_eq!(altered, Some(expected));
        let removed = first(&[1, 2, 4, 5, 6, 7, 8, 9]);
        let expected = Finding::Removed { stream: stream.clone(), position: 3, messages: 1 };
        assert_eq!(removed, Some(expected));
        let swapped = first(&[1, 2, 7, 4, 5, 6, 3, 8, 9]);
        let expected = Finding::Swapped { stream: stream.clone(), position: 3, other: 7 };
        assert_eq!(swapped, Some(expected));
        let cut = first(&SEALED[..6]);
        let expected = Finding::CutTail { stream: stream.clone(), position: 7, messages: 3 };
        assert_eq!(cut, Some(expected));
        let lost = first(&[1, 2, 0, 0, 5, 6, 7, 8, 9]);
        assert_eq!(lost, Some(Finding::Lost { stream, position: 3, messages: 2 }));
    }

    #[test]
    fn neighbours_that_are_swapped_are_not_taken_for_a_removal() {
        let swapped = first(&[1, 2, 4, 3, 5, 6, 7, 8, 9]);
        let expected = Finding::Swapped { stream: "S".to_owned(), position: 3, other: 4 };
        assert_eq!(swapped, Some(expected));
    }

    #[test]
    fn a_message_more_is_an_insertion() {
        let inserted = first(&[1, 2, 70, 3, 4, 5, 6, 7, 8, 9]);
        assert!(matches!(inserted, Some(Finding::Inserted { position: 3, .. })), "{inserted:?}");
    }
}
