//! People who can sign in, and what they hold after it.

use anyhow::{Context, Result, anyhow, ensure};
use argon2::Argon2;
use argon2::password_hash::PasswordHasher;
use domain::ids::UserId;
use domain::users::{Credentials, Profile, Role, UserCommand};
use reqwest::header::{COOKIE, ORIGIN, SET_COOKIE};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::Stage;

/// Everybody's.
pub const PASSWORD: &str = "correct horse battery";

pub fn registration(user: UserId, name: &str, role: Role) -> Result<UserCommand> {
    let password_hash = password_hash()?;
    let profile = Profile { username: name.to_owned(), ..Profile::default() };
    let credentials = Some(Credentials { password_hash, role });
    Ok(UserCommand::RegisterUser { user, profile, credentials })
}

pub fn password_hash() -> Result<String> {
    let hash = Argon2::default().hash_password(PASSWORD.as_bytes());
    Ok(hash.map_err(|error| anyhow!("{error}"))?.to_string())
}

/// What a token says, without asking whether it is good.
pub fn claims_of(token: &str) -> Result<Value> {
    Ok(jsonwebtoken::dangerous::insecure_decode::<Value>(token)?.claims)
}

/// A browser after signing in.
pub struct SignedIn {
    pub token: String,
    /// `name=value`.
    pub cookie: String,
    /// With its attributes.
    pub set_cookie: String,
    pub answer: Value,
    origin: String,
}

impl Stage {
    pub fn login(&self, username: &str, password: &str) -> RequestBuilder {
        let body = json!({ "username": username, "password": password });
        self.request(Method::POST, "/api/auth/login").json(&body)
    }

    pub async fn sign_in(&self, username: &str) -> Result<SignedIn> {
        let response = self.login(username, PASSWORD).send().await?;
        ensure!(response.status() == 200, "{}", response.status());
        let set_cookie = response.headers().get(SET_COOKIE).context("a cookie")?;
        let set_cookie = set_cookie.to_str()?.to_owned();
        let answer: Value = response.json().await?;
        Ok(SignedIn {
            token: answer["token"].as_str().context("a token")?.to_owned(),
            cookie: set_cookie.split(';').next().unwrap_or_default().to_owned(),
            set_cookie,
            answer,
            origin: self.origin(),
        })
    }
}

impl SignedIn {
    /// As the page sends it: the cookie, and the page's own origin.
    pub fn page(&self, request: RequestBuilder) -> RequestBuilder {
        self.cookie(request).header(ORIGIN, &self.origin)
    }

    pub fn cookie(&self, request: RequestBuilder) -> RequestBuilder {
        request.header(COOKIE, &self.cookie)
    }

    pub fn bearer(&self, request: RequestBuilder) -> RequestBuilder {
        request.bearer_auth(&self.token)
    }
}
