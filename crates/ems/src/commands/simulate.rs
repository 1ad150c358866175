//! `ems simulate`: meters that do not exist.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use uuid::Uuid;

use super::{INTERRUPTED, NOT_READY};
use crate::simulate::{self, Publisher, Replay, read_meter_file, simulated_device};
use crate::stack::{Folders, State};
use crate::terminal::{duration, failure, say};

/// Publish readings as meters do: live ones, or a meter file
///
/// Publishes to the queue device.measurements of the stack that runs here, or of the broker that
/// EMS_AMQP_URL names, with publisher confirms.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems simulate --devices 50 --interval 5s\n  ems simulate --csv crates/ems/data/household-uk-hourly.csv.gz\n  ems simulate --csv meter.csv --device 6f9f7c1e-8d6f-4f0c-9a36-0f6d1d5f2a11 --speed 3600"
)]
pub struct Simulate {
    /// How many devices, with ids that are the same on every machine
    #[arg(long, default_value_t = 1, value_name = "N")]
    devices: u32,
    /// The id of a device; may be given several times, in place of --devices
    #[arg(long = "device", value_name = "ID", conflicts_with = "devices")]
    ids: Vec<Uuid>,
    /// How often each device reports: 500ms, 5s, 10m
    #[arg(long, default_value = "5s", value_parser = interval, value_name = "TIME", conflicts_with = "csv")]
    interval: Duration,
    /// Replay a meter file (columns start and value, hourly, kWh) as readings of ten minutes
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Replay so many times as fast as it happened, not as fast as possible
    #[arg(long, value_name = "X", requires = "csv", value_parser = speed)]
    speed: Option<f64>,
}

impl Simulate {
    pub async fn run(self) -> Result<ExitCode> {
        let Some(amqp) = broker()? else {
            failure("nothing runs here and EMS_AMQP_URL names no broker; `ems up` starts one");
            return Ok(ExitCode::from(NOT_READY));
        };
        tokio::select! {
            done = self.publish(&amqp) => done.map(|()| ExitCode::SUCCESS),
            _ = tokio::signal::ctrl_c() => Ok(ExitCode::from(INTERRUPTED)),
        }
    }

    async fn publish(&self, amqp: &str) -> Result<()> {
        let devices = self.device_ids();
        let Some(file) = &self.csv else {
            return simulate::live(amqp, &devices, self.interval).await;
        };
        let [device] = devices[..] else { bail!("a meter file is one meter: give one --device") };
        let replay = Replay { device, hours: read_meter_file(file)?, speed: self.speed };
        let begin = Instant::now();
        let mut publisher = Publisher::connect(amqp).await?;
        let progress = progress(replay.readings());
        replay.publish(&mut publisher, &progress).await?;
        progress.finish_and_clear();
        publisher.close().await?;
        let readings = replay.readings();
        say(&format!(
            "published {readings} readings of device {device} in {}",
            duration(begin.elapsed())
        ));
        Ok(())
    }

    fn device_ids(&self) -> Vec<Uuid> {
        match self.ids.is_empty() {
            true => (1..=self.devices).map(simulated_device).collect(),
            false => self.ids.clone(),
        }
    }
}

/// The broker that the environment names, else that of the stack that runs here.
fn broker() -> Result<Option<String>> {
    if let Some(named) = std::env::var("EMS_AMQP_URL").ok().filter(|url| !url.is_empty()) {
        return Ok(Some(named));
    }
    let running = State::of_running(&Folders::of_environment()?)?;
    Ok(running.map(|state| state.summary.amqp))
}

/// Drawn on a terminal only.
fn progress(readings: usize) -> ProgressBar {
    let bar = ProgressBar::new(readings as u64);
    let style =
        ProgressStyle::with_template("{bar:40} {pos}/{len} readings, {per_sec}, {eta} left");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn interval(text: &str) -> Result<Duration> {
    let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let number: u64 = text[..digits].parse().context("a time is a number and a unit, like 5s")?;
    let interval = match &text[digits..] {
        "ms" => Duration::from_millis(number),
        "s" | "" => Duration::from_secs(number),
        "m" | "min" => Duration::from_secs(number * 60),
        unit => bail!("the unit {unit:?} is none of ms, s and m"),
    };
    if interval.is_zero() || interval > Duration::from_secs(3_600) {
        bail!("an interval is more than nothing and at most an hour");
    }
    Ok(interval)
}

fn speed(text: &str) -> Result<f64> {
    let speed: f64 = text.parse().context("a speed is a number, like 60")?;
    if !(speed.is_finite() && speed > 0.0) {
        bail!("a speed is more than nothing");
    }
    Ok(speed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_read_as_people_write_them() {
        assert_eq!(interval("5s").unwrap(), Duration::from_secs(5));
        assert_eq!(interval("250ms").unwrap(), Duration::from_millis(250));
        assert_eq!(interval("10m").unwrap(), Duration::from_secs(600));
        assert!(
            interval("0s").is_err() && interval("5 parsecs").is_err() && interval("2000m").is_err()
        );
    }
}
