//! `ems whatif`: which alerts another limit would have raised.

use std::process::ExitCode;

use anyhow::{Context, Result};
use chrono::{DateTime, Utc};
use clap::Args;
use domain::ids::DeviceId;
use domain::quantity::MicroWattHours;
use projections::audit::ChangedHour;

use super::audit::Sources;
use super::waiting::output::{kwh, not_ready, show};
use crate::terminal::say;

/// Show which alerts another limit would have raised or not, changing nothing
///
/// Exits with 0 when done, 1 when it failed, 2 for a wrong question, and 3 when nothing runs here.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems whatif --limit 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11=2.5kWh --from 2026-11-01T00:00:00Z --to 2026-12-01T00:00:00Z\n  ems whatif --limit 6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11=2.5kWh --from 2026-11-01T00:00:00Z --to 2026-12-01T00:00:00Z --json"
)]
pub struct WhatIf {
    /// A device and the limit to try on it; several devices one after the other
    #[arg(long = "limit", value_name = "DEVICE=KWH", required = true, value_parser = limit)]
    limits: Vec<(DeviceId, MicroWattHours)>,
    /// The first hour
    #[arg(long)]
    from: DateTime<Utc>,
    /// The end, which is no part of it
    #[arg(long)]
    to: DateTime<Utc>,
    /// Print one JSON array
    #[arg(long)]
    json: bool,
}

impl WhatIf {
    pub async fn run(self) -> Result<ExitCode> {
        let Some(sources) = Sources::find().await? else { return not_ready() };
        let mut answers = Vec::new();
        for (device, limit) in self.limits {
            let span = (self.from, self.to);
            answers.push(sources.audit().what_if(device, limit, span).await?);
        }
        if self.json {
            return show(&answers);
        }
        for answer in &answers {
            say(&format!(
                "device {}: {} of {} hours above the limit now, {} above {}",
                answer.device,
                answer.alerts,
                answer.hours,
                answer.alerts_then,
                kwh(answer.limit.0),
            ));
            answer.gained.iter().for_each(|hour| println!("gained  {}", line(hour)));
            answer.lost.iter().for_each(|hour| println!("lost    {}", line(hour)));
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn line(changed: &ChangedHour) -> String {
    let limit = changed.limit.map_or_else(|| "none".to_owned(), |limit| kwh(limit.0));
    format!("{}  {}  (limit {limit})", changed.hour, kwh(changed.total.0))
}

fn limit(text: &str) -> Result<(DeviceId, MicroWattHours)> {
    let (device, limit) = text.split_once('=').context("write DEVICE=2.5kWh")?;
    let device = device.parse().context("the id of a device is a UUID")?;
    let limit = limit.trim_end_matches("kWh").trim();
    let limit = MicroWattHours::from_kwh_text(limit).context("the limit in kWh")?;
    anyhow::ensure!(limit > MicroWattHours::ZERO, "a limit is more than nothing");
    Ok((device, limit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_device_and_an_amount_with_or_without_its_unit() {
        let device = "6f0f7dd6-3c43-4d6a-9f3e-3f6f0c5f5a11";
        for text in ["=2.5kWh", "=2.5"] {
            let (_, energy) = limit(&format!("{device}{text}")).unwrap();
            assert_eq!(energy, MicroWattHours(2_500_000_000));
        }
        for text in ["", "=", "=0kWh", "=-1", "=much"] {
            assert!(limit(&format!("{device}{text}")).is_err(), "{text}");
        }
    }
}
