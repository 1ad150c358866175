//! Ends the sockets of whoever is no longer signed in, or no longer what they were when they came.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use crate::identity::Session;
use crate::state::Gateway;

/// With the time that an event takes to the read models this stays well below five seconds. One
/// question to the database for all sockets costs less than one of each.
const LOOK_EVERY: Duration = Duration::from_millis(1_500);

/// Looks until told to stop. While the database cannot say, what was true remains so.
pub async fn watch_over_sockets(gateway: Arc<Gateway>) -> anyhow::Result<()> {
    loop {
        if let Err(error) = look(&gateway).await {
            tracing::warn!("whether open sockets may stay open is not known now: {error}");
        }
        tokio::select! {
            () = gateway.shutdown.cancelled() => return Ok(()),
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

async fn look(gateway: &Gateway) -> anyhow::Result<()> {
    let watched = gateway.hub.watched();
    if watched.is_empty() {
        return Ok(());
    }
    let distinct: HashSet<_> = watched.iter().map(|socket| socket.session).collect();
    let sessions: Vec<_> = distinct.into_iter().collect();
    let standing = gateway.identities.sessions.standing(&sessions).await?;
    let users: HashSet<_> = standing.values().map(|session| session.user).collect();
    let users: Vec<_> = users.into_iter().collect();
    let accounts = gateway.identities.accounts.now(&users).await?;
    for socket in watched {
        let account =
            |session: &Session| accounts.get(&session.user).map(|found| (*session, found));
        let stands =
            standing.get(&socket.session).and_then(account).is_some_and(|(session, account)| {
                session.credentials >= account.credentials && account.role == socket.role
            });
        if !stands {
            socket.ended.cancel();
        }
    }
    // Whoever listens uses their session.
    Ok(gateway.identities.sessions.mark_as_seen(&sessions).await?)
}
