//! Which of several readings for one key counts, and which are conflicts: a pure rule.
//!
//! For each key the log holds values with stream sequences. The value with the lowest sequence of
//! all stands; every other value is a conflict, known by its own lowest sequence. Told in these
//! words the outcome does not depend on the order in which replicas commit.

use std::collections::BTreeMap;

use domain::quantity::MicroWattHours;

/// The reading that stands for a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub energy: MicroWattHours,
    pub stream_seq: i64,
}

/// A key's standing reading and its conflicts, while challengers are heard.
#[derive(Clone, Debug)]
pub(crate) struct Contest {
    pub standing: Standing,
    /// Values that lost, with their lowest sequence, as far as this contest has seen them.
    pub conflicts: BTreeMap<MicroWattHours, i64>,
    /// Values that turned from a conflict into the one that stands.
    pub cleared: Vec<MicroWattHours>,
}

impl Contest {
    pub fn new(standing: Standing) -> Self {
        Self { standing, conflicts: BTreeMap::new(), cleared: Vec::new() }
    }

    /// The contest of several readings for one key; none without any.
    pub fn among(readings: impl IntoIterator<Item = Standing>) -> Option<Self> {
        let mut readings = readings.into_iter();
        let mut contest = Self::new(readings.next()?);
        readings.for_each(|challenger| contest.hear(challenger));
        Some(contest)
    }

    /// Hears one more reading for the key. Hearing it again changes nothing.
    pub fn hear(&mut self, challenger: Standing) {
        if challenger.energy == self.standing.energy {
            self.standing.stream_seq = self.standing.stream_seq.min(challenger.stream_seq);
        } else if challenger.stream_seq < self.standing.stream_seq {
            let loser = std::mem::replace(&mut self.standing, challenger);
            self.conflicts.remove(&challenger.energy);
            self.cleared.push(challenger.energy);
            self.record(loser);
        } else {
            self.record(challenger);
        }
    }

    fn record(&mut self, loser: Standing) {
        let seq = self.conflicts.entry(loser.energy).or_insert(loser.stream_seq);
        *seq = (*seq).min(loser.stream_seq);
        self.cleared.retain(|energy| *energy != loser.energy);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(order: &[(i64, i64)]) -> (Standing, BTreeMap<MicroWattHours, i64>) {
        let heard = order
            .iter()
            .map(|(seq, energy)| Standing { energy: MicroWattHours(*energy), stream_seq: *seq });
        let contest = Contest::among(heard).expect("one reading at least");
        (contest.standing, contest.conflicts)
    }

    #[test]
    fn every_order_ends_the_same() {
        let readings = [(1, 100), (2, 200), (3, 100), (4, 200), (5, 300)];
        let expected = outcome(&readings);
        assert_eq!(expected.0, Standing { energy: MicroWattHours(100), stream_seq: 1 });
        assert_eq!(
            expected.1,
            BTreeMap::from([(MicroWattHours(200), 2), (MicroWattHours(300), 5)])
        );
        for order in permutations(readings.to_vec()) {
            assert_eq!(outcome(&order), expected, "{order:?}");
        }
    }

    fn permutations(items: Vec<(i64, i64)>) -> Vec<Vec<(i64, i64)>> {
        if items.len() <= 1 {
            return vec![items];
        }
        let mut all = Vec::new();
        for at in 0..items.len() {
            let mut others = items.clone();
            let first = others.remove(at);
            for mut tail in permutations(others) {
                tail.insert(0, first);
                all.push(tail);
            }
        }
        all
    }
}
