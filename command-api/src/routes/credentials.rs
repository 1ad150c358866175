//! `/auth/credentials`: how people sign in and what they may do, in the hands of administrators.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{post, put};
use domain::ids::UserId;
use domain::users::{Credentials, CredentialsChange, Role, UserCommand};
use secrecy::SecretString;

use crate::caller::Administrator;
use crate::dispatch::Api;
use crate::http::answer::message;
use crate::http::body::{Checked, FromFields};
use crate::http::fields::Fields;
use crate::http::path::Ids;
use crate::http::problem::Problem;
use crate::http::rules;

struct CreateCredentials {
    user: UserId,
    username: String,
    email: Option<String>,
    password: SecretString,
    role: Role,
}

/// What is missing stays as it is. A user id in the body is ignored: the address names the user.
struct ChangeCredentials {
    username: Option<String>,
    email: Option<String>,
    password: Option<SecretString>,
    role: Option<Role>,
}

struct ChangeRole {
    user: UserId,
    role: Role,
}

impl FromFields for CreateCredentials {
    fn read(fields: &mut Fields) -> Option<Self> {
        let user = fields.required("userId", rules::id);
        let username = fields.required("username", rules::line(1..=30));
        let email = fields.optional("email", rules::email);
        let password = fields.required("password", rules::password);
        let role = fields.required("role", rules::role);
        Some(Self { user: user?, username: username?, email, password: password?, role: role? })
    }
}

impl FromFields for ChangeCredentials {
    fn read(fields: &mut Fields) -> Option<Self> {
        Some(Self {
            username: fields.optional("username", rules::line(1..=30)),
            email: fields.optional("email", rules::email),
            password: fields.optional("password", rules::password),
            role: fields.optional("role", rules::role),
        })
    }
}

impl FromFields for ChangeRole {
    fn read(fields: &mut Fields) -> Option<Self> {
        let user = fields.required("userId", rules::id);
        let role = fields.required("role", rules::role);
        Some(Self { user: user?, role: role? })
    }
}

pub(super) fn routes() -> Router<Api> {
    Router::new()
        .route("/auth/credentials", post(create))
        .route("/auth/credentials/{userId}", put(change))
        .route("/auth/credentials/role", put(change_role))
}

async fn create(
    State(api): State<Api>,
    administrator: Administrator,
    Checked(request): Checked<CreateCredentials>,
) -> Result<Response, Problem> {
    let password_hash = api.passwords.hash(request.password).await?;
    let command = UserCommand::CreateCredentials {
        username: request.username,
        email: request.email,
        credentials: Credentials { password_hash, role: request.role },
    };
    let position = api.user(request.user, command, administrator.provenance()).await?;
    Ok(message(StatusCode::CREATED, "Credentials created successfully", position))
}

async fn change(
    State(api): State<Api>,
    administrator: Administrator,
    Ids(user): Ids<UserId>,
    Checked(request): Checked<ChangeCredentials>,
) -> Result<Response, Problem> {
    let password_hash = match request.password {
        Some(password) => Some(api.passwords.hash(password).await?),
        None => None,
    };
    let command = UserCommand::ChangeCredentials(CredentialsChange {
        username: request.username,
        email: request.email,
        password_hash,
        role: request.role,
    });
    let position = api.user(user, command, administrator.provenance()).await?;
    Ok(message(StatusCode::OK, "Credentials updated successfully", position))
}

async fn change_role(
    State(api): State<Api>,
    administrator: Administrator,
    Checked(request): Checked<ChangeRole>,
) -> Result<Response, Problem> {
    let command = UserCommand::ChangeRole { role: request.role };
    let position = api.user(request.user, command, administrator.provenance()).await?;
    Ok(message(StatusCode::OK, "Role updated successfully", position))
}
