//! One hour's total worked out again from the log, reading by reading.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::ids::{DeviceId, UserId};
use domain::metering::{Hour, Instant, QUARTERS, judge};
use domain::quantity::MicroWattHours;
use event_log::{EventLog, Position};
use serde::Serialize;

use super::arrivals::{self, Arrival};
use super::facts::{Facts, Said, Word};
use super::{Cut, Moment};
use crate::metering::{Contest, Standing};
use crate::{HourView, Queries, Reader};

/// How an hour's total comes about.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TotalProof {
    pub device: DeviceId,
    pub hour: Hour,
    /// What of the log was looked at.
    pub as_of: Cut,
    pub registered: bool,
    /// Every message of the hour, in the order of arrival.
    pub readings: Vec<ReadingProof>,
    /// What people said of its instants.
    pub corrections: Vec<Word>,
    /// In force at the hour's end, with the event that set it; none: never judged.
    pub limit: Option<Said<Option<MicroWattHours>>>,
    pub owner: Option<Said<Option<UserId>>>,
    /// The sum in kWh, as it is done by hand.
    pub arithmetic: String,
    pub total: MicroWattHours,
    pub quarters: [MicroWattHours; QUARTERS],
    pub counts: [i32; QUARTERS],
    pub over_limit: bool,
    /// What the read model shows, unless the past was asked for.
    pub shown: Option<Shown>,
    /// Whether it shows the same.
    pub equal: Option<bool>,
}

/// One message, and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadingProof {
    /// In MEASUREMENTS.
    pub position: Position,
    pub arrived_at: DateTime<Utc>,
    pub measured_at: DateTime<Utc>,
    pub energy: MicroWattHours,
    pub outcome: Outcome,
    /// What it adds to the total: not what it says, where a person said otherwise.
    pub counted: Option<MicroWattHours>,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    Counted,
    /// It counts with the value that a person gave.
    Corrected,
    /// A person took it out.
    Voided,
    /// The same value was there before.
    Repeat,
    /// Another value was there before.
    Conflict,
    /// Outside of the plausible range, and nobody has decided on it.
    Held,
    /// A person refused it.
    Rejected,
}

/// The read model's row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Shown {
    pub total: MicroWattHours,
    pub quarters: [MicroWattHours; QUARTERS],
    pub counts: [i32; QUARTERS],
    pub revision: i64,
}

impl Shown {
    fn of(view: &HourView) -> Self {
        let HourView { quarters, counts, revision, .. } = *view;
        Self { total: view.total(), quarters, counts, revision }
    }
}

/// Works an hour out as of a moment; only for now is there a row to compare with.
pub(super) async fn total(
    log: &EventLog,
    queries: &Queries,
    device: DeviceId,
    hour: Hour,
    as_of: Moment,
) -> anyhow::Result<TotalProof> {
    let cut = as_of.cut(log).await?;
    let facts = Facts::of(log, device, cut.events).await?;
    let arrivals = arrivals::of_hour(log, device, hour, cut.measurements).await?;
    let mut proof = work_out(device, hour, cut, &facts, &arrivals);
    if as_of == Moment::Now {
        let rows = queries.hours(Reader::Administrator, device, hour.start(), hour.end()).await?;
        proof.shown = rows.first().map(Shown::of);
        proof.equal = Some(proof.agrees());
    }
    Ok(proof)
}

impl TotalProof {
    /// An hour in which nothing counts has no row, or one that counts nothing.
    fn agrees(&self) -> bool {
        match &self.shown {
            Some(shown) => (shown.quarters, shown.counts) == (self.quarters, self.counts),
            None => self.counts == [0; QUARTERS],
        }
    }

    /// The readings that count, with what they add, in the order of arrival.
    pub fn counted(&self) -> impl Iterator<Item = (&ReadingProof, MicroWattHours)> {
        self.readings.iter().filter_map(|reading| Some((reading, reading.counted?)))
    }
}

/// The pure part: from what the log says to the total.
fn work_out(
    device: DeviceId,
    hour: Hour,
    as_of: Cut,
    facts: &Facts,
    arrivals: &[Arrival],
) -> TotalProof {
    let standing = standing(facts, arrivals);
    let readings: Vec<_> =
        arrivals.iter().map(|arrival| prove(facts, &standing, arrival)).collect();
    let (mut quarters, mut counts) = ([MicroWattHours::ZERO; QUARTERS], [0; QUARTERS]);
    for reading in &readings {
        let Some(energy) = reading.counted else { continue };
        let quarter = Hour::quarter(Instant::of(reading.measured_at));
        quarters[quarter] = quarters[quarter] + energy;
        counts[quarter] += 1;
    }
    let total = quarters.iter().copied().sum();
    let rules = &facts.fold.rules;
    let of_hour = |word: &&Word| Hour::from(word.measured_at) == hour;
    TotalProof {
        device,
        hour,
        as_of,
        registered: facts.registered,
        corrections: facts.words.values().flatten().filter(of_hour).cloned().collect(),
        limit: facts.limits.for_hour(hour),
        owner: facts.owners.for_hour(hour),
        arithmetic: arithmetic(&readings, total),
        total,
        quarters,
        counts,
        over_limit: judge(total, rules.limit(hour)),
        readings,
        shown: None,
        equal: None,
    }
}

