//! `ems prove`: long runs by name, each with the time that it is expected to take.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::checkout;
use crate::terminal::{duration, failure, say, strong};

/// Run a long proof by name; without a name, list them
#[derive(Args)]
#[command(after_help = "Examples:\n  ems prove\n  ems prove supply-chain")]
pub struct Prove {
    name: Option<String>,
}

struct Proof {
    name: &'static str,
    claim: &'static str,
    expected: &'static str,
    run: fn(&Path) -> Result<()>,
}

const PROOFS: &[Proof] = &[Proof {
    name: "supply-chain",
    claim: "every dependency has a licence that we accept and comes from the registry",
    expected: "20 s, and 10 min once to build cargo-deny",
    run: supply_chain,
}];

impl Prove {
    pub fn run(self) -> Result<ExitCode> {
        let Some(name) = self.name else {
            list();
            return Ok(ExitCode::SUCCESS);
        };
        let Some(proof) = PROOFS.iter().find(|proof| proof.name == name) else {
            failure(&format!("there is no proof {name:?}; these are there:"));
            list();
            return Ok(ExitCode::from(2));
        };
        let begin = Instant::now();
        say(&format!("{}: {} (expected: {})", strong(proof.name), proof.claim, proof.expected));
        (proof.run)(&checkout::root()?)?;
        say(&format!("proved in {}", duration(begin.elapsed())));
        Ok(ExitCode::SUCCESS)
    }
}

fn list() {
    for Proof { name, claim, expected, .. } in PROOFS {
        println!("{name:<16} {claim} ({expected})");
    }
}

fn supply_chain(root: &Path) -> Result<()> {
    let tools = root.join(".ems/tools");
    let deny = tools.join("bin/cargo-deny");
    if !deny.is_file() {
        say("installing cargo-deny");
        let mut install = Command::new("cargo");
        install
            .args(["install", "--locked", "cargo-deny", "--version", "0.20.2", "--root"])
            .arg(&tools);
        succeed(&mut install)?;
    }
    succeed(Command::new(deny).args(["check", "bans", "licenses", "sources"]).current_dir(root))
}

fn succeed(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {command:?}"))?;
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(())
}
