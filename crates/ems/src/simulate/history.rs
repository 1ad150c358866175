//! A meter file replayed: hours in kilowatt-hours become readings of ten minutes.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use domain::quantity::MicroWattHours;
use flate2::bufread::MultiGzDecoder;
use indicatif::ProgressBar;
use uuid::Uuid;

use super::{Publisher, Reading};

/// A meter that reports every ten minutes.
const PER_HOUR: i64 = 6;

/// One hour of a meter file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeteredHour {
    start: DateTime<Utc>,
    energy: MicroWattHours,
}

pub struct Replay {
    pub device: Uuid,
    pub hours: Vec<MeteredHour>,
    /// So many times as fast as it happened; as fast as possible when not given.
    pub speed: Option<f64>,
}

impl Replay {
    pub fn readings(&self) -> usize {
        self.hours.len() * PER_HOUR as usize
    }

    pub async fn publish(&self, publisher: &mut Publisher, progress: &ProgressBar) -> Result<()> {
        let mut before: Option<DateTime<Utc>> = None;
        for reading in self.hours.iter().flat_map(|hour| hour.readings(self.device)) {
            if let (Some(speed), Some(before)) = (self.speed, before) {
                let wait = (reading.at - before).to_std().unwrap_or_default();
                publisher.confirm().await?;
                tokio::time::sleep(Duration::from_secs_f64(wait.as_secs_f64() / speed)).await;
            }
            publisher.send(&reading).await?;
            before = Some(reading.at);
            progress.inc(1);
        }
        publisher.confirm().await
    }
}

impl MeteredHour {
    /// Six readings that add up to the hour exactly: the remainder is on the last.
    fn readings(self, device: Uuid) -> impl Iterator<Item = Reading> {
        let part = self.energy.0.div_euclid(PER_HOUR);
        let rest = self.energy.0.rem_euclid(PER_HOUR);
        (0..PER_HOUR).map(move |place| Reading {
            device,
            at: self.start + TimeDelta::minutes(10 * place),
            energy: MicroWattHours(if place == PER_HOUR - 1 { part + rest } else { part }),
        })
    }
}

/// Reads a meter file: CSV with a header, the columns start and value, plain or gzip.
pub fn read_meter_file(path: &Path) -> Result<Vec<MeteredHour>> {
    let shown = path.display();
    let file = BufReader::new(File::open(path).with_context(|| format!("cannot open {shown}"))?);
    let packed = path.extension().is_some_and(|extension| extension == "gz");
    let text: Box<dyn Read> =
        if packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let mut hours = Vec::new();
    for (line, row) in csv::Reader::from_reader(text).into_records().enumerate() {
        let hour = row.map_err(Into::into).and_then(|row| metered_hour(&row));
        hours.push(hour.with_context(|| format!("line {} of {shown} cannot be read", line + 2))?);
    }
    ensure!(!hours.is_empty(), "{shown} holds no hours");
    Ok(hours)
}

fn metered_hour(row: &csv::StringRecord) -> Result<MeteredHour> {
    let start = row.get(0).context("there is no start")?;
    let value = row.get(1).context("there is no value")?;
    // RFC 3339, with a T or a space between date and time.
    let start: DateTime<Utc> = start.parse().with_context(|| format!("{start:?} is no time"))?;
    let energy = MicroWattHours::from_kwh_text(value)?;
    Ok(MeteredHour { start, energy })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn file(name: &str) -> Vec<MeteredHour> {
        read_meter_file(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name)).unwrap()
    }

    fn total(hours: &[MeteredHour]) -> f64 {
        hours.iter().map(|hour| hour.energy).sum::<MicroWattHours>().as_kwh()
    }

    #[test]
    fn both_meter_files_are_read_whole() {
        let (uk, us) = (file("household-uk-hourly.csv.gz"), file("household-us-hourly.csv.gz"));
        assert_eq!((uk.len(), us.len()), (23_508, 19_417));
        assert!((total(&uk) - 3_789.63).abs() < 0.01, "{}", total(&uk));
        assert!((total(&us) - 21_927.1).abs() < 0.1, "{}", total(&us));
    }

    #[test]
    fn a_local_offset_becomes_the_instant_that_it_means() {
        let first = file("household-us-hourly.csv.gz")[0];
        assert_eq!(first.start, "2015-11-22T06:00:00Z".parse::<DateTime<Utc>>().unwrap());
        assert_eq!(first.energy, MicroWattHours(290_000_000));
    }

    proptest! {
        #[test]
        fn six_readings_add_up_to_their_hour(energy in 0_i64..1_000_000_000_000) {
            let hour = MeteredHour { start: DateTime::UNIX_EPOCH, energy: MicroWattHours(energy) };
            let readings: Vec<_> = hour.readings(Uuid::nil()).collect();
            prop_assert_eq!(readings.len(), 6);
            prop_assert_eq!(readings.iter().map(|reading| reading.energy.0).sum::<i64>(), energy);
            prop_assert!(readings.iter().all(|reading| reading.at < hour.start + TimeDelta::hours(1)));
        }
    }
}
