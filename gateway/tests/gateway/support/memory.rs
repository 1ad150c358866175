//! What this process takes of the machine's memory.

use anyhow::{Context, Result};

/// Resident memory of this process, in which gateway and clients are together.
pub fn memory() -> Result<usize> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("VmRSS")?;
    let kib: usize = line.split_whitespace().nth(1).context("a number")?.parse()?;
    Ok(kib * 1024)
}
