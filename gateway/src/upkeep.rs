//! What a gateway looks after between requests: its dependencies' health, and ended sessions.

use std::fmt::Display;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use event_log::EventLog;
use process::Dependency;
use sqlx::PgPool;
use tokio::time::timeout;

use crate::state::Gateway;

const CHECK_EVERY: Duration = Duration::from_secs(2);
/// A dependency that takes longer to say anything is as good as out.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);
const TIDY_EVERY: Duration = Duration::from_secs(3600);

/// What this gateway depends on, as its readiness names it.
pub struct Dependencies {
    pub nats: Dependency,
    pub postgres: Dependency,
    pub command_api: Dependency,
}

/// Keeps readiness true to what can be reached.
pub async fn watch(
    gateway: Arc<Gateway>,
    log: EventLog,
    pool: PgPool,
    dependencies: Dependencies,
) -> anyhow::Result<()> {
    loop {
        let Dependencies { nats, postgres, command_api } = &dependencies;
        tokio::join!(
            check(nats, connection(&log)),
            check(postgres, sqlx::query("select 1").execute(&pool)),
            check(command_api, gateway.command_api.answers()),
        );
        tokio::select! {
            () = gateway.shutdown.cancelled() => return Ok(()),
            () = tokio::time::sleep(CHECK_EVERY) => {}
        }
    }
}

async fn connection(log: &EventLog) -> Result<(), &'static str> {
    if log.is_connected() { Ok(()) } else { Err("not connected") }
}

async fn check<T, E: Display>(dependency: &Dependency, answer: impl Future<Output = Result<T, E>>) {
    match timeout(ANSWER_WITHIN, answer).await {
        Ok(Ok(_)) => dependency.up(),
        Ok(Err(error)) => dependency.down(error),
        Err(_) => dependency.down("it does not answer"),
    }
}

/// Removes sessions that ended some time ago.
pub async fn tidy(gateway: Arc<Gateway>) -> anyhow::Result<()> {
    loop {
        match gateway.identities.sessions.forget_ended().await {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!("{forgotten} ended sessions removed"),
            Err(error) => tracing::warn!("ended sessions could not be removed: {error}"),
        }
        tokio::select! {
            () = gateway.shutdown.cancelled() => return Ok(()),
            () = tokio::time::sleep(TIDY_EVERY) => {}
        }
    }
}
