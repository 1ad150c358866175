//! POST /api/auth/login: a name and a password become a token and a session.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use chrono::Utc;
use domain::ids::UserId;
use domain::users::Role;
use projections::SignIn;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::http::{JsonBody, Problem};
use crate::identity::{Busy, SetCookie};
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
    user_id: UserId,
    username: String,
    role: Role,
}

pub async fn login(
    State(gateway): State<Arc<Gateway>>,
    headers: HeaderMap,
    JsonBody(request): JsonBody<LoginRequest>,
) -> Result<(SetCookie, Json<LoginAnswer>), Problem> {
    let person = verified(&gateway, request).await?;
    end_previous_session(&gateway, &headers).await?;
    let session = gateway.identities.sessions.open(person.user, person.role).await;
    let session = session.map_err(Problem::unavailable)?;
    tracing::info!(user.id = %person.user, session.id = %session.id, "user {} signed in", person.user);
    let answer = answer(&gateway, person, session.id)?;
    Ok((gateway.identities.cookie.set(&session.secret), Json(answer)))
}

/// The same work and the same answer for a wrong password and for an unknown name, also in a crowd:
/// whoever is turned away is so before it counts whether the name is known.
async fn verified(gateway: &Gateway, request: LoginRequest) -> Result<SignIn, Problem> {
    // PostgreSQL has no null character, so nobody has such a name.
    let known = match request.username.contains('\0') {
        true => None,
        false => gateway.queries.sign_in(&request.username).await?,
    };
    let hash = known.as_ref().map(|person| person.password_hash.clone());
    let verified = gateway.passwords.verify(request.password, hash).await;
    let right = verified.map_err(|Busy| Problem::busy())?;
    match known {
        Some(person) if right => Ok(person),
        _ => Err(Problem::wrong_credentials()),
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

fn answer(gateway: &Gateway, person: SignIn, session: Uuid) -> Result<LoginAnswer, Problem> {
    let issued = gateway.identities.tokens.issue(person.user, person.role, session, Utc::now());
    Ok(LoginAnswer {
        token: issued.map_err(Problem::internal)?,
        user_id: person.user,
        username: person.username,
        role: person.role,
    })
}
