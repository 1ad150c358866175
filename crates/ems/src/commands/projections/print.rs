//! What `ems projections` prints, for people and for programs.

use std::process::ExitCode;

use anyhow::Result;
use projections::{Difference, Kind, ProjectionView, Report, RunView};
use serde::Serialize;

use crate::terminal::{failure, say};

pub fn list(projections: &[ProjectionView], json: bool) -> Result<ExitCode> {
    if json {
        println!("{}", serde_json::to_string(projections)?);
        return Ok(ExitCode::SUCCESS);
    }
    println!(
        "{:<15} {:>10} {:>8} {:>9} {:>8} {:>7}  state",
        "name", "position", "lag", "rate/s", "replicas", "parked"
    );
    for view in projections {
        let ProjectionView { name, position, lag, rate, replicas, parked, state } = view;
        println!(
            "{name:<15} {position:>10} {lag:>8} {rate:>9.0} {replicas:>8} {parked:>7}  {state}"
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// A run with what came of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    #[serde(flatten)]
    run: &'a RunView,
    report: Option<Report>,
}

/// The exit code of a verification tells whether everything was the same.
pub fn outcome(run: &RunView, kind: Kind, json: bool) -> Result<ExitCode> {
    let report = run.report();
    let differs = report.as_ref().is_some_and(|report| report.differences > 0);
    let failed = run.state == "failed" || (kind == Kind::Verify && differs);
    match &report {
        _ if json => {
            let outcome = Outcome { run, report: report.clone() };
            println!("{}", serde_json::to_string(&outcome)?);
        }
        Some(report) => tell(run, kind, report),
        None => failure(run.problem.as_deref().unwrap_or("the run ended without a report")),
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn tell(run: &RunView, kind: Kind, report: &Report) {
    for Difference { table, live, from_log } in &report.shown {
        let side = |row: &Option<String>| row.clone().unwrap_or_else(|| "no row".to_owned());
        println!("{table}\n  live     {}\n  from log {}", side(live), side(from_log));
    }
    if let Some(horizon) = report.horizon {
        say(&format!(
            "the log begins later: what was measured before {} is carried over as it was ({} hours)",
            horizon.to_rfc3339(),
            report.carried_over
        ));
    }
    let name = &run.projection;
    let found = match report.differences {
        0 => "no row differed".to_owned(),
        1 => "1 row differed".to_owned(),
        many => format!("{many} rows differed"),
    };
    let rate = report.read as f64 / report.seconds.max(0.001);
    say(&match kind {
        Kind::Rebuild => format!(
            "{name} is rebuilt from {} messages ({rate:.0}/s), and {found}; nothing was counted for \
             {} ms; `ems projections rollback {name}` goes back",
            report.read, report.held_back_millis
        ),
        Kind::Rollback => format!("{name} is as it was before the rebuild, up to date; {found}"),
        Kind::Verify => format!("{name} was compared with {} messages: {found}", report.read),
    });
}
