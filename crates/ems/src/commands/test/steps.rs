//! The steps of `ems test`, in the order from quick to slow.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use local_stack::TestServers;
use tokio::process::Command;

use super::smoke;
use crate::stack::Folders;

pub struct Step {
    pub name: &'static str,
    pub what: &'static str,
    work: Work,
}

enum Work {
    Cargo(&'static [&'static str]),
    Npm(&'static [&'static str]),
    Tests,
    Smoke,
}

pub const STEPS: &[Step] = &[
    Step {
        name: "format",
        what: "the Rust sources are formatted",
        work: Work::Cargo(&["fmt", "--all", "--check"]),
    },
    Step {
        name: "clippy",
        what: "the lints find nothing",
        work: Work::Cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ]),
    },
    Step {
        name: "web-check",
        what: "types, lints and format of the page",
        work: Work::Npm(&["run", "check"]),
    },
    Step { name: "web-test", what: "unit tests of the page", work: Work::Npm(&["test"]) },
    Step {
        name: "tests",
        what: "unit, property, golden and integration tests on private servers",
        work: Work::Tests,
    },
    Step { name: "smoke", what: "the whole stack, used in a real browser", work: Work::Smoke },
];

/// Where the steps work.
pub struct Workshop {
    pub root: PathBuf,
    /// This program's path, looked up before a build may replace the file.
    pub program: PathBuf,
    folders: Folders,
}

impl Workshop {
    pub fn new(root: PathBuf, folders: Folders) -> Result<Self> {
        Ok(Self { root, program: std::env::current_exe()?, folders })
    }

    pub fn log(&self, step: &str) -> PathBuf {
        self.folders.log(&format!("test-{step}"))
    }

    pub fn command(&self, program: impl AsRef<Path>, folder: &str) -> Command {
        let mut command = Command::new(program.as_ref());
        command.current_dir(self.root.join(folder)).stdin(Stdio::null()).kill_on_drop(true);
        // Steps bring their own servers; work that runs elsewhere is left alone.
        for name in ["EMS_NATS_URL", "EMS_NATS_MONITOR_URL", "EMS_DATABASE_URL", "EMS_AMQP_URL"] {
            command.env_remove(name);
        }
        command
    }
}

impl Step {
    pub async fn run(&self, workshop: &Workshop) -> Result<()> {
        let log = File::create(workshop.log(self.name)).context("cannot make the log")?;
        match self.work {
            Work::Cargo(arguments) => {
                succeed(workshop.command("cargo", "").args(arguments), &log).await
            }
            Work::Npm(arguments) => {
                succeed(workshop.command("npm", "web").args(arguments), &log).await
            }
            Work::Tests => tests(workshop, &log).await,
            Work::Smoke => smoke::run(workshop, &log).await,
        }
    }
}

async fn tests(workshop: &Workshop, log: &File) -> Result<()> {
    let servers = TestServers::start().await.context("cannot start the servers for the tests")?;
    let mut cargo = workshop.command("cargo", "");
    cargo.args(["test", "--workspace", "--locked"]).env("EMS_TEST_SERVERS", servers.description());
    succeed(&mut cargo, log).await
}

/// Runs a command to its end, with all that it says in the log.
pub async fn succeed(command: &mut Command, log: &File) -> Result<()> {
    command.stdout(log.try_clone()?).stderr(log.try_clone()?);
    let status = command.status().await.with_context(|| format!("cannot start {command:?}"))?;
    ensure!(status.success(), "it ended with {status}");
    Ok(())
}
