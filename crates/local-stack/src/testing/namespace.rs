//! A network of a test's own: where port 80 is free, and nothing else can be reached.

use std::process::{Command, ExitStatus};

use anyhow::{Context, Result, ensure};
use rustix::process::geteuid;

/// Set for the run inside.
const INSIDE: &str = "EMS_TEST_NAMESPACE";
/// Loopback is down in a new network.
const WITH_LOOPBACK: &str = "ip link set lo up && exec \"$0\" \"$@\"";

/// Runs the test that calls it once more, in a network namespace of its own, and answers whether this
/// is the run inside. Servers that run outside cannot be reached from there.
///
/// `name` is the test's path, such as `old_page::it_works`. Fails as the run inside fails.
pub fn is_in_own_network(name: &str) -> Result<bool> {
    if std::env::var_os(INSIDE).is_some() {
        return Ok(true);
    }
    let mut command = Command::new("unshare");
    command.args(["--net", "--fork", "--kill-child"]);
    if !geteuid().is_root() {
        // May listen on port 80 there, and is nobody special outside.
        command.args(["--user", "--map-current-user", "--keep-caps"]);
    }
    command.args(["sh", "-c", WITH_LOOPBACK]).arg(std::env::current_exe()?);
    command.args(["--exact", name, "--nocapture"]).env(INSIDE, "yes");
    let output = command.output().context("cannot run unshare, which is part of util-linux")?;
    ensure!(
        is_one_passed_test(output.status, &output.stdout),
        "{name} in a network of its own: {}",
        told(&output.stdout, &output.stderr)
    );
    Ok(false)
}

/// A name that no test has would pass as well, without having run anything.
fn is_one_passed_test(status: ExitStatus, said: &[u8]) -> bool {
    status.success() && String::from_utf8_lossy(said).contains("test result: ok. 1 passed")
}

fn told(said: &[u8], complained: &[u8]) -> String {
    format!("{}{}", String::from_utf8_lossy(said), String::from_utf8_lossy(complained))
}
