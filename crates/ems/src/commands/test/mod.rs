//! `ems test`: everything that must hold, as steps with the time that each takes.

mod smoke;
mod steps;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Args;
use local_stack::log_tail;

use super::INTERRUPTED;
use crate::checkout;
use crate::stack::Folders;
use crate::terminal::{bad, duration, good, say, strong};
use steps::{STEPS, Step, Workshop};

/// A step that takes longer than this hangs. Building the tests is part of one: 16 minutes beside other
/// builds, and 20 in all.
const LONGEST_STEP: Duration = Duration::from_secs(30 * 60);

/// Check everything: format, lints, tests on private servers, the page in a browser
///
/// Starts servers of its own on free ports and ends them again. Takes at most 12 minutes on two cores
/// once all is built.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems test\n  ems test --list\n  ems test --only clippy --only tests"
)]
pub struct Test {
    /// Only this step; may be given several times
    #[arg(long, value_name = "STEP", value_parser = step_name)]
    only: Vec<String>,
    /// List the steps
    #[arg(long)]
    list: bool,
}

impl Test {
    pub async fn run(self) -> Result<ExitCode> {
        if self.list {
            STEPS.iter().for_each(|step| println!("{:<10} {}", step.name, step.what));
            return Ok(ExitCode::SUCCESS);
        }
        let folders = Folders::of_environment()?;
        folders.make()?;
        let workshop = Workshop::new(checkout::root()?, folders)?;
        tokio::select! {
            code = self.check(&workshop) => Ok(code),
            // Steps and servers end with the future that is dropped here.
            _ = tokio::signal::ctrl_c() => Ok(ExitCode::from(INTERRUPTED)),
        }
    }

    async fn check(&self, workshop: &Workshop) -> ExitCode {
        let begin = Instant::now();
        let (mut passed, mut failed) = (0, Vec::new());
        for step in self.chosen() {
            if run_step(step, workshop).await {
                passed += 1;
            } else {
                failed.push(step.name);
            }
        }
        say(&format!("all steps took {}", duration(begin.elapsed())));
        if !failed.is_empty() {
            say(&format!("failed: {}", failed.join(", ")));
        }
        println!("{passed} passed, {} failed", failed.len());
        if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    fn chosen(&self) -> impl Iterator<Item = &'static Step> {
        let wanted = |name: &str| self.only.is_empty() || self.only.iter().any(|only| only == name);
        STEPS.iter().filter(move |step| wanted(step.name))
    }
}

async fn run_step(step: &Step, workshop: &Workshop) -> bool {
    let begin = Instant::now();
    say(&format!("{} {}", strong(step.name), step.what));
    let result = tokio::time::timeout(LONGEST_STEP, step.run(workshop)).await;
    let time = duration(begin.elapsed());
    let error = match result {
        Ok(Ok(())) => {
            say(&format!("  {} in {time}", good("passed")));
            return true;
        }
        Ok(Err(error)) => format!("{error:#}"),
        Err(_) => "it took too long".to_owned(),
    };
    let log = workshop.log(step.name);
    say(&log_tail(&log, 150));
    say(&format!("  {} after {time}: {error}; the whole log is {}", bad("failed"), log.display()));
    false
}

fn step_name(name: &str) -> Result<String, String> {
    let names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
    match names.contains(&name) {
        true => Ok(name.to_owned()),
        false => Err(format!("the steps are {}", names.join(", "))),
    }
}
