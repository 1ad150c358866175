//! The supervisor itself, on a terminal or as what `--detach` leaves behind.

use std::process::ExitCode;

use anyhow::Result;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::Up;
use crate::commands::{CONFLICT, INTERRUPTED};
use crate::stack::{Folders, Lock, Supervisor};
use crate::terminal::{failure, say, warn};

pub async fn run(up: &Up, folders: Folders) -> Result<ExitCode> {
    if up.in_background {
        // A session of its own: the terminal that it was started from may go.
        rustix::process::setsid()?;
    }
    let Some(lock) = Lock::take(&folders.lock())? else {
        failure("another `ems up` or `ems down` is at work on this folder");
        return Ok(ExitCode::from(CONFLICT));
    };
    let mut endings = Endings::listen()?;
    let begun = tokio::select! {
        begun = Supervisor::bring_up(folders, lock, up.options()) => begun?,
        // What was started so far ends with the future that is dropped here.
        code = endings.next() => return Ok(code),
    };
    // The one in the background speaks into a log, where no password belongs.
    if !up.in_background {
        up.show(begun.summary())?;
    }
    supervise(up, begun, endings).await
}

async fn supervise(up: &Up, mut supervisor: Supervisor, mut endings: Endings) -> Result<ExitCode> {
    if !up.in_background && !up.json {
        say("Ctrl-C stops everything in order");
    }
    let code = tokio::select! {
        code = endings.next() => code,
        never = supervisor.watch() => match never {},
    };
    let stopped = tokio::select! {
        stopped = supervisor.stop() => stopped,
        _ = endings.next() => {
            // Dropping the supervisor kills its own children, and only them.
            warn("ended at once");
            return Ok(ExitCode::from(INTERRUPTED));
        }
    };
    stopped.map(|()| code)
}

/// The signals that ask for an end.
struct Endings {
    interrupt: Signal,
    terminate: Signal,
    hangup: Signal,
}

impl Endings {
    fn listen() -> Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// The code to exit with: to be told by `ems down` is the ordinary end.
    async fn next(&mut self) -> ExitCode {
        tokio::select! {
            _ = self.interrupt.recv() => ExitCode::from(INTERRUPTED),
            _ = self.hangup.recv() => ExitCode::from(INTERRUPTED),
            _ = self.terminate.recv() => ExitCode::SUCCESS,
        }
    }
}
