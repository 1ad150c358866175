//! The browser smoke test: the whole stack beside any other, and a script that uses its page.

use std::fs::{File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use tokio::process::Command;

use super::steps::{Workshop, succeed};

/// Away from where people have theirs; busy blocks are passed over anyway.
const PORT_BASE: &str = "26000";

pub async fn run(workshop: &Workshop, log: &File) -> Result<()> {
    let home = tempfile::Builder::new().prefix("ems-smoke-").tempdir()?;
    // PostgreSQL may run as another user, who passes through here.
    std::fs::set_permissions(home.path(), Permissions::from_mode(0o711))?;
    let used = match up(workshop, home.path(), log).await {
        Ok(line) => use_page(workshop, &line, log).await,
        Err(error) => Err(error),
    };
    let down = succeed(ems(workshop, home.path()).arg("down"), log).await;
    used.and(down.context("the stack does not stop"))
}

/// Starts the stack and gives the line in which it says where it is.
async fn up(workshop: &Workshop, home: &Path, log: &File) -> Result<String> {
    let mut command = ems(workshop, home);
    command.args(["up", "--detach", "--json"]).stdout(Stdio::piped()).stderr(log.try_clone()?);
    let output = command.spawn()?.wait_with_output().await?;
    ensure!(output.status.success(), "`ems up --detach` ended with {}", output.status);
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

async fn use_page(workshop: &Workshop, stack: &str, log: &File) -> Result<()> {
    let mut node = workshop.command("node", "web");
    node.arg("smoke/smoke.mjs").env("EMS_SMOKE_STACK", stack);
    succeed(&mut node, log).await.context("the browser does not see what it should")
}

fn ems(workshop: &Workshop, home: &Path) -> Command {
    let mut command = workshop.command(&workshop.program, "");
    command.env("EMS_DATA_DIR", home).env("EMS_PORT_BASE", PORT_BASE);
    command
}
