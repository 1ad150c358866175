//! A small shell process that cleans up after a test run that was killed.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::process::ProcessIdentity;

const SCRIPT: &str = include_str!("watcher.sh");

/// Has the servers recorded in `home` ended, and `home` removed, when this process is gone.
pub(crate) fn watch_over(home: &Path) -> Result<()> {
    let owner = ProcessIdentity::of_this_process()?;
    // In a group of its own, so that the Ctrl-C that ends the tests does not end the watcher.
    Command::new("/bin/sh")
        .args(["-c", SCRIPT, "ems-test-watcher"])
        .args([owner.pid.to_string(), owner.started.to_string()])
        .arg(home)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .context("cannot start the process that cleans up after tests")?;
    Ok(())
}
