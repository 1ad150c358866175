//! The tasks of a process by name, and stopping them in time.

use std::future::Future;
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// How long tasks may take to finish what they have begun.
const GRACE: Duration = Duration::from_secs(8);

/// The long-running tasks of a process. The first one to end takes the others with it.
pub struct Tasks {
    shutdown: CancellationToken,
    running: JoinSet<(&'static str, anyhow::Result<()>)>,
}

impl Tasks {
    pub fn new(shutdown: CancellationToken) -> Self {
        Self { shutdown, running: JoinSet::new() }
    }

    /// Starts a task that ends by itself once the shutdown token is cancelled.
    pub fn spawn<F>(&mut self, name: &'static str, task: F)
    where
        F: Future<Output = anyhow::Result<()>> + Send + 'static,
    {
        self.running.spawn(async move { (name, task.await) });
    }

    /// Waits until all have ended. An error names the task that ended first, and why.
    pub async fn run(mut self) -> anyhow::Result<()> {
        let Some(first) = self.running.join_next().await else { return Ok(()) };
        let asked_to_stop = self.shutdown.is_cancelled();
        self.shutdown.cancel();
        let rest = async { while self.running.join_next().await.is_some() {} };
        if tokio::time::timeout(GRACE, rest).await.is_err() {
            tracing::warn!("some tasks did not end within {} s and are cut off", GRACE.as_secs());
        }
        let (name, outcome) = first.context("a task panicked")?;
        outcome.with_context(|| format!("the task {name:?} failed"))?;
        if !asked_to_stop {
            bail!("the task {name:?} ended although nobody asked it to");
        }
        Ok(())
    }
}

/// A token that is cancelled so long after another one. For whoever still takes what is on its way
/// when the process is told to stop, until those who send have seen that they should not.
pub fn cancelled_later(token: &CancellationToken, delay: Duration) -> CancellationToken {
    let (first, later) = (token.clone(), CancellationToken::new());
    let cancelled = later.clone();
    tokio::spawn(async move {
        first.cancelled().await;
        tokio::time::sleep(delay).await;
        cancelled.cancel();
    });
    later
}

/// A token that is cancelled by SIGTERM or Ctrl-C.
pub fn stop_signal() -> std::io::Result<CancellationToken> {
    use tokio::signal::unix::{SignalKind, signal};
    let shutdown = CancellationToken::new();
    let (mut terminate, mut interrupt) =
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let token = shutdown.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("asked to stop; finishing what has begun");
        token.cancel();
    });
    Ok(shutdown)
}
