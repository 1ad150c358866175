//! What a gateway looks after between requests: the log it follows, its dependencies' health, and
//! ended sessions.

use std::fmt::Display;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use event_log::{EventLog, LogSettings, Position, Pulse};
use process::{Dependency, until_it_answers};
use sqlx::PgPool;
use tokio::time::{Instant, timeout};

use crate::state::Gateway;
use crate::{identity, live, security};

const CHECK_EVERY: Duration = Duration::from_secs(2);
/// Well below the second for which a command API that was told to stop still takes requests.
const CHECK_COMMAND_API_EVERY: Duration = Duration::from_millis(250);
/// A dependency that takes longer to say anything is as good as out.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);
const TIDY_EVERY: Duration = Duration::from_secs(3600);

/// What this gateway depends on, as its readiness names it.
pub struct Dependencies {
    pub nats: Dependency,
    pub postgres: Dependency,
    pub command_api: Dependency,
}

/// Waits for the log as long as it takes, then pushes what happens from its head on.
pub async fn follow_log(
    gateway: Arc<Gateway>,
    settings: LogSettings,
    replica: String,
    nats: Dependency,
) -> anyhow::Result<()> {
    let shutdown = gateway.shutdown.clone();
    let opened = until_it_answers("NATS", &nats, &shutdown, || open_log(&settings)).await;
    let Some((log, head)) = opened else { return Ok(()) };
    gateway.log.get_or_init(|| log.clone());
    let version = env!("CARGO_PKG_VERSION");
    let pulse = Pulse::of("gateway", &replica, version, nats.health());
    let watched = async {
        tokio::join!(log.watch(&nats, &shutdown), pulse.beat(&log, &shutdown));
        Ok(())
    };
    tokio::try_join!(
        live::follow_log(gateway.clone(), log.clone(), head),
        live::forward(gateway.clone(), log.clone()),
        live::hear_roles(gateway.clone(), log.clone()),
        security::write(&gateway.security, log.clone(), shutdown.clone()),
        watched,
    )?;
    Ok(())
}

/// The streams are made by those who write to them; until then there is nothing to follow. The head
/// is found before the subscription, so that none is missed between the two. What came before the
/// gateway first reached NATS is in the list of alerts, and is not pushed.
async fn open_log(settings: &LogSettings) -> anyhow::Result<(EventLog, Position)> {
    let log = EventLog::connect(settings, "gateway").await?;
    let head = log.head().await?;
    Ok((log, head))
}

/// Creates the gateway's own tables as soon as PostgreSQL is there, then keeps readiness true to it
/// and removes sessions that ended some time ago.
pub async fn keep_database(
    gateway: Arc<Gateway>,
    pool: PgPool,
    postgres: Dependency,
) -> anyhow::Result<()> {
    let shutdown = gateway.shutdown.clone();
    let created =
        until_it_answers("PostgreSQL", &postgres, &shutdown, || identity::create_tables(&pool));
    if created.await.is_none() {
        return Ok(());
    }
    let mut tidied: Option<Instant> = None;
    loop {
        check(&postgres, sqlx::query("select 1").execute(&pool)).await;
        if tidied.is_none_or(|at| at.elapsed() > TIDY_EVERY) {
            tidied = tidy(&gateway).await.then(Instant::now);
        }
        tokio::select! {
            () = shutdown.cancelled() => return Ok(()),
            () = tokio::time::sleep(CHECK_EVERY) => {}
        }
    }
}

/// Whether it is done for now.
async fn tidy(gateway: &Gateway) -> bool {
    match gateway.identities.sessions.forget_ended().await {
        Ok(0) => {}
        Ok(forgotten) => tracing::info!("{forgotten} ended sessions removed"),
        Err(error) => {
            tracing::warn!("ended sessions could not be removed: {error}");
            return false;
        }
    }
    true
}

pub async fn watch_command_api(
    gateway: Arc<Gateway>,
    command_api: Dependency,
) -> anyhow::Result<()> {
    loop {
        check(&command_api, gateway.command_api.answers()).await;
        tokio::select! {
            () = gateway.shutdown.cancelled() => return Ok(()),
            () = tokio::time::sleep(CHECK_COMMAND_API_EVERY) => {}
        }
    }
}

async fn check<T, E: Display>(dependency: &Dependency, answer: impl Future<Output = Result<T, E>>) {
    match timeout(ANSWER_WITHIN, answer).await {
        Ok(Ok(_)) => dependency.up(),
        Ok(Err(error)) => dependency.down(error),
        Err(_) => dependency.down("it does not answer"),
    }
}
