//! A child process with a log file and a recorded id, killed when its owner lets go of it.

use std::fs::OpenOptions;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::Signal;

use super::{ProcessIdentity, log_tail};

const POLL: Duration = Duration::from_millis(30);

/// A running child. It does not need the runtime that started it: tests share servers across
/// runtimes.
#[derive(Debug)]
pub struct ChildProcess {
    name: String,
    child: Child,
    identity: ProcessIdentity,
    log: PathBuf,
    record: PathBuf,
}

impl ChildProcess {
    /// Starts a command in a process group of its own, so that Ctrl-C reaches only the one who
    /// decides the order of stopping. Its id is recorded as `<run>/<name>.pid`.
    pub fn spawn(name: &str, mut command: Command, log: &Path, run: &Path) -> Result<Self> {
        let output = OpenOptions::new().create(true).append(true).open(log);
        let output = output.with_context(|| format!("cannot open the log {}", log.display()))?;
        let program = command.get_program().to_string_lossy().into_owned();
        command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output).process_group(0);
        let child = command.spawn().with_context(|| format!("cannot start {name} ({program})"))?;
        let identity = ProcessIdentity::of(child.id())
            .with_context(|| format!("{name} ended at once\n{}", log_tail(log, 20)))?;
        let record = run.join(format!("{name}.pid"));
        let process = Self { name: name.to_owned(), child, identity, log: log.to_owned(), record };
        process.identity.record(&process.record)?;
        Ok(process)
    }

    pub fn identity(&self) -> ProcessIdentity {
        self.identity
    }

    pub fn log(&self) -> &Path {
        &self.log
    }

    /// How the process ended, if it has.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().with_context(|| format!("cannot ask after {}", self.name))
    }

    /// Waits until `answers` says yes; gives up when the process ends or the time is over.
    pub async fn until_ready(
        &mut self,
        limit: Duration,
        mut answers: impl AsyncFnMut() -> bool,
    ) -> Result<()> {
        let give_up = tokio::time::Instant::now() + limit;
        while tokio::time::Instant::now() < give_up {
            if let Some(status) = self.ended()? {
                bail!("{} ended while starting ({status}){}", self.name, self.last_words());
            }
            if answers().await {
                return Ok(());
            }
            tokio::time::sleep(POLL).await;
        }
        bail!("{} did not answer within {} s{}", self.name, limit.as_secs(), self.last_words())
    }

    /// Keeps the log bounded: beyond `limit` bytes it moves to `<log>.1`, over the one before.
    pub fn trim_log(&self, limit: u64) -> Result<()> {
        if std::fs::metadata(&self.log).is_ok_and(|log| log.len() > limit) {
            std::fs::copy(&self.log, self.log.with_added_extension("1"))?;
            // The process appends, so it goes on at the new end.
            OpenOptions::new().write(true).open(&self.log)?.set_len(0)?;
        }
        Ok(())
    }

    /// Sends a signal and waits; kills the process when it takes longer than `patience`.
    pub async fn stop(&mut self, signal: Signal, patience: Duration) -> Result<()> {
        self.identity.signal(signal);
        let deadline = tokio::time::Instant::now() + patience;
        while self.ended()?.is_none() {
            if tokio::time::Instant::now() > deadline {
                self.kill();
                bail!("{} did not stop within {} s and was killed", self.name, patience.as_secs());
            }
            tokio::time::sleep(POLL).await;
        }
        self.forget();
        Ok(())
    }

    /// Ends the process without asking, and waits until it is gone.
    pub fn kill(&mut self) {
        // Both fail only when the process is gone already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.forget();
    }

    fn forget(&self) {
        let _ = std::fs::remove_file(&self.record);
    }

    fn last_words(&self) -> String {
        let log = self.log.display();
        format!(
            "; the end of {log}:\n{}\nWhat to do: read the cause above, then run `./ems doctor`.",
            log_tail(&self.log, 20)
        )
    }
}

impl Drop for ChildProcess {
    fn drop(&mut self) {
        if matches!(self.ended(), Ok(None)) {
            self.kill();
        }
    }
}
