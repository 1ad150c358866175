//! Reading users.

use domain::ids::UserId;
use domain::names;
use sqlx::PgPool;

use super::{SignIn, UserView};

/// Who signs in under a user name, without regard to case; none without credentials.
pub(crate) async fn sign_in(pool: &PgPool, username: &str) -> Result<Option<SignIn>, sqlx::Error> {
    sqlx::query_as(
        "select user_id, username, role, password_hash, credentials from projections.users
         where username_key = $1 and role is not null and password_hash is not null
             and not disabled",
    )
    .bind(names::folded(username))
    .fetch_optional(pool)
    .await
}

pub(crate) async fn by_id(pool: &PgPool, user: UserId) -> Result<Option<UserView>, sqlx::Error> {
    sqlx::query_as("select * from projections.users where user_id = $1")
        .bind(user.0)
        .fetch_optional(pool)
        .await
}

pub(crate) async fn among(pool: &PgPool, users: &[UserId]) -> Result<Vec<UserView>, sqlx::Error> {
    let ids: Vec<_> = users.iter().map(|user| user.0).collect();
    sqlx::query_as("select * from projections.users where user_id = any($1)")
        .bind(ids)
        .fetch_all(pool)
        .await
}

pub(crate) async fn list(pool: &PgPool) -> Result<Vec<UserView>, sqlx::Error> {
    sqlx::query_as("select * from projections.users order by username_key, user_id")
        .fetch_all(pool)
        .await
}
