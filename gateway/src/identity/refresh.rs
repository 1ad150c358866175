//! Refresh tokens: each is good once. One that is shown twice was stolen, so all that came from the
//! same sign-in ends.

use super::sessions::{Session, Sessions, hash, new_secret, session};

/// What came of showing a refresh token.
pub enum Refreshed {
    /// The session goes on with the next token.
    Renewed { session: Session, token: String },
    /// It had been used before: the session has ended.
    Reused(Session),
    /// Nobody's, or of a session that has ended.
    Unknown,
}

impl Sessions {
    /// Exchanges a token for the next one. Of two that show the same one at the same time exactly one
    /// gets it: the row's lock decides.
    pub async fn refresh(&self, shown: &str) -> Result<Refreshed, sqlx::Error> {
        let token = new_secret();
        let renewed = sqlx::query(
            "with used as (
                 update gateway.refresh_tokens t set used_at = now()
                 from gateway.sessions s
                 where t.token_hash = $1 and t.used_at is null and s.session_id = t.session_id
                     and s.revoked_at is null and s.expires_at > now()
                     and s.last_seen_at > now() - interval '7 days'
                 returning t.session_id),
             issued as (
                 insert into gateway.refresh_tokens (token_hash, session_id)
                 select $2, session_id from used)
             update gateway.sessions s set last_seen_at = now() from used
             where s.session_id = used.session_id
             returning s.session_id, s.user_id, s.credentials",
        )
        .bind(hash(shown))
        .bind(hash(&token))
        .fetch_optional(&self.pool)
        .await?;
        match renewed {
            Some(row) => Ok(Refreshed::Renewed { session: session(&row)?, token }),
            None => self.end_family_of(shown).await,
        }
    }

    async fn end_family_of(&self, shown: &str) -> Result<Refreshed, sqlx::Error> {
        let ended = sqlx::query(
            "update gateway.sessions set revoked_at = now()
             where revoked_at is null and session_id = (
                 select session_id from gateway.refresh_tokens
                 where token_hash = $1 and used_at is not null)
             returning session_id, secret_hash, user_id, credentials",
        )
        .bind(hash(shown))
        .fetch_all(&self.pool)
        .await?;
        self.forget(&ended).await?;
        match ended.first() {
            Some(row) => Ok(Refreshed::Reused(session(row)?)),
            None => Ok(Refreshed::Unknown),
        }
    }
}
