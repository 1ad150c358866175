//! `ems audit alert`: an alert back to its judgement, readings, limit and owner.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use domain::ids::AlertId;
use projections::audit::{AlertFact, AlertProof};
use uuid::Uuid;

use super::Sources;
use super::total::{energy, print as print_total, time};
use crate::commands::waiting::output::{not_ready, not_there, show};
use crate::terminal::{bad, good};

/// Show what led to an alert, who was told and who has acknowledged it
#[derive(Args)]
#[command(
    after_help = "Examples:\n  ems audit alert 0d5a0a4e-7f2a-5c11-9a53-0f3b8d6b2f10\n  ems audit alert 0d5a0a4e-7f2a-5c11-9a53-0f3b8d6b2f10 --json"
)]
pub struct Alert {
    /// The alert's id, as the list of alerts has it
    id: Uuid,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Alert {
    pub async fn run(self) -> Result<ExitCode> {
        let Some(sources) = Sources::find().await? else { return not_ready() };
        let Some(proof) = sources.audit().alert(AlertId(self.id)).await? else {
            return not_there("the log knows no such alert");
        };
        if self.json {
            show(&proof)?;
        } else {
            print(&proof);
        }
        let agrees = proof.consistent && proof.total.equal != Some(false);
        Ok(if agrees { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn print(proof: &AlertProof) {
    let now = if proof.stands { "stands" } else { "does not stand" };
    println!("alert {}  {now}", proof.alert);
    proof.story.iter().for_each(print_fact);
    if let Some(passed) = proof.passed_at {
        println!(
            "reading {} of {} brought the sum to {}",
            passed.position,
            time(passed.arrived_at),
            energy(passed.sum),
        );
    }
    print_total(&proof.total);
    match proof.consistent {
        true => println!("{}", good("the alert and the total agree")),
        false => println!("{}", bad("the alert and the total do not agree")),
    }
}

fn print_fact(fact: &AlertFact) {
    println!("  event {}  {}  {}  by {}", fact.position, time(fact.at), fact.kind, fact.actor);
    if let Some(judgement) = &fact.judgement {
        let version = judgement.limit_version.map(|limit| format!(" (event {})", limit.position));
        println!(
            "    judgement {}: {} against a limit of {}{}",
            judgement.revision,
            energy(judgement.total),
            energy(judgement.limit),
            version.unwrap_or_default(),
        );
        let owner = judgement.owner.map_or_else(|| "nobody".to_owned(), |owner| owner.to_string());
        println!("    owner {owner}");
    }
    match fact.pushed {
        Some(true) => println!("    pushed to the owner's browser"),
        Some(false) => println!("    listed, not pushed"),
        None => {}
    }
    if let Some(by) = fact.acknowledged_by {
        println!("    acknowledged by {by}: {}", fact.comment.as_deref().unwrap_or("no comment"));
    }
}
