//! From the credentials of a request or a socket to its caller.

use std::fmt::Display;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use chrono::Utc;
use domain::ids::UserId;
use domain::users::Role;
use projections::Reader;
use uuid::Uuid;

use super::accounts::Accounts;
use super::sessions::Session;
use super::tokens::Token;
use super::{SessionCookie, Sessions, Tokens};

/// Who is asking.
#[derive(Clone, Debug)]
pub struct Caller {
    pub user: UserId,
    pub username: String,
    pub role: Role,
    pub session: Uuid,
    /// Whether the cookie spoke for them: then the page that asks matters.
    pub by_cookie: bool,
}

/// What was shown as proof.
#[derive(Clone, Default)]
pub struct Credentials {
    pub bearer: Option<String>,
    pub cookie: Option<String>,
}

#[derive(Debug)]
pub enum IdentityError {
    /// A Bearer token is there and is not good.
    WrongToken,
    /// Whether the proof is good cannot be found out now.
    Unavailable(String),
}

pub struct Identities {
    pub tokens: Tokens,
    pub sessions: Sessions,
    pub accounts: Accounts,
    pub cookie: SessionCookie,
}

impl Caller {
    pub fn is_admin(&self) -> bool {
        self.role == Role::Admin
    }

    /// Through whose eyes they read. An auditor reads whatever an administrator does.
    pub fn reader(&self) -> Reader {
        match self.role {
            Role::Admin | Role::Auditor => Reader::Administrator,
            Role::Client => Reader::Person(self.user),
        }
    }
}

impl Credentials {
    pub fn of_request(headers: &HeaderMap, cookie: SessionCookie) -> Self {
        let authorization =
            headers.get(AUTHORIZATION).map(|value| value.to_str().unwrap_or("Bearer"));
        Self { bearer: authorization.and_then(bearer), cookie: cookie.secret(headers) }
    }
}

/// The token in an `Authorization` value; empty, and so never good, if there is only the scheme.
pub fn bearer(authorization: &str) -> Option<String> {
    let authorization = authorization.trim();
    let (scheme, token) = authorization.split_once(' ').unwrap_or((authorization, ""));
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

impl Identities {
    /// A Bearer token, if present, decides. One that has only expired, beside the cookie of a session
    /// of the same user, counts as the cookie. None stands for nobody in particular.
    pub async fn caller(&self, credentials: &Credentials) -> Result<Option<Caller>, IdentityError> {
        let cookie = credentials.cookie.as_deref();
        let Some(bearer) = &credentials.bearer else {
            let Some(session) = self.session_of_cookie(cookie).await? else { return Ok(None) };
            return self.with_account(session, true).await;
        };
        let proven = match self.tokens.read(bearer, Utc::now()) {
            None => None,
            Some(Token::Valid(claims)) => {
                let session = self.sessions.by_id(claims.sid).await.map_err(unavailable)?;
                session.filter(|session| session.user == claims.sub).map(|found| (found, false))
            }
            Some(Token::Expired(claims)) => {
                let session = self.session_of_cookie(cookie).await?;
                session.filter(|session| session.user == claims.sub).map(|found| (found, true))
            }
        };
        let (session, by_cookie) = proven.ok_or(IdentityError::WrongToken)?;
        let caller = self.with_account(session, by_cookie).await?;
        caller.map(Some).ok_or(IdentityError::WrongToken)
    }

    /// The caller of a session that stands; none once their password or they have gone.
    pub async fn of_session(&self, session: Session) -> Result<Option<Caller>, IdentityError> {
        self.with_account(session, false).await
    }

    async fn session_of_cookie(
        &self,
        cookie: Option<&str>,
    ) -> Result<Option<Session>, IdentityError> {
        match cookie {
            Some(secret) => self.sessions.by_secret(secret).await.map_err(unavailable),
            None => Ok(None),
        }
    }

    async fn with_account(
        &self,
        session: Session,
        by_cookie: bool,
    ) -> Result<Option<Caller>, IdentityError> {
        let account = self.accounts.of(session.user).await.map_err(unavailable)?;
        // What is known of the account may be older than the session, never the other way round.
        let account = account.filter(|account| session.credentials >= account.credentials);
        Ok(account.map(|account| Caller {
            user: session.user,
            username: account.username,
            role: account.role,
            session: session.id,
            by_cookie,
        }))
    }
}

fn unavailable(error: impl Display) -> IdentityError {
    IdentityError::Unavailable(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bearer_scheme_without_a_token_is_a_wrong_token_and_not_none() {
        assert_eq!(bearer("Bearer abc").as_deref(), Some("abc"));
        assert_eq!(bearer("bearer  abc ").as_deref(), Some("abc"));
        assert_eq!(bearer("Bearer").as_deref(), Some(""));
        assert_eq!(bearer("Basic abc"), None);
    }
}
