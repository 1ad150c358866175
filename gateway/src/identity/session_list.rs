//! A person's own sessions: where they are signed in, and ending it there.

use std::collections::HashMap;
use std::net::IpAddr;

use chrono::{DateTime, Utc};
use domain::ids::UserId;
use sqlx::FromRow;
use uuid::Uuid;

use super::sessions::{Session, Sessions, session};

/// More sessions than anybody has devices; the newest are shown.
const SHOWN: i64 = 100;

/// A session as its person sees it.
#[derive(Debug, FromRow)]
pub struct SessionView {
    pub session_id: Uuid,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    pub address: Option<String>,
    pub user_agent: Option<String>,
}

impl Sessions {
    /// Those that stand and that show the present password, the one used last first.
    pub async fn of_user(
        &self,
        user: UserId,
        credentials: i64,
    ) -> Result<Vec<SessionView>, sqlx::Error> {
        sqlx::query_as(
            "select session_id, created_at, last_seen_at, address, user_agent
             from gateway.sessions
             where user_id = $1 and credentials >= $2 and revoked_at is null
                 and expires_at > now() and last_seen_at > now() - interval '7 days'
             order by last_seen_at desc, session_id limit $3",
        )
        .bind(user.0)
        .bind(credentials)
        .bind(SHOWN)
        .fetch_all(&self.pool)
        .await
    }

    /// Ends one session of a user; false if it is not theirs or has ended.
    pub async fn revoke_of(&self, user: UserId, id: Uuid) -> Result<bool, sqlx::Error> {
        let ended = sqlx::query(
            "update gateway.sessions set revoked_at = now()
             where session_id = $1 and user_id = $2 and revoked_at is null
             returning session_id, secret_hash",
        )
        .bind(id)
        .bind(user.0)
        .fetch_all(&self.pool)
        .await?;
        self.forget(&ended).await?;
        Ok(!ended.is_empty())
    }

    /// Which of these sessions stand, asked of the database itself: for sockets, which stay open.
    pub async fn standing(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Session>, sqlx::Error> {
        let rows = sqlx::query(
            "select session_id, user_id, credentials from gateway.sessions
             where session_id = any($1) and revoked_at is null
                 and expires_at > now() and last_seen_at > now() - interval '7 days'",
        )
        .bind(ids)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| session(row).map(|session| (session.id, session))).collect()
    }

    /// Somebody uses them, if only by listening.
    pub async fn mark_as_seen(&self, ids: &[Uuid]) -> Result<(), sqlx::Error> {
        sqlx::query(
            "update gateway.sessions set last_seen_at = now()
             where session_id = any($1) and last_seen_at < now() - interval '1 hour'",
        )
        .bind(ids)
        .execute(&self.pool)
        .await
        .map(drop)
    }

    /// Whether the user was signed in at this address before. Nobody was, under a name that nobody
    /// has; the question costs the same.
    pub async fn is_familiar(
        &self,
        user: Option<UserId>,
        address: IpAddr,
    ) -> Result<bool, sqlx::Error> {
        sqlx::query_scalar(
            "select exists (select from gateway.sessions where user_id = $1 and address = $2)",
        )
        .bind(user.map_or(Uuid::nil(), |user| user.0))
        .bind(address.to_string())
        .fetch_one(&self.pool)
        .await
    }

    /// An erased person's addresses and browsers are theirs as well.
    pub async fn erase(&self, user: UserId) -> Result<(), sqlx::Error> {
        self.revoke_all(user).await?;
        for sql in [
            "delete from gateway.sessions where user_id = $1",
            "delete from gateway.heard where user_id = $1",
        ] {
            sqlx::query(sql).bind(user.0).execute(&self.pool).await?;
        }
        Ok(())
    }
}
