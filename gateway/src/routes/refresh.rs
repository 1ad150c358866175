//! POST /api/auth/refresh: a refresh token becomes an access token and the next refresh token.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use chrono::Utc;
use serde::{Deserialize, Serialize};

use crate::http::{JsonBody, Peer, Problem};
use crate::identity::{LIFETIME_SECONDS, Refreshed};
use crate::security::{Act, Kind};
use crate::state::Gateway;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RefreshRequest {
    refresh_token: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RefreshAnswer {
    token: String,
    refresh_token: String,
    /// Seconds for which the access token is good.
    expires_in: i64,
}

pub async fn refresh(
    State(gateway): State<Arc<Gateway>>,
    Extension(peer): Extension<Peer>,
    JsonBody(request): JsonBody<RefreshRequest>,
) -> Result<Json<RefreshAnswer>, Problem> {
    let exchanging = exchange(gateway, peer, request.refresh_token);
    // In a task of its own: a client that hangs up must not stop the end of a stolen session.
    tokio::spawn(exchanging).await.map_err(Problem::internal)?.map(Json)
}

async fn exchange(
    gateway: Arc<Gateway>,
    peer: Peer,
    shown: String,
) -> Result<RefreshAnswer, Problem> {
    let identities = &gateway.identities;
    let refreshed = identities.sessions.refresh(&shown).await.map_err(Problem::unavailable)?;
    let (session, refresh_token) = match refreshed {
        Refreshed::Renewed { session, token } => (session, token),
        Refreshed::Reused(session) => {
            let (kind, actor) = (Kind::RefreshReused, Some(session.user));
            let what = "POST /api/auth/refresh".to_owned();
            gateway.security.record(Act { kind, actor, address: peer.address, what });
            return Err(Problem::not_signed_in());
        }
        Refreshed::Unknown => return Err(Problem::not_signed_in()),
    };
    let caller = identities.of_session(session).await?.ok_or_else(Problem::not_signed_in)?;
    let token = identities.tokens.issue(caller.user, caller.role, session.id, Utc::now());
    Ok(RefreshAnswer {
        token: token.map_err(Problem::internal)?,
        refresh_token,
        expires_in: LIFETIME_SECONDS,
    })
}
