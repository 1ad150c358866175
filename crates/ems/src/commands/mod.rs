//! The subcommands, in the order in which `ems help` lists them.

mod audit;
mod backup;
mod deploy;
mod doctor;
mod down;
mod fuzz;
mod logs;
mod projections;
mod prove;
mod replay;
mod reset;
mod run;
mod simulate;
mod status;
mod test;
mod up;
mod waiting;
mod whatif;

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

/// Something that is needed does not run or does not answer yet.
const NOT_READY: u8 = 3;
/// What is asked for contradicts what already runs.
const CONFLICT: u8 = 4;
/// Ended by Ctrl-C.
const INTERRUPTED: u8 = 130;

#[derive(Subcommand)]
pub enum Command {
    Up(up::Up),
    Down(down::Down),
    Status(status::Status),
    Logs(logs::Logs),
    Doctor(doctor::Doctor),
    Reset(reset::Reset),
    Run(run::Run),
    Deploy(deploy::Deploy),
    Quarantine(waiting::Quarantine),
    Parked(waiting::Parked),
    Held(waiting::Held),
    Conflicts(waiting::Conflicts),
    Unregistered(waiting::Unregistered),
    Projections(projections::Projections),
    Audit(audit::Audit),
    Replay(replay::Replay),
    #[command(name = "whatif")]
    WhatIf(whatif::WhatIf),
    Backup(backup::Backup),
    Restore(backup::Restore),
    Simulate(simulate::Simulate),
    Bench(crate::bench::Bench),
    Test(test::Test),
    Prove(prove::Prove),
}

impl Command {
    pub async fn run(self) -> Result<ExitCode> {
        match self {
            Self::Up(up) => up.run().await,
            Self::Down(down) => down.run().await,
            Self::Status(status) => status.run().await,
            Self::Logs(logs) => logs.run().await,
            Self::Doctor(doctor) => doctor.run().await,
            Self::Reset(reset) => reset.run().await,
            Self::Run(run) => run.run().await,
            Self::Deploy(deploy) => deploy.run().await,
            Self::Quarantine(quarantine) => quarantine.run().await,
            Self::Parked(parked) => parked.run().await,
            Self::Held(held) => held.run().await,
            Self::Conflicts(conflicts) => conflicts.run().await,
            Self::Unregistered(unregistered) => unregistered.run().await,
            Self::Projections(projections) => projections.run().await,
            Self::Audit(audit) => audit.run().await,
            Self::Replay(replay) => replay.run().await,
            Self::WhatIf(what_if) => what_if.run().await,
            Self::Backup(backup) => backup.run().await,
            Self::Restore(restore) => restore.run().await,
            Self::Simulate(simulate) => simulate.run().await,
            Self::Bench(bench) => bench.run().await,
            Self::Test(test) => test.run().await,
            Self::Prove(prove) => prove.run(),
        }
    }
}
