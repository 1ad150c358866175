//! Whether and how a person signs in: changing and resetting the password, disabling and enabling.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{post, put};
use axum::{Json, Router};
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::UserId;
use domain::provenance::Actor;
use domain::users::{CredentialsChange, UserCommand};
use secrecy::SecretString;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::caller::{Administrator, Origin};
use crate::dispatch::Api;
use crate::http::answer::{at, no_content};
use crate::http::body::{Checked, FromFields};
use crate::http::fields::Fields;
use crate::http::path::Ids;
use crate::http::problem::Problem;
use crate::http::rules;

/// How long a link to set a new password is good.
const RESET_WITHIN: TimeDelta = TimeDelta::hours(24);
const LONGEST_REASON: usize = 500;

struct ChangePassword {
    current: SecretString,
    new: SecretString,
}

struct ResetPassword {
    user: UserId,
    secret: String,
    new: SecretString,
}

struct Disable {
    reason: String,
}

/// Told once; only a hash of the token is kept.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResetLink {
    token: String,
    expires_at: DateTime<Utc>,
}

impl FromFields for ChangePassword {
    fn read(fields: &mut Fields) -> Option<Self> {
        let current = fields.required("currentPassword", |text| Ok(SecretString::from(text)));
        let new = fields.required("newPassword", rules::password);
        Some(Self { current: current?, new: new? })
    }
}

impl FromFields for ResetPassword {
    fn read(fields: &mut Fields) -> Option<Self> {
        let token = fields.required("token", |text| {
            let parts = text
                .split_once('.')
                .and_then(|(user, secret)| Some((user.parse::<UserId>().ok()?, secret.to_owned())));
            parts.ok_or_else(|| "is not one that an administrator has given you".to_owned())
        });
        let new = fields.required("newPassword", rules::password);
        let (user, secret) = token?;
        Some(Self { user, secret, new: new? })
    }
}

impl FromFields for Disable {
    fn read(fields: &mut Fields) -> Option<Self> {
        fields.required("reason", rules::line(1..=LONGEST_REASON)).map(|reason| Self { reason })
    }
}

pub(super) fn routes() -> Router<Api> {
    Router::new()
        .route("/users/{id}/password", put(change_password))
        .route("/users/{id}/password-reset", post(issue_reset))
        .route("/auth/password-reset", post(reset_password))
        .route("/users/{id}/disabled", put(disable).delete(enable))
}

/// Only the person themselves: an administrator issues a link instead.
async fn change_password(
    State(api): State<Api>,
    origin: Origin,
    Ids(user): Ids<UserId>,
    Checked(request): Checked<ChangePassword>,
) -> Result<Response, Problem> {
    if origin.signed_in()? != user {
        return Err(Problem::no_such_user());
    }
    let present = api.known_user(user).await?.credentials;
    let phc = present.map(|credentials| credentials.password_hash).unwrap_or_default();
    if !api.passwords.matches(request.current, phc).await? {
        let detail = "the present password is another one";
        return Err(Problem::new(StatusCode::FORBIDDEN, "wrong-password", detail));
    }
    let password_hash = Some(api.passwords.hash(request.new).await?);
    let change = CredentialsChange { password_hash, ..CredentialsChange::default() };
    let provenance = origin.provenance(Actor::User(user));
    let position = api.user(user, UserCommand::ChangeCredentials(change), provenance).await?;
    Ok(no_content(position))
}

async fn issue_reset(
    State(api): State<Api>,
    administrator: Administrator,
    Ids(user): Ids<UserId>,
) -> Result<Response, Problem> {
    let provenance = administrator.provenance();
    let secret = api.names.secret(&format!("password reset {}", provenance.command));
    let mut expires_at = administrator.0.at + RESET_WITHIN;
    let token_hash = hash_of(&secret);
    let command = UserCommand::IssuePasswordReset { token_hash: token_hash.clone(), expires_at };
    let position = api.user(user, command, provenance).await?;
    // A repeat under the same key hands out the link that the log knows, with its own time.
    let issued = api.known_user(user).await?.reset;
    if let Some(issued) = issued.filter(|issued| issued.token_hash == token_hash) {
        expires_at = issued.expires_at;
    }
    let link = ResetLink { token: format!("{user}.{secret}"), expires_at };
    Ok((StatusCode::CREATED, at(position), Json(link)).into_response())
}

/// By whoever has the token, which is the proof.
async fn reset_password(
    State(api): State<Api>,
    origin: Origin,
    Checked(request): Checked<ResetPassword>,
) -> Result<Response, Problem> {
    let ResetPassword { user, secret, new } = request;
    let password_hash = api.passwords.hash(new).await?;
    let token_hash = hash_of(&secret);
    let command = UserCommand::ResetPassword { token_hash, password_hash, at: origin.at };
    let provenance = origin.provenance(Actor::User(user));
    Ok(no_content(api.user(user, command, provenance).await?))
}

async fn disable(
    State(api): State<Api>,
    administrator: Administrator,
    Ids(user): Ids<UserId>,
    Checked(Disable { reason }): Checked<Disable>,
) -> Result<Response, Problem> {
    let command = UserCommand::DisableUser { reason };
    Ok(no_content(api.user(user, command, administrator.provenance()).await?))
}

async fn enable(
    State(api): State<Api>,
    administrator: Administrator,
    Ids(user): Ids<UserId>,
) -> Result<Response, Problem> {
    let position = api.user(user, UserCommand::EnableUser, administrator.provenance()).await?;
    Ok(no_content(position))
}

/// The secret has 256 random bits: a fast hash is enough.
fn hash_of(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}
