//! `/users`: people as administrators know them, and their own profile.

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{post, put};
use domain::ids::UserId;
use domain::provenance::Actor;
use domain::users::{Language, Profile, UserCommand};

use crate::caller::{Administrator, Origin};
use crate::dispatch::Api;
use crate::http::answer::{created, no_content};
use crate::http::body::{Checked, FromFields};
use crate::http::fields::Fields;
use crate::http::path::Ids;
use crate::http::problem::Problem;
use crate::http::rules;

impl FromFields for Profile {
    fn read(fields: &mut Fields) -> Option<Self> {
        let name = fields.required("name", rules::line(1..=100));
        let username = fields.required("username", rules::line(1..=30));
        let email = fields.required("email", rules::email);
        let city = fields.required("city", rules::line(1..=100));
        let date_of_birth = fields.required("dateOfBirth", rules::birth_date_of_adult);
        let time_zone = fields.optional("timeZone", rules::time_zone);
        let language = fields.optional("language", rules::language);
        Some(Self { username: username?, email, name, city, date_of_birth, time_zone, language })
    }
}

pub(super) fn routes() -> Router<Api> {
    Router::new()
        .route("/users", post(register))
        .route("/users/{id}", put(change).delete(erase))
        .route("/users/{id}/profile", put(prefer))
}

async fn register(
    State(api): State<Api>,
    administrator: Administrator,
    Checked(profile): Checked<Profile>,
) -> Result<Response, Problem> {
    let user = UserId(administrator.0.created_id("user"));
    let command = UserCommand::RegisterUser { user, profile, credentials: None };
    let position = api.user(user, command, administrator.provenance()).await?;
    Ok(created(format!("/users/{user}"), position))
}

async fn change(
    State(api): State<Api>,
    origin: Origin,
    Ids(user): Ids<UserId>,
    Checked(profile): Checked<Profile>,
) -> Result<Response, Problem> {
    origin.must_be_or_administer(user)?;
    let provenance = origin.provenance(Actor::User(user));
    let position = api.user(user, UserCommand::ChangeProfile { profile }, provenance).await?;
    Ok(no_content(position))
}

/// What of the profile is taste; what is not named stays as it is.
struct Preferences {
    time_zone: Option<String>,
    language: Option<Language>,
}

impl FromFields for Preferences {
    fn read(fields: &mut Fields) -> Option<Self> {
        let time_zone = fields.optional("timeZone", rules::time_zone);
        let language = fields.optional("language", rules::language);
        Some(Self { time_zone, language })
    }
}

async fn prefer(
    State(api): State<Api>,
    origin: Origin,
    Ids(user): Ids<UserId>,
    Checked(preferences): Checked<Preferences>,
) -> Result<Response, Problem> {
    origin.must_be_or_administer(user)?;
    let mut profile = api.known_user(user).await?.profile;
    profile.time_zone = preferences.time_zone.or(profile.time_zone);
    profile.language = preferences.language.or(profile.language);
    let provenance = origin.provenance(Actor::User(user));
    let position = api.user(user, UserCommand::ChangeProfile { profile }, provenance).await?;
    Ok(no_content(position))
}

/// From then on nobody signs in as them, their sessions count for nothing, their devices are nobody's,
/// and what is personal in the log can be read by nobody.
async fn erase(
    State(api): State<Api>,
    administrator: Administrator,
    Ids(user): Ids<UserId>,
) -> Result<Response, Problem> {
    let position = api.user(user, UserCommand::EraseUser, administrator.provenance()).await?;
    Ok(no_content(position))
}
