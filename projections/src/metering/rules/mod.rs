//! Metering's own rules: which devices are registered, their limits and owners over time, and what
//! people said of single readings.
//!
//! The projection writes them under the exclusive metering lock, so no batch is in flight while a
//! rule changes; batches read them through a cache that the position keeps honest.

mod cache;
mod fold;
mod projection;
mod tables;

use std::collections::{BTreeMap, HashMap};

use domain::ids::UserId;
use domain::metering::{History, Hour, Instant, PlausibleRange};
use domain::quantity::MicroWattHours;

pub(super) use cache::RulesCache;
pub(crate) use fold::RulesFold;
pub(crate) use projection::RulesProjection;

/// What holds for one registered device.
#[derive(Clone, Debug, Default)]
pub(crate) struct DeviceRules {
    /// Not any more once it is retired; a meter that goes on sending then is nobody's.
    pub in_use: bool,
    /// None: out of use from then on.
    limits: History<Option<MicroWattHours>>,
    /// None: nobody's from then on.
    owners: History<Option<UserId>>,
    /// None: anything is believed from then on.
    plausible: History<Option<PlausibleRange>>,
    /// None: voided.
    corrections: HashMap<Instant, Option<MicroWattHours>>,
    /// Values that a person accepted (true) or rejected.
    verdicts: BTreeMap<(Instant, MicroWattHours), bool>,
}

impl DeviceRules {
    pub fn limit(&self, hour: Hour) -> Option<MicroWattHours> {
        self.limits.for_hour(hour).flatten()
    }

    pub fn owner(&self, hour: Hour) -> Option<UserId> {
        self.owners.for_hour(hour).flatten()
    }

    /// Whether a value may stand for its instant: by a person's verdict, else by the plausible range
    /// that was in force when it was measured.
    pub fn admits(&self, at: Instant, energy: MicroWattHours) -> bool {
        if let Some(accepted) = self.verdicts.get(&(at, energy)) {
            return *accepted;
        }
        let range = self.plausible.at(at.to_datetime()).flatten();
        range.is_none_or(|range| range.contains(energy))
    }

    /// What counts for an instant at which `standing` stands; none if it is voided.
    pub fn counted(&self, at: Instant, standing: MicroWattHours) -> Option<MicroWattHours> {
        self.corrections.get(&at).copied().unwrap_or(Some(standing))
    }

    /// Whether a person refused this value.
    pub fn is_rejected(&self, at: Instant, energy: MicroWattHours) -> bool {
        self.verdicts.get(&(at, energy)) == Some(&false)
    }

    /// Whether a person said what counts for an instant.
    pub fn is_corrected(&self, at: Instant) -> bool {
        self.corrections.contains_key(&at)
    }
}
