//! A batch of readings: decoded, sorted by (device, instant, stream sequence), each key once.

use std::collections::BTreeMap;

use domain::ids::DeviceId;
use domain::metering::{Instant, Reading};

/// A reading and where it stands in MEASUREMENTS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arrived {
    pub reading: Reading,
    pub stream_seq: i64,
}

/// The identity of a reading. All replicas lock rows in its order, so they do not deadlock.
pub(crate) type Key = (DeviceId, Instant);

impl Arrived {
    pub fn key(&self) -> Key {
        (self.reading.device, self.reading.measured_at)
    }
}

/// What one transaction handles.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// The lowest stream sequence of each key, sorted by key.
    pub firsts: Vec<Arrived>,
    /// The others: repeats, or other values for the same key.
    pub rest: Vec<Arrived>,
}

impl Batch {
    pub fn new(arrived: impl IntoIterator<Item = Arrived>) -> Self {
        let mut firsts: BTreeMap<Key, Arrived> = BTreeMap::new();
        let mut rest = Vec::new();
        for reading in arrived {
            let first = firsts.entry(reading.key()).or_insert(reading);
            if reading.stream_seq < first.stream_seq {
                rest.push(std::mem::replace(first, reading));
            } else if reading.stream_seq > first.stream_seq {
                rest.push(reading);
            }
        }
        Self { firsts: firsts.into_values().collect(), rest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::quantity::MicroWattHours;
    use uuid::Uuid;

    fn arrived(millis: i64, energy: i64, stream_seq: i64) -> Arrived {
        let reading = Reading {
            device: DeviceId(Uuid::nil()),
            measured_at: Instant::from_millis(millis),
            energy: MicroWattHours(energy),
        };
        Arrived { reading, stream_seq }
    }

    #[test]
    fn the_lowest_sequence_of_a_key_goes_first_whatever_the_order() {
        let batch = Batch::new([arrived(5, 1, 30), arrived(5, 2, 10), arrived(4, 3, 20)]);
        assert_eq!(batch.firsts, vec![arrived(4, 3, 20), arrived(5, 2, 10)]);
        assert_eq!(batch.rest, vec![arrived(5, 1, 30)]);
    }

    #[test]
    fn one_message_twice_in_a_batch_is_one_reading() {
        let batch = Batch::new([arrived(5, 1, 30), arrived(5, 1, 30)]);
        assert_eq!((batch.firsts.len(), batch.rest.len()), (1, 0));
    }
}