/// The reading that stands for each instant: of those that are believed the first in the log.
fn standing(facts: &Facts, arrivals: &[Arrival]) -> BTreeMap<Instant, Standing> {
    let mut believed: BTreeMap<Instant, Vec<Standing>> = BTreeMap::new();
    for Arrival { reading, position, .. } in arrivals {
        if facts.fold.rules.admits(reading.measured_at, reading.energy) {
            let stream_seq = position.cast_signed();
            let value = Standing { energy: reading.energy, stream_seq };
            believed.entry(reading.measured_at).or_default().push(value);
        }
    }
    let contests = believed.into_iter();
    contests.filter_map(|(at, values)| Some((at, Contest::among(values)?.standing))).collect()
}

fn prove(facts: &Facts, standing: &BTreeMap<Instant, Standing>, arrival: &Arrival) -> ReadingProof {
    let Arrival { reading, position, at } = *arrival;
    let (measured_at, energy) = (reading.measured_at, reading.energy);
    let rules = &facts.fold.rules;
    let stands = standing.get(&measured_at);
    let is_first = stands.is_some_and(|stands| stands.stream_seq == position.cast_signed());
    let (outcome, counted) = if !rules.admits(measured_at, energy) {
        (
            if rules.is_rejected(measured_at, energy) { Outcome::Rejected } else { Outcome::Held },
            None,
        )
    } else if is_first {
        match rules.counted(measured_at, energy) {
            None => (Outcome::Voided, None),
            Some(_) if rules.is_corrected(measured_at) => {
                (Outcome::Corrected, rules.counted(measured_at, energy))
            }
            counted => (Outcome::Counted, counted),
        }
    } else if stands.is_some_and(|stands| stands.energy == energy) {
        (Outcome::Repeat, None)
    } else {
        (Outcome::Conflict, None)
    };
    let measured_at = measured_at.to_datetime();
    ReadingProof { position, arrived_at: at, measured_at, energy, outcome, counted }
}

/// `0.5 + 0.25 = 0.75 kWh`
fn arithmetic(readings: &[ReadingProof], total: MicroWattHours) -> String {
    let mut terms: Vec<_> = readings
        .iter()
        .filter_map(|reading| Some((reading.measured_at, reading.counted?)))
        .collect();
    terms.sort_unstable();
    let terms: Vec<_> = terms.iter().map(|(_, energy)| energy.kwh_text()).collect();
    match terms.as_slice() {
        [] => "nothing counts".to_owned(),
        [only] => format!("{only} kWh"),
        _ => format!("{} = {} kWh", terms.join(" + "), total.kwh_text()),
    }
}

#[cfg(test)]
mod tests {
    use domain::devices::DeviceEvent;
    use domain::metering::Reading;
    use uuid::Uuid;

    use super::*;

    const HOUR: i64 = 1_764_000_000_000;

    fn arrival(position: u64, minute: i64, energy: i64) -> Arrival {
        let reading = Reading {
            device: DeviceId(Uuid::nil()),
            measured_at: Instant::from_millis(HOUR + minute * 60_000),
            energy: MicroWattHours(energy),
        };
        Arrival { reading, position, at: DateTime::UNIX_EPOCH }
    }

    #[test]
    fn repeats_and_conflicts_do_not_count_and_a_correction_does() {
        let mut facts = Facts::default();
        let correction = DeviceEvent::ReadingCorrected {
            measured_at: Instant::from_millis(HOUR + 30 * 60_000),
            energy: MicroWattHours(7),
            reason: "a stuck counter".to_owned(),
        };
        facts.fold.apply(&correction, DateTime::UNIX_EPOCH);
        let arrivals = [arrival(4, 0, 5), arrival(5, 0, 5), arrival(6, 0, 9), arrival(7, 30, 100)];
        let cut = Cut { events: 1, measurements: 7, is_newest: true };
        let hour = Hour::containing(Instant::from_millis(HOUR));
        let proof = work_out(DeviceId(Uuid::nil()), hour, cut, &facts, &arrivals);
        let outcomes: Vec<_> = proof.readings.iter().map(|reading| reading.outcome).collect();
        let expected = [Outcome::Counted, Outcome::Repeat, Outcome::Conflict, Outcome::Corrected];
        assert_eq!(outcomes, expected);
        assert_eq!((proof.total, proof.counts), (MicroWattHours(12), [1, 0, 1, 0]));
        assert_eq!(proof.arithmetic, "0.000000005 + 0.000000007 = 0.000000012 kWh");
    }
}
