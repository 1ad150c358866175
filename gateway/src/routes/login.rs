//! POST /api/auth/login: a name and a password become a token and a session.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;
use axum::{Extension, Json};
use chrono::Utc;
use domain::ids::UserId;
use domain::users::Role;
use projections::SignIn;
use serde::{Deserialize, Serialize};

use crate::http::{JsonBody, Peer, Problem};
use crate::identity::{Attempt, Busy, LIFETIME_SECONDS, Opened, Opening, SetCookie};
use crate::security::{Act, Kind};
use crate::state::Gateway;

#[derive(Deserialize)]
pub struct LoginRequest {
    username: String,
    password: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoginAnswer {
    token: String,
    /// For programs: what to renew the token with. The page's cookie does that for it.
    refresh_token: String,
    /// Seconds for which the token is good.
    expires_in: i64,
    user_id: UserId,
    username: String,
    role: Role,
}

pub async fn login(
    State(gateway): State<Arc<Gateway>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    JsonBody(request): JsonBody<LoginRequest>,
) -> Result<(SetCookie, Json<LoginAnswer>), Problem> {
    let person = verified(&gateway, peer, request).await?;
    end_previous_session(&gateway, &headers).await?;
    let opening = Opening {
        user: person.user,
        role: person.role,
        credentials: person.credentials,
        address: peer.address,
        user_agent: headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).map(shortened),
    };
    let session = gateway.identities.sessions.open(&opening).await;
    let session = session.map_err(Problem::unavailable)?;
    record(&gateway, peer, Kind::SignedIn, Some(person.user));
    tracing::info!(user.id = %person.user, session.id = %session.id, "user {} signed in", person.user);
    let cookie = gateway.identities.cookie.set(&session.secret);
    Ok((cookie, Json(answer(&gateway, person, session)?)))
}

/// Enough to recognise a browser by.
fn shortened(user_agent: &str) -> &str {
    user_agent.get(..300).unwrap_or(user_agent)
}

fn record(gateway: &Gateway, peer: Peer, kind: Kind, actor: Option<UserId>) {
    let what = "POST /api/auth/login".to_owned();
    gateway.security.record(Act { kind, actor, address: peer.address, what });
}

/// The same work and the same answer for a wrong password and for an unknown name, also in a crowd:
/// whoever is turned away is so before it counts whether the name is known.
async fn verified(gateway: &Gateway, peer: Peer, request: LoginRequest) -> Result<SignIn, Problem> {
    // PostgreSQL has no null character, so nobody has such a name.
    let known = match request.username.contains('\0') {
        true => None,
        false => gateway.queries.sign_in(&request.username).await?,
    };
    let user = known.as_ref().map(|person| person.user);
    let familiar = gateway.identities.sessions.is_familiar(user, peer.address).await;
    let familiar = familiar.map_err(Problem::unavailable)?;
    let attempt = Attempt::new(&request.username, peer.neighbourhood(), familiar);
    if let Err(empty) = gateway.throttle.admit(attempt).await {
        record(gateway, peer, Kind::Throttled, user);
        return Err(Problem::throttled(empty));
    }
    let hash = known.as_ref().map(|person| person.password_hash.clone());
    let verified = gateway.passwords.verify(request.password, hash).await;
    let right = verified.map_err(|Busy| Problem::busy())?;
    match known {
        Some(person) if right => {
            gateway.throttle.succeeded(attempt).await;
            Ok(person)
        }
        _ => {
            record(gateway, peer, Kind::SignInFailed, user);
            Err(Problem::wrong_credentials())
        }
    }
}

/// A browser has one session: what it was signed in as before ends.
async fn end_previous_session(gateway: &Gateway, headers: &HeaderMap) -> Result<(), Problem> {
    let Some(secret) = gateway.identities.cookie.secret(headers) else { return Ok(()) };
    let sessions = &gateway.identities.sessions;
    let previous = sessions.by_secret(&secret).await.map_err(Problem::unavailable)?;
    match previous {
        Some(session) => sessions.revoke(session.id).await.map_err(Problem::unavailable),
        None => Ok(()),
    }
}

fn answer(gateway: &Gateway, person: SignIn, session: Opened) -> Result<LoginAnswer, Problem> {
    let issued = gateway.identities.tokens.issue(person.user, person.role, session.id, Utc::now());
    Ok(LoginAnswer {
        token: issued.map_err(Problem::internal)?,
        refresh_token: session.refresh_token,
        expires_in: LIFETIME_SECONDS,
        user_id: person.user,
        username: person.username,
        role: person.role,
    })
}
