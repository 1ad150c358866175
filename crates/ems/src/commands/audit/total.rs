//! `ems audit total`: how one hour's total came about, reading by reading.

use std::process::ExitCode;

use anyhow::Result;
use chrono::{DateTime, SecondsFormat, Utc};
use clap::Args;
use domain::ids::DeviceId;
use domain::metering::Hour;
use domain::quantity::MicroWattHours;
use projections::audit::{Moment, Outcome, ReadingProof, TotalProof, Word};
use uuid::Uuid;

use super::Sources;
use crate::commands::waiting::output::{kwh, not_ready, show};
use crate::terminal::{bad, good};

/// Work an hour's total out again from the log and compare it with what is shown
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems audit total 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11 2026-11-20T14:00:00Z\n  ems audit total 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11 2026-11-20T14:00:00Z --as-of 2026-11-20T15:05:00Z --json"
)]
pub struct Total {
    device: Uuid,
    /// The UTC hour, by any time within it
    #[arg(value_name = "HOUR")]
    hour: DateTime<Utc>,
    /// What was said then: a time, or a position of the log
    #[arg(long, value_name = "TIME|POSITION")]
    as_of: Option<Moment>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Total {
    pub async fn run(self) -> Result<ExitCode> {
        let Some(sources) = Sources::find().await? else { return not_ready() };
        let (device, hour) = (DeviceId(self.device), Hour::from(self.hour));
        let as_of = self.as_of.unwrap_or_default();
        let proof = sources.audit().total(device, hour, as_of).await?;
        if self.json {
            show(&proof)?;
        } else {
            print(&proof);
        }
        let differs = proof.equal == Some(false);
        Ok(if differs { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

pub fn print(proof: &TotalProof) {
    println!("device {}  hour {}", proof.device, proof.hour);
    println!(
        "as of event {} and reading {} of the log{}",
        proof.as_of.events,
        proof.as_of.measurements,
        if proof.registered { "" } else { "; the device was not registered" },
    );
    proof.readings.iter().for_each(print_reading);
    proof.corrections.iter().for_each(print_word);
    match proof.limit.and_then(|limit| Some((limit.value?, limit.position))) {
        Some((limit, position)) => println!("limit {} (event {position})", energy(limit)),
        None => println!("no limit"),
    }
    match proof.owner.and_then(|owner| Some((owner.value?, owner.position))) {
        Some((owner, position)) => println!("owner {owner} (event {position})"),
        None => println!("no owner"),
    }
    println!("{}{}", proof.arithmetic, if proof.over_limit { ", above the limit" } else { "" });
    match (proof.equal, proof.shown) {
        (Some(true), _) => println!("{}", good("the read model shows the same")),
        (Some(false), Some(shown)) => {
            println!("{}", bad(&format!("the read model shows {}", energy(shown.total))));
        }
        (Some(false), None) => println!("{}", bad("the read model shows nothing")),
        (None, _) => {}
    }
}

fn print_reading(reading: &ReadingProof) {
    let outcome = match reading.outcome {
        Outcome::Counted => "counted".to_owned(),
        Outcome::Corrected => {
            format!("corrected to {}", energy(reading.counted.unwrap_or_default()))
        }
        Outcome::Voided => "voided".to_owned(),
        Outcome::Repeat => "ignored: a repeat".to_owned(),
        Outcome::Conflict => "ignored: another value was there before".to_owned(),
        Outcome::Held => "held: outside of the plausible range".to_owned(),
        Outcome::Rejected => "rejected".to_owned(),
    };
    println!(
        "  reading {}  measured {}  arrived {}  {}  {outcome}",
        reading.position,
        time(reading.measured_at),
        time(reading.arrived_at),
        energy(reading.energy),
    );
}

fn print_word(word: &Word) {
    let value = word.energy.map_or_else(|| "void".to_owned(), energy);
    println!(
        "  {} (event {})  measured {}  {value}  by {} at {}: {}",
        word.kind,
        word.position,
        time(word.measured_at),
        word.author,
        time(word.at),
        word.reason,
    );
}

pub fn time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

pub fn energy(energy: MicroWattHours) -> String {
    kwh(energy.0)
}
