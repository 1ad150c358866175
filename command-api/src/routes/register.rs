//! `POST /auth/register`: anyone makes themselves known, as a client.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use domain::ids::{CommandId, UserId};
use domain::provenance::Actor;
use domain::users::{Credentials, Profile, Role, UserCommand};
use secrecy::SecretString;

use crate::caller::Origin;
use crate::dispatch::Api;
use crate::http::answer::message;
use crate::http::body::{Checked, FromFields};
use crate::http::fields::Fields;
use crate::http::problem::Problem;
use crate::http::rules;

/// A role in the body is ignored: nobody makes themselves an administrator.
struct Register {
    username: String,
    password: SecretString,
    email: Option<String>,
}

impl FromFields for Register {
    fn read(fields: &mut Fields) -> Option<Self> {
        let username = fields.required("username", rules::line(3..=30));
        let password = fields.required("password", rules::password);
        let email = fields.optional("email", rules::email);
        Some(Self { username: username?, password: password?, email })
    }
}

pub(super) fn routes() -> Router<Api> {
    Router::new().route("/auth/register", post(register))
}

async fn register(
    State(api): State<Api>,
    mut origin: Origin,
    Checked(request): Checked<Register>,
) -> Result<Response, Problem> {
    // Strangers share one identity, so two who pick the same Idempotency-Key differ by the name.
    origin.command = CommandId::derived(origin.command.0, &request.username.to_lowercase());
    let user = UserId(origin.created_id("user"));
    let password_hash = api.passwords.hash(request.password).await?;
    let command = UserCommand::RegisterUser {
        user,
        profile: Profile { username: request.username, email: request.email, ..Profile::default() },
        credentials: Some(Credentials { password_hash, role: Role::Client }),
    };
    let position = api.user(user, command, origin.provenance(Actor::User(user))).await?;
    Ok(message(StatusCode::CREATED, "User registered successfully", position))
}
