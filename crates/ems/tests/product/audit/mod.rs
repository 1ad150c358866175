//! What auditors ask: where a number came from, whether the log is whole, and what was before.

mod numbers;
mod replays;
mod restores;
mod tamper;

use std::process::{Command, Output};

use serde_json::Value;

use crate::support::{Place, World};

/// Runs `ems` with these words against a place's servers.
fn ems(place: &Place, words: &[&str]) -> Output {
    ems_with(place, words, &[])
}

/// The same with more settings.
fn ems_with(place: &Place, words: &[&str], settings: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ems"))
        .args(words)
        .env("EMS_NATS_URL", &place.nats_url)
        .env("EMS_DATABASE_URL", &place.database_url)
        .env_remove("EMS_MASTER_KEY_FILE")
        .envs(settings.iter().copied())
        .output()
        .expect("the command runs")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit code")
}

/// What a command with `--json` prints, with the exit code that it is expected to end with.
fn asked(world: &World, words: &[&str], expected: i32) -> Value {
    let output = ems(&world.place, &[words, &["--json"]].concat());
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(code(&output), expected, "{words:?}: {told}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}
