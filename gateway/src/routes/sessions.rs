//! A person's own sessions: where they are signed in, ending one, ending all.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::guard::Admitted;
use crate::http::{Peer, Problem};
use crate::identity::SetCookie;
use crate::security::{Act, Kind};
use crate::state::Gateway;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionRow {
    id: Uuid,
    created_at: DateTime<Utc>,
    last_used_at: DateTime<Utc>,
    address: Option<String>,
    user_agent: Option<String>,
    /// Whether it is the one that asks.
    current: bool,
}

pub async fn list(
    State(gateway): State<Arc<Gateway>>,
    Extension(admitted): Extension<Admitted>,
) -> Result<Json<Vec<SessionRow>>, Problem> {
    let caller = admitted.caller()?;
    let account =
        gateway.identities.accounts.of(caller.user).await.map_err(Problem::unavailable)?;
    let credentials = account.map_or(0, |account| account.credentials);
    let sessions = gateway.identities.sessions.of_user(caller.user, credentials).await;
    let row = |view: crate::identity::SessionView| SessionRow {
        current: view.session_id == caller.session,
        id: view.session_id,
        created_at: view.created_at,
        last_used_at: view.last_seen_at,
        address: view.address,
        user_agent: view.user_agent,
    };
    Ok(Json(sessions.map_err(Problem::unavailable)?.into_iter().map(row).collect()))
}

pub async fn end_one(
    State(gateway): State<Arc<Gateway>>,
    Extension(admitted): Extension<Admitted>,
    Extension(peer): Extension<Peer>,
) -> Result<StatusCode, Problem> {
    let (caller, session) = (admitted.caller()?, admitted.id("id")?);
    let ended = gateway.identities.sessions.revoke_of(caller.user, session).await;
    if !ended.map_err(Problem::unavailable)? {
        return Err(Problem::not_found());
    }
    record(&gateway, &admitted, peer)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Everywhere, here as well.
pub async fn end_all(
    State(gateway): State<Arc<Gateway>>,
    Extension(admitted): Extension<Admitted>,
    Extension(peer): Extension<Peer>,
) -> Result<(StatusCode, SetCookie), Problem> {
    let ended = gateway.identities.sessions.revoke_all(admitted.caller()?.user).await;
    ended.map_err(Problem::unavailable)?;
    record(&gateway, &admitted, peer)?;
    Ok((StatusCode::NO_CONTENT, gateway.identities.cookie.clear()))
}

fn record(gateway: &Gateway, admitted: &Admitted, peer: Peer) -> Result<(), Problem> {
    gateway.security.record(Act {
        kind: Kind::SignedOut,
        actor: Some(admitted.caller()?.user),
        address: peer.address,
        what: admitted.rule.to_string(),
    });
    Ok(())
}
