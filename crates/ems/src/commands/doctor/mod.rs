//! `ems doctor`: what is there, what is missing, and what to do about it.

mod machine;
mod stack;

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use serde::Serialize;

use super::NOT_READY;
use crate::stack::{External, Folders, State};
use crate::terminal::{bad, good};

/// Check tools, ports, disk and servers, and say what to do
///
/// Exits with 0 when nothing is wrong and with 3 otherwise.
#[derive(Args)]
#[command(after_help = "Examples:\n  ems doctor\n  ems doctor --json")]
pub struct Doctor {
    /// Print the findings as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Finding {
    what: String,
    verdict: Verdict,
    detail: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Good,
    /// Worth knowing; nothing is wrong.
    Note,
    Wrong,
}

impl Finding {
    fn new(what: &str, verdict: Verdict, detail: impl Into<String>) -> Self {
        Self { what: what.to_owned(), verdict, detail: detail.into() }
    }

    /// Good with what was found out, or wrong with the reason.
    fn of(what: &str, result: Result<String>) -> Self {
        match result {
            Ok(detail) => Self::new(what, Verdict::Good, detail),
            Err(error) => Self::new(what, Verdict::Wrong, format!("{error:#}")),
        }
    }
}

impl Doctor {
    pub async fn run(self) -> Result<ExitCode> {
        let folders = Folders::of_environment()?;
        let external = External::of_environment();
        let running = State::of_running(&folders)?;
        let mut findings = machine::tools(&external);
        findings.push(machine::disk(folders.home()));
        findings.extend(machine::ports(running.is_some()));
        findings.extend(stack::servers(&external, running.as_ref()).await);
        if self.json {
            println!("{}", serde_json::to_string(&findings)?);
        } else {
            findings.iter().for_each(show);
        }
        let wrong = findings.iter().any(|finding| finding.verdict == Verdict::Wrong);
        Ok(if wrong { ExitCode::from(NOT_READY) } else { ExitCode::SUCCESS })
    }
}

fn show(finding: &Finding) {
    let verdict = match finding.verdict {
        Verdict::Good => good("good "),
        Verdict::Note => "note ".to_owned(),
        Verdict::Wrong => bad("wrong"),
    };
    println!("{verdict} {:<22} {}", finding.what, finding.detail);
}
