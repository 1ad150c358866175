//! What was said of a device, each with its event: limits, owners, plausible ranges, corrections.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::devices::DeviceEvent;
use domain::event::Event;
use domain::ids::{DeviceId, UserId};
use domain::metering::{History, Instant};
use domain::quantity::MicroWattHours;
use domain::subjects;
use event_log::{EventLog, Position, RecordedEvent};
use serde::Serialize;

use crate::metering::RulesFold;

/// The rules of a device as of a position, and where each of them comes from.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Decides what counts, as metering does.
    pub fold: RulesFold,
    pub limits: History<Said<Option<MicroWattHours>>>,
    pub owners: History<Said<Option<UserId>>>,
    pub words: BTreeMap<Instant, Vec<Word>>,
    pub registered: bool,
}

/// A value, and the event that set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Said<T> {
    pub value: T,
    /// Of the event in EVENTS.
    pub position: Position,
    pub at: DateTime<Utc>,
}

/// What a person said of the readings of an instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Word {
    pub position: Position,
    /// `ReadingCorrected`, `ReadingVoided`, `HeldReadingAccepted` or `HeldReadingRejected`.
    #[serde(rename = "type")]
    pub kind: String,
    pub measured_at: DateTime<Utc>,
    /// In micro-watt-hours; none voids.
    pub energy: Option<MicroWattHours>,
    pub author: String,
    pub reason: String,
    pub at: DateTime<Utc>,
}

impl Facts {
    /// Reads the device's events up to a position.
    pub async fn of(log: &EventLog, device: DeviceId, until: Position) -> anyhow::Result<Self> {
        let subject = subjects::of_aggregate("device", &device.to_string());
        let mut facts = Self::default();
        for recorded in log.load(&subject).await? {
            if recorded.position > until {
                break;
            }
            // One that this release cannot read counts nowhere: the read models park it as well.
            if let Ok(Event::Device(_, event)) = recorded.decode() {
                facts.apply(&recorded, &event);
            }
        }
        Ok(facts)
    }

    fn apply(&mut self, recorded: &RecordedEvent, event: &DeviceEvent) {
        let (position, at) = (recorded.position, recorded.provenance.at);
        self.fold.apply(event, at);
        match event {
            DeviceEvent::DeviceRegistered { .. } => self.registered = true,
            DeviceEvent::LimitChanged { limit, .. } => self.limit(Some(*limit), position, at),
            DeviceEvent::DeviceRetired { .. } => self.limit(None, position, at),
            DeviceEvent::DeviceAssigned { owner, .. } => self.owner(Some(*owner), position, at),
            DeviceEvent::DeviceUnassigned { .. } => self.owner(None, position, at),
            DeviceEvent::ReadingCorrected { measured_at, energy, reason }
            | DeviceEvent::HeldReadingAccepted { measured_at, energy, reason }
            | DeviceEvent::HeldReadingRejected { measured_at, energy, reason } => {
                self.word(recorded, *measured_at, Some(*energy), reason);
            }
            DeviceEvent::ReadingVoided { measured_at, reason } => {
                self.word(recorded, *measured_at, None, reason);
            }
            DeviceEvent::DeviceDescribed { .. } | DeviceEvent::PlausibleRangeChanged { .. } => {}
        }
    }

    /// As the tables do: of a clock that stepped back, the newest time so far counts.
    fn limit(&mut self, value: Option<MicroWattHours>, position: Position, at: DateTime<Utc>) {
        let newest = self.limits.at(DateTime::<Utc>::MAX_UTC).map_or(at, |last| last.at.max(at));
        self.limits.push(newest, Said { value, position, at: newest });
    }

    fn owner(&mut self, value: Option<UserId>, position: Position, at: DateTime<Utc>) {
        let newest = self.owners.at(DateTime::<Utc>::MAX_UTC).map_or(at, |last| last.at.max(at));
        self.owners.push(newest, Said { value, position, at: newest });
    }

    fn word(
        &mut self,
        recorded: &RecordedEvent,
        measured_at: Instant,
        energy: Option<MicroWattHours>,
        reason: &str,
    ) {
        self.words.entry(measured_at).or_default().push(Word {
            position: recorded.position,
            kind: recorded.encoded.kind.clone(),
            measured_at: measured_at.to_datetime(),
            energy,
            author: recorded.provenance.actor.to_string(),
            reason: reason.to_owned(),
            at: recorded.provenance.at,
        });
    }
}
