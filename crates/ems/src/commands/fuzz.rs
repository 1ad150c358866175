//! `ems prove fuzz`: a minute of bytes that nobody thought of, for everything that reads what comes from
//! outside. What it learns is kept beside the tools, and the next run begins with it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::terminal::say;

const TARGETS: [&str; 4] = ["stomp", "sockjs", "measurement", "event"];
const SECONDS: u32 = 60;
/// As `cargo fuzz` sets them, but without the address sanitizer, which needs a nightly compiler and
/// finds what only `unsafe` code can do; there is none of ours.
const WATCH_EVERY_BRANCH: &str = "--cfg fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

pub fn run(root: &Path) -> Result<()> {
    let built = root.join(".ems/fuzz");
    say("building the targets");
    let mut build = Command::new("cargo");
    // With a target named, the flags do not reach what only the build itself runs.
    build
        .args(["build", "--quiet", "--locked", "--release", "--manifest-path", "fuzz/Cargo.toml"])
        .args(["--target", &host()?, "--target-dir"])
        .arg(built.join("target"))
        .env("RUSTFLAGS", WATCH_EVERY_BRANCH)
        .current_dir(root);
    succeed(&mut build)?;
    for target in TARGETS {
        let (corpus, found) = (built.join("corpus").join(target), built.join("found"));
        for folder in [&corpus, &found] {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("cannot make {}", folder.display()))?;
        }
        say(&format!("{target}: {SECONDS} s"));
        let mut fuzz =
            Command::new(built.join("target").join(host()?).join("release").join(target));
        fuzz.arg(&corpus).arg(root.join("fuzz/seeds").join(target));
        fuzz.arg(format!("-artifact_prefix={}/{target}-", found.display()));
        fuzz.arg(format!("-max_total_time={SECONDS}"));
        fuzz.args(["-timeout=10", "-rss_limit_mb=1024", "-max_len=70000", "-verbosity=0"]);
        succeed(&mut fuzz)?;
    }
    Ok(())
}

/// The compiler's name for this machine.
fn host() -> Result<String> {
    let said = Command::new("rustc").arg("-vV").output().context("cannot start rustc")?;
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc does not say what machine this is")
}

fn succeed(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {command:?}"))?;
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(())
}
