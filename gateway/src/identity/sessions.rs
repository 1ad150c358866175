//! Sessions: opened at sign-in, looked up by their secret or their id, revoked at sign-out.
//!
//! A session ends 30 days after its sign-in, or 7 days after it was last used. All times are the
//! database's, so that gateways with different clocks agree.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::ids::UserId;
use domain::users::Role;
use moka::future::Cache;
use sha2::{Digest, Sha256};
use sqlx::postgres::PgRow;
use sqlx::{Executor, PgPool, Row};
use uuid::Uuid;

/// How long an answer may be reused: a session revoked through another gateway lives so much longer.
const FRESH: Duration = Duration::from_secs(2);
const REMEMBERED: u64 = 50_000;
/// Held while the table is created, so that gateways that start together do it in turn.
const TABLES_LOCK: i64 = 0x454d_5311;

/// A session that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: Uuid,
    pub user: UserId,
    /// Position of the event that set the password which was shown: one set later ends the session.
    pub credentials: i64,
}

/// Who signs in, and from where; the place is for the person to recognise it later.
pub struct Opening<'a> {
    pub user: UserId,
    pub role: Role,
    pub credentials: i64,
    pub address: IpAddr,
    pub user_agent: Option<&'a str>,
}

/// A session just opened; its secrets are told once, here.
pub struct Opened {
    pub id: Uuid,
    pub secret: String,
    pub refresh_token: String,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Id(Uuid),
    SecretHash(Vec<u8>),
}

pub struct Sessions {
    pub(super) pool: PgPool,
    recent: Cache<Key, Option<Session>>,
}

/// Creates the table if it is missing.
pub async fn create_tables(pool: &PgPool) -> Result<(), sqlx::Error> {
    if are_made_by_another(pool).await? {
        return Ok(());
    }
    let mut transaction = pool.begin().await?;
    sqlx::query("select pg_advisory_xact_lock($1)")
        .bind(TABLES_LOCK)
        .execute(&mut *transaction)
        .await?;
    // Through the trait: the future of `raw_sql` cannot be sent between threads (sqlx 0.8).
    transaction.execute(include_str!("sessions.sql")).await?;
    transaction.commit().await
}

/// A role that may make nothing uses what `ems deploy migrate` has made.
async fn are_made_by_another(pool: &PgPool) -> Result<bool, sqlx::Error> {
    let statement = "select not has_schema_privilege(oid, 'create') from pg_namespace \
                     where nspname = 'gateway'";
    Ok(sqlx::query_scalar(statement).fetch_optional(pool).await?.unwrap_or(false))
}

impl Sessions {
    pub fn new(pool: PgPool) -> Self {
        let recent = Cache::builder().time_to_live(FRESH).max_capacity(REMEMBERED).build();
        Self { pool, recent }
    }

    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    pub async fn open(&self, opening: &Opening<'_>) -> Result<Opened, sqlx::Error> {
        let (id, secret, refresh_token) = (Uuid::new_v4(), new_secret(), new_secret());
        sqlx::query(
            "with opened as (
                 insert into gateway.sessions
                     (session_id, secret_hash, user_id, role, credentials, address, user_agent)
                 values ($1, $2, $3, $4, $5, $6, $7) returning session_id)
             insert into gateway.refresh_tokens (token_hash, session_id)
             select $8, session_id from opened",
        )
        .bind(id)
        .bind(hash(&secret))
        .bind(opening.user.0)
        .bind(opening.role.to_string())
        .bind(opening.credentials)
        .bind(opening.address.to_string())
        .bind(opening.user_agent)
        .bind(hash(&refresh_token))
        .execute(&self.pool)
        .await?;
        Ok(Opened { id, secret, refresh_token })
    }

    pub async fn by_secret(&self, secret: &str) -> Result<Option<Session>, Arc<sqlx::Error>> {
        self.find(Key::SecretHash(hash(secret))).await
    }

    pub async fn by_id(&self, id: Uuid) -> Result<Option<Session>, Arc<sqlx::Error>> {
        self.find(Key::Id(id)).await
    }

    async fn find(&self, key: Key) -> Result<Option<Session>, Arc<sqlx::Error>> {
        self.recent.try_get_with(key.clone(), look_up(&self.pool, key)).await
    }

    pub async fn revoke(&self, id: Uuid) -> Result<(), sqlx::Error> {
        self.recent.insert(Key::Id(id), None).await;
        let sql = "update gateway.sessions set revoked_at = now()
                   where session_id = $1 and revoked_at is null returning session_id, secret_hash";
        let ended = sqlx::query(sql).bind(id).fetch_all(&self.pool).await?;
        self.forget(&ended).await
    }

    /// Ends all sessions of a user.
    pub async fn revoke_all(&self, user: UserId) -> Result<(), sqlx::Error> {
        let sql = "update gateway.sessions set revoked_at = now()
                   where user_id = $1 and revoked_at is null returning session_id, secret_hash";
        let ended = sqlx::query(sql).bind(user.0).fetch_all(&self.pool).await?;
        self.forget(&ended).await
    }

    /// Ends sessions for this gateway at once; others notice within two seconds.
    pub(super) async fn forget(&self, ended: &[PgRow]) -> Result<(), sqlx::Error> {
        for row in ended {
            self.recent.insert(Key::Id(row.try_get("session_id")?), None).await;
            self.recent.insert(Key::SecretHash(row.try_get("secret_hash")?), None).await;
        }
        Ok(())
    }

    /// Removes what ended more than a week ago, until when it can be looked into, and what is left of
    /// erased people: no gateway may have been there when they were erased.
    pub async fn forget_ended(&self) -> Result<u64, sqlx::Error> {
        let statement = "delete from gateway.sessions
                         where least(expires_at, last_seen_at + interval '7 days', revoked_at)
                               < now() - interval '7 days'
                             or user_id in (select user_id from projections.erased_users)";
        Ok(sqlx::query(statement).execute(&self.pool).await?.rows_affected())
    }
}

async fn look_up(pool: &PgPool, key: Key) -> Result<Option<Session>, sqlx::Error> {
    let (id, secret_hash) = match key {
        Key::Id(id) => (Some(id), None),
        Key::SecretHash(hash) => (None, Some(hash)),
    };
    let row = sqlx::query(
        "select session_id, user_id, credentials,
             last_seen_at < now() - interval '1 minute' as unmarked
         from gateway.sessions
         where (session_id = $1 or secret_hash = $2) and revoked_at is null
           and expires_at > now() and last_seen_at > now() - interval '7 days'",
    )
    .bind(id)
    .bind(secret_hash)
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let session = session(&row)?;
    if row.try_get("unmarked")? {
        mark_as_seen(pool, session.id).await?;
    }
    Ok(Some(session))
}

pub(super) fn session(row: &PgRow) -> Result<Session, sqlx::Error> {
    Ok(Session {
        id: row.try_get("session_id")?,
        user: UserId(row.try_get("user_id")?),
        credentials: row.try_get("credentials")?,
    })
}

/// At most once a minute, since every request would otherwise be a write.
async fn mark_as_seen(pool: &PgPool, id: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query("update gateway.sessions set last_seen_at = now() where session_id = $1")
        .bind(id)
        .execute(pool)
        .await
        .map(drop)
}

/// 256 random bits.
pub(super) fn new_secret() -> String {
    hex::encode(rand::random::<[u8; 32]>())
}

/// The secrets are random and long, so a fast hash is enough.
pub(super) fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}
