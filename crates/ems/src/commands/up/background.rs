//! `ems up --detach`: starts the supervisor as a process of its own and waits until all is ready.

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, ExitCode, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use local_stack::ProcessIdentity;

use super::Up;
use crate::commands::INTERRUPTED;
use crate::stack::{Folders, Phase, State, this_program};
use crate::terminal::say;

const GLANCE: Duration = Duration::from_millis(100);
const PATIENCE_TO_STOP: Duration = Duration::from_secs(60);

pub async fn start(up: &Up, folders: &Folders) -> Result<ExitCode> {
    let log = folders.log("up");
    let output = File::create(&log).with_context(|| format!("cannot make {}", log.display()))?;
    let mut command = this_program();
    command.args(["up", "--in-background", "--replicas", &up.replicas.to_string()]);
    command.args(up.no_demo.then_some("--no-demo")).env("EMS_DATA_DIR", folders.home());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(output);
    let mut supervisor = command.spawn().context("cannot start the supervisor")?;
    let identity = ProcessIdentity::of(supervisor.id()).context("the supervisor ended at once")?;
    let mut words = Words(File::open(&log)?);
    tokio::select! {
        ready = follow(&mut supervisor, identity, folders, &mut words) => show(up, ready?),
        _ = tokio::signal::ctrl_c() => {
            identity.end(PATIENCE_TO_STOP).await;
            words.pass_on();
            Ok(ExitCode::from(INTERRUPTED))
        }
    }
}

/// Waits for a supervisor that somebody else has started.
pub async fn until_ready(
    up: &Up,
    folders: &Folders,
    supervisor: ProcessIdentity,
) -> Result<ExitCode> {
    while supervisor.is_alive() {
        if let Some(state) = ready_state(folders, supervisor)? {
            return show(up, state);
        }
        tokio::time::sleep(GLANCE).await;
    }
    bail!("it ended before it was ready; see `ems logs up`")
}

async fn follow(
    child: &mut Child,
    identity: ProcessIdentity,
    folders: &Folders,
    words: &mut Words,
) -> Result<State> {
    loop {
        words.pass_on();
        if let Some(state) = ready_state(folders, identity)? {
            words.pass_on();
            return Ok(state);
        }
        if let Some(status) = child.try_wait()? {
            words.pass_on();
            bail!(
                "the start has failed ({status}); all that was said is in {}",
                folders.log("up").display()
            );
        }
        tokio::time::sleep(GLANCE).await;
    }
}

fn ready_state(folders: &Folders, supervisor: ProcessIdentity) -> Result<Option<State>> {
    let state = State::read(&folders.state())?;
    Ok(state.filter(|state| state.phase == Phase::Ready && state.supervisor == supervisor))
}

fn show(up: &Up, state: State) -> Result<ExitCode> {
    up.show(&state.summary)?;
    if !up.json {
        say("`ems status` shows it, `ems logs gateway -f` follows it, `ems down` stops it");
    }
    Ok(ExitCode::SUCCESS)
}

/// What the supervisor says, passed on as it comes.
struct Words(File);

impl Words {
    fn pass_on(&mut self) {
        let mut new = Vec::new();
        if self.0.read_to_end(&mut new).is_ok() {
            // Nobody may be listening any more, which is no reason to fail.
            let _ = std::io::stderr().write_all(&new);
        }
    }
}
