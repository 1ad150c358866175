//! `ems status`: what runs here, and whether it is ready.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;

use super::NOT_READY;
use crate::stack::{Folders, Phase, RunningProcess, State, answers};
use crate::terminal::{bad, good, say};

/// Show what runs here and whether it is ready
///
/// Exits with 0 when all is ready and with 3 otherwise.
#[derive(Args)]
#[command(after_help = "Examples:\n  ems status\n  ems status --json")]
pub struct Status {
    /// Print addresses, logins and process ids as one line of JSON
    #[arg(long)]
    json: bool,
}

impl Status {
    pub async fn run(self) -> Result<ExitCode> {
        let Some(state) = State::of_running(&Folders::of_environment()?)? else {
            say("nothing runs here; `ems up` starts it");
            return Ok(ExitCode::from(NOT_READY));
        };
        let mut ready = state.phase == Phase::Ready;
        for process in &state.processes {
            let condition = condition(process).await;
            ready &= condition != Condition::NotReady;
            if !self.json {
                say(&format!("  {:<16} {:>8}  {}", process.name, process.pid, condition.text()));
            }
        }
        if self.json {
            println!("{}", serde_json::to_string(&state.summary)?);
        } else {
            say(&state.summary.text());
        }
        Ok(if ready { ExitCode::SUCCESS } else { ExitCode::from(NOT_READY) })
    }
}

#[derive(PartialEq, Eq)]
enum Condition {
    Ready,
    /// It does not say more.
    Runs,
    NotReady,
}

impl Condition {
    fn text(&self) -> String {
        match self {
            Self::Ready => good("ready"),
            Self::Runs => good("runs"),
            Self::NotReady => bad("not ready"),
        }
    }
}

async fn condition(process: &RunningProcess) -> Condition {
    match &process.readiness {
        None if local_stack::ProcessIdentity::of(process.pid).is_some() => Condition::Runs,
        Some(url) if answers(url).await => Condition::Ready,
        _ => Condition::NotReady,
    }
}
