//! The rule that raises alerts, and which limit and owner it applies to an hour.

use chrono::{DateTime, Utc};

use super::Hour;
use crate::quantity::MicroWattHours;

/// Values that held from a time on, in order of time: the limits of a device, or its owners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History<T> {
    changes: Vec<(DateTime<Utc>, T)>,
}

impl<T> Default for History<T> {
    fn default() -> Self {
        Self { changes: Vec::new() }
    }
}

impl<T: Copy> History<T> {
    /// Adds a value that holds from `from` on. Of several at the same moment the last one counts.
    pub fn push(&mut self, from: DateTime<Utc>, value: T) {
        let at = self.changes.partition_point(|(time, _)| *time <= from);
        self.changes.insert(at, (from, value));
    }

    /// The value in force at a time; none before the first.
    pub fn at(&self, time: DateTime<Utc>) -> Option<T> {
        let after = self.changes.partition_point(|(since, _)| *since <= time);
        Some(self.changes[..after].last()?.1)
    }

    /// The value in force at the hour's end; before the first value, the first one.
    ///
    /// No value lies in the future, so for the running hour this is the present one, and the
    /// answer needs no clock.
    pub fn for_hour(&self, hour: Hour) -> Option<T> {
        let after = self.changes.partition_point(|(time, _)| *time < hour.end());
        let in_force = self.changes.get(after.saturating_sub(1))?;
        Some(in_force.1)
    }
}

/// Whether an hour's total is above its limit. A device without a limit is never judged.
pub fn judge(total: MicroWattHours, limit: Option<MicroWattHours>) -> bool {
    limit.is_some_and(|limit| total > limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    #[test]
    fn the_limit_of_an_hour_is_the_one_at_its_end() {
        let mut limits = History::default();
        limits.push(at("2026-11-23T12:30:00Z"), 3);
        limits.push(at("2026-11-23T13:59:59Z"), 2);
        let hour = |text| limits.for_hour(Hour::from(at(text)));
        assert_eq!(hour("2026-11-23T09:00:00Z"), Some(3), "before the first limit, the first");
        assert_eq!(hour("2026-11-23T12:00:00Z"), Some(3));
        assert_eq!(hour("2026-11-23T13:00:00Z"), Some(2), "a change just before the end counts");
        assert_eq!(hour("2026-11-23T14:00:00Z"), Some(2));
    }

    #[test]
    fn a_change_at_the_very_end_counts_from_the_next_hour() {
        let mut limits = History::default();
        limits.push(at("2026-11-23T12:00:00Z"), 3);
        limits.push(at("2026-11-23T14:00:00Z"), 2);
        assert_eq!(limits.for_hour(Hour::from(at("2026-11-23T13:00:00Z"))), Some(3));
        assert_eq!(limits.for_hour(Hour::from(at("2026-11-23T14:00:00Z"))), Some(2));
    }

    #[test]
    fn a_value_holds_from_its_moment_on_and_not_before() {
        let mut ranges = History::default();
        ranges.push(at("2026-11-23T12:00:00Z"), 3);
        assert_eq!(ranges.at(at("2026-11-23T11:59:59Z")), None);
        assert_eq!(ranges.at(at("2026-11-23T12:00:00Z")), Some(3));
    }

    #[test]
    fn a_total_equal_to_the_limit_is_not_above_it() {
        assert!(!judge(MicroWattHours(5), Some(MicroWattHours(5))));
        assert!(judge(MicroWattHours(6), Some(MicroWattHours(5))));
        assert!(!judge(MicroWattHours(6), None));
    }
}
