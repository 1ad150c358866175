//! Waiting for a server that is not there yet, for as long as it takes.

use std::fmt::Display;
use std::future::Future;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::Dependency;

const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(3);

/// Calls `attempt` until it succeeds, with growing pauses, and keeps the readiness of `dependency`
/// true to what it sees. `None` when the process is told to stop first.
pub async fn until_it_answers<T, E, F>(
    what: &str,
    dependency: &Dependency,
    shutdown: &CancellationToken,
    mut attempt: impl FnMut() -> F,
) -> Option<T>
where
    E: Display,
    F: Future<Output = Result<T, E>>,
{
    let mut pause = FIRST_PAUSE;
    loop {
        let outcome = tokio::select! {
            () = shutdown.cancelled() => return None,
            outcome = attempt() => outcome,
        };
        match outcome {
            Ok(value) => {
                dependency.up();
                return Some(value);
            }
            Err(error) => {
                dependency.down(&error);
                tracing::warn!("{what}: {error}; trying again in {} ms", pause.as_millis());
            }
        }
        tokio::select! {
            () = shutdown.cancelled() => return None,
            () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
        }
    }
}
