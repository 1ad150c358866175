//! The rest of sign-in: who am I, is this token good, sign out, and a sign of life.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::ids::UserId;
use domain::users::Role;
use serde::Serialize;
use serde_json::{Value, json};

use super::guard::Admitted;
use crate::http::{Peer, Problem};
use crate::identity::{Caller, Credentials, IdentityError, SetCookie};
use crate::security::{Act, Kind};
use crate::state::Gateway;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionAnswer {
    user_id: UserId,
    username: String,
    role: Role,
    time_zone: String,
}

pub async fn session(
    State(gateway): State<Arc<Gateway>>,
    Extension(admitted): Extension<Admitted>,
) -> Result<Json<SessionAnswer>, Problem> {
    let caller = admitted.caller()?;
    Ok(Json(SessionAnswer {
        user_id: caller.user,
        username: caller.username.clone(),
        role: caller.role,
        time_zone: gateway.time_zone.name().to_owned(),
    }))
}

/// Says whether the Bearer token of the request is good; a cookie does not count here.
pub async fn validate(State(gateway): State<Arc<Gateway>>, headers: HeaderMap) -> Response {
    let bearer = Credentials::of_request(&headers, gateway.identities.cookie).bearer;
    let credentials = Credentials { bearer, cookie: None };
    match gateway.identities.caller(&credentials).await {
        Ok(Some(caller)) => Json(describe(&caller)).into_response(),
        Ok(None) | Err(IdentityError::WrongToken) => {
            let answer =
                json!({ "valid": false, "error": "The token is missing, wrong or expired." });
            (StatusCode::UNAUTHORIZED, Json(answer)).into_response()
        }
        Err(IdentityError::Unavailable(cause)) => Problem::unavailable(cause).into_response(),
    }
}

fn describe(caller: &Caller) -> Value {
    json!({
        "valid": true,
        "userId": caller.user,
        "username": caller.username,
        "role": caller.role,
    })
}

/// Ends the session of the token or the cookie. Whoever has none is signed out already.
pub async fn logout(
    State(gateway): State<Arc<Gateway>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
) -> Result<(StatusCode, SetCookie), Problem> {
    let credentials = Credentials::of_request(&headers, gateway.identities.cookie);
    let caller = match gateway.identities.caller(&credentials).await {
        Ok(caller) => caller,
        Err(IdentityError::WrongToken) => None,
        Err(IdentityError::Unavailable(cause)) => return Err(Problem::unavailable(cause)),
    };
    if let Some(caller) = caller {
        if caller.by_cookie && !gateway.origins.trust_cookie(&Method::POST, &headers) {
            return Err(Problem::foreign_origin());
        }
        let revoked = gateway.identities.sessions.revoke(caller.session).await;
        revoked.map_err(Problem::unavailable)?;
        gateway.security.record(Act {
            kind: Kind::SignedOut,
            actor: Some(caller.user),
            address: peer.address,
            what: "POST /api/auth/logout".to_owned(),
        });
    }
    Ok((StatusCode::NO_CONTENT, gateway.identities.cookie.clear()))
}

/// A proxy in front reads from it whether to send requests here.
pub async fn health(State(gateway): State<Arc<Gateway>>) -> Result<Json<Value>, Problem> {
    if gateway.shutdown.is_cancelled() {
        return Err(Problem::unavailable("this gateway is stopping"));
    }
    Ok(Json(json!({ "status": "healthy" })))
}
