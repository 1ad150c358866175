//! A device's rules straight from its events, without tables: for whoever works a number out again.

use chrono::{DateTime, Utc};
use domain::devices::DeviceEvent;

use super::DeviceRules;

/// The rules of one device as its events make them, in the order of the log.
#[derive(Clone, Debug, Default)]
pub(crate) struct RulesFold {
    pub rules: DeviceRules,
    newest: Newest,
}

/// When the newest rule of each kind holds from. Should a clock have stepped back, the next one
/// holds from there on: the order of the log decides, as it does in the tables.
#[derive(Clone, Copy, Debug, Default)]
struct Newest {
    limit: Option<DateTime<Utc>>,
    owner: Option<DateTime<Utc>>,
    range: Option<DateTime<Utc>>,
}

fn since(newest: &mut Option<DateTime<Utc>>, at: DateTime<Utc>) -> DateTime<Utc> {
    *newest.insert(newest.map_or(at, |newest| newest.max(at)))
}

impl RulesFold {
    /// Takes over one event. `at` is the time that its order was given.
    pub fn apply(&mut self, event: &DeviceEvent, at: DateTime<Utc>) {
        let Self { rules, newest } = self;
        match event {
            DeviceEvent::DeviceRegistered { .. } => rules.in_use = true,
            DeviceEvent::LimitChanged { limit, .. } => {
                rules.limits.push(since(&mut newest.limit, at), Some(*limit));
            }
            DeviceEvent::DeviceAssigned { owner, .. } => {
                rules.owners.push(since(&mut newest.owner, at), Some(*owner));
            }
            DeviceEvent::DeviceUnassigned { .. } => {
                rules.owners.push(since(&mut newest.owner, at), None);
            }
            DeviceEvent::DeviceRetired { .. } => {
                rules.in_use = false;
                rules.limits.push(since(&mut newest.limit, at), None);
                rules.plausible.push(since(&mut newest.range, at), None);
            }
            DeviceEvent::PlausibleRangeChanged { range, .. } => {
                rules.plausible.push(since(&mut newest.range, at), *range);
            }
            DeviceEvent::ReadingCorrected { measured_at, energy, .. } => {
                rules.corrections.insert(*measured_at, Some(*energy));
            }
            DeviceEvent::ReadingVoided { measured_at, .. } => {
                rules.corrections.insert(*measured_at, None);
            }
            DeviceEvent::HeldReadingAccepted { measured_at, energy, .. } => {
                rules.verdicts.insert((*measured_at, *energy), true);
            }
            DeviceEvent::HeldReadingRejected { measured_at, energy, .. } => {
                rules.verdicts.insert((*measured_at, *energy), false);
            }
            DeviceEvent::DeviceDescribed { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::metering::Hour;
    use domain::quantity::MicroWattHours;

    use super::*;

    fn limit(energy: i64) -> DeviceEvent {
        DeviceEvent::LimitChanged { limit: MicroWattHours(energy), previous: None }
    }

    #[test]
    fn after_a_clock_that_stepped_back_the_order_of_the_log_decides() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a time");
        let mut fold = RulesFold::default();
        fold.apply(&limit(3), at("2026-11-23T12:00:00Z"));
        fold.apply(&limit(2), at("2026-11-23T11:00:00Z"));
        let in_force = |text| fold.rules.limit(Hour::from(at(text)));
        assert_eq!(in_force("2026-11-23T12:00:00Z"), Some(MicroWattHours(2)));
        assert_eq!(in_force("2026-11-23T13:00:00Z"), Some(MicroWattHours(2)));
    }
}
