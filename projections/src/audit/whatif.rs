//! Which alerts another limit would have raised: worked out from what is counted, changing nothing.

use chrono::{DateTime, Utc};
use domain::ids::DeviceId;
use domain::metering::{Hour, judge};
use domain::quantity::MicroWattHours;
use event_log::{EventLog, Position};
use serde::Serialize;

use super::facts::Facts;
use crate::metering::DeviceRules;
use crate::{HourView, Queries, Reader};

/// The hours of a device that would be judged otherwise under another limit.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WhatIf {
    pub device: DeviceId,
    /// The limit that is tried, in micro-watt-hours.
    pub limit: MicroWattHours,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    /// Hours of which something is known.
    pub hours: usize,
    /// Above their limits now, and above the other one.
    pub alerts: usize,
    pub alerts_then: usize,
    pub gained: Vec<ChangedHour>,
    pub lost: Vec<ChangedHour>,
}

/// An hour that would be judged otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangedHour {
    pub hour: Hour,
    pub total: MicroWattHours,
    /// In force for it now.
    pub limit: Option<MicroWattHours>,
}

/// Tries a limit on the hours that start in `[from, to)`.
pub(super) async fn what_if(
    log: &EventLog,
    queries: &Queries,
    device: DeviceId,
    limit: MicroWattHours,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> anyhow::Result<WhatIf> {
    let facts = Facts::of(log, device, Position::MAX).await?;
    let hours = queries.hours(Reader::Administrator, device, from, to).await?;
    let (gained, lost) = compare(&facts.fold.rules, &hours, limit);
    let over = |limit_of: &dyn Fn(Hour) -> Option<MicroWattHours>| {
        hours.iter().filter(|hour| judge(hour.total(), limit_of(hour.hour))).count()
    };
    let alerts = over(&|hour| facts.fold.rules.limit(hour));
    let alerts_then = over(&|_| Some(limit));
    Ok(WhatIf { device, limit, from, to, hours: hours.len(), alerts, alerts_then, gained, lost })
}

/// The alerts that would come, and those that would go.
fn compare(
    rules: &DeviceRules,
    hours: &[HourView],
    limit: MicroWattHours,
) -> (Vec<ChangedHour>, Vec<ChangedHour>) {
    let (mut gained, mut lost) = (Vec::new(), Vec::new());
    for view in hours {
        let (hour, total) = (view.hour, view.total());
        let now = rules.limit(hour);
        let changed = ChangedHour { hour, total, limit: now };
        match (judge(total, now), judge(total, Some(limit))) {
            (false, true) => gained.push(changed),
            (true, false) => lost.push(changed),
            _ => {}
        }
    }
    (gained, lost)
}

#[cfg(test)]
mod tests {
    use domain::devices::DeviceEvent;
    use domain::metering::QUARTERS;

    use super::*;
    use crate::metering::RulesFold;

    fn hour(text: &str, total: i64) -> HourView {
        let mut quarters = [MicroWattHours::ZERO; QUARTERS];
        quarters[0] = MicroWattHours(total);
        let at: DateTime<Utc> = text.parse().expect("a time");
        HourView { hour: Hour::from(at), quarters, counts: [1, 0, 0, 0], revision: 1 }
    }

    #[test]
    fn a_lower_limit_gains_alerts_and_a_higher_one_loses_them() {
        let mut fold = RulesFold::default();
        let limit = DeviceEvent::LimitChanged { limit: MicroWattHours(10), previous: None };
        fold.apply(&limit, "2026-11-01T00:00:00Z".parse().expect("a time"));
        let hours = [hour("2026-11-23T12:00:00Z", 9), hour("2026-11-23T13:00:00Z", 11)];
        let changed = |limit| {
            let (gained, lost) = compare(&fold.rules, &hours, MicroWattHours(limit));
            let totals = |hours: Vec<ChangedHour>| -> Vec<i64> {
                hours.iter().map(|hour| hour.total.0).collect()
            };
            (totals(gained), totals(lost))
        };
        assert_eq!(changed(8), (vec![9], vec![]));
        assert_eq!(changed(10), (vec![], vec![]));
        assert_eq!(changed(11), (vec![], vec![11]));
    }
}
