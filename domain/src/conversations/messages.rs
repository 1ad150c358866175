//! The messages that a customer and support have exchanged, in their order, and how far each side
//! has received and read them.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Side;

/// Enough for any screen; what is older counts as read long ago.
const REMEMBERED: usize = 1_000;

/// Over all conversations of one customer: who reads late finds the conversation closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Messages {
    /// How many came before the first one here.
    forgotten: u64,
    recent: VecDeque<Uuid>,
    delivered: Marks,
    read: Marks,
}

/// The number of the last message that a side has received or read; 0 before the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Marks {
    customer: u64,
    support: u64,
}

impl Messages {
    pub(super) fn add(&mut self, message: Uuid) {
        self.recent.push_back(message);
        if self.recent.len() > REMEMBERED {
            self.recent.pop_front();
            self.forgotten += 1;
        }
    }

    /// Which message it is, from 1; none if it is not, or no longer, known.
    pub(super) fn number(&self, message: Uuid) -> Option<u64> {
        let from_the_end = self.recent.iter().rev().position(|known| *known == message)?;
        Some(self.forgotten + (self.recent.len() - from_the_end) as u64)
    }

    pub(super) fn is_delivered(&self, to: Side, number: u64) -> bool {
        self.delivered.of(to) >= number || self.is_read(to, number)
    }

    pub(super) fn is_read(&self, by: Side, number: u64) -> bool {
        self.read.of(by) >= number
    }

    pub(super) fn mark_delivered(&mut self, to: Side, message: Uuid) {
        let number = self.number(message);
        self.delivered.advance(to, number);
    }

    pub(super) fn mark_read(&mut self, by: Side, message: Uuid) {
        let number = self.number(message);
        self.read.advance(by, number);
    }
}

impl Marks {
    fn of(self, side: Side) -> u64 {
        match side {
            Side::Customer => self.customer,
            Side::Support => self.support,
        }
    }

    fn advance(&mut self, side: Side, to: Option<u64>) {
        let mark = match side {
            Side::Customer => &mut self.customer,
            Side::Support => &mut self.support,
        };
        *mark = (*mark).max(to.unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_keep_their_numbers_when_old_ones_are_forgotten() {
        let mut messages = Messages::default();
        (1..=1_500).for_each(|id| messages.add(Uuid::from_u128(id)));
        assert_eq!(messages.number(Uuid::from_u128(1_500)), Some(1_500));
        assert_eq!(messages.number(Uuid::from_u128(501)), Some(501));
        assert_eq!(messages.number(Uuid::from_u128(500)), None);
    }

    #[test]
    fn what_is_read_was_delivered_and_no_mark_goes_back() {
        let mut messages = Messages::default();
        (1..=3).for_each(|id| messages.add(Uuid::from_u128(id)));
        messages.mark_read(Side::Customer, Uuid::from_u128(2));
        messages.mark_read(Side::Customer, Uuid::from_u128(1));
        assert!(messages.is_read(Side::Customer, 2) && !messages.is_read(Side::Customer, 3));
        assert!(messages.is_delivered(Side::Customer, 2));
        assert!(!messages.is_delivered(Side::Support, 1), "the other side has seen nothing");
    }
}
