//! How much a household device uses, by hour of the day.

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use domain::quantity::MicroWattHours;
use uuid::Uuid;

/// Watts by UTC hour: a quiet night, a steep morning, a long evening.
const WATTS: [i64; 24] = [
    350, 320, 300, 300, 340, 700, 2_400, 2_900, 1_900, 1_000, 900, 950, //
    1_200, 1_050, 900, 950, 1_300, 2_000, 2_700, 2_800, 2_300, 1_600, 900, 500,
];

/// Devices differ: per cent of the above, by their place in the list.
const SIZES: [i64; 4] = [110, 85, 35, 60];

/// What a device used in the interval that begins at an instant. The same question has the same
/// answer, so a meter that repeats itself after a restart does not contradict itself.
pub fn energy(
    device: Uuid,
    place: usize,
    at: DateTime<Utc>,
    interval: TimeDelta,
) -> MicroWattHours {
    let watts = WATTS[at.hour() as usize] * SIZES[place % SIZES.len()] / 100;
    let varied = watts * (85 + i64::from(noise(device, at) % 31)) / 100;
    // One watt for one millisecond is 1/3.6 micro-watt-hours.
    MicroWattHours(varied * interval.num_milliseconds() * 10 / 36)
}

/// A number that looks random and depends on nothing but its arguments.
fn noise(device: Uuid, at: DateTime<Utc>) -> u32 {
    let mixed = Uuid::new_v5(&device, &at.timestamp_millis().to_be_bytes());
    mixed.as_fields().0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(at: &str, minutes: i64) -> i64 {
        let at = at.parse().unwrap();
        energy(Uuid::nil(), 0, at, TimeDelta::minutes(minutes)).0
    }

    #[test]
    fn a_morning_uses_more_than_a_night() {
        assert!(used("2026-11-23T07:00:00Z", 60) > 4 * used("2026-11-23T03:00:00Z", 60));
    }

    #[test]
    fn an_hour_of_a_kilowatt_is_a_kilowatt_hour_give_or_take_the_variation() {
        let kwh = used("2026-11-23T09:00:00Z", 60) / 1_000_000;
        assert!((900..=1_300).contains(&kwh), "{kwh}");
    }

    #[test]
    fn a_repeated_reading_is_the_same_reading() {
        assert_eq!(used("2026-11-23T09:00:00Z", 10), used("2026-11-23T09:00:00Z", 10));
    }
}
