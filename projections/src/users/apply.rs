//! From what happened to a user to their row.

use domain::ids::UserId;
use domain::names;
use domain::users::{Profile, Role, UserEvent};
use event_log::RecordedEvent;
use sqlx::PgConnection;

pub(crate) async fn apply(
    connection: &mut PgConnection,
    recorded: &RecordedEvent,
    user: UserId,
    event: &UserEvent,
) -> Result<(), sqlx::Error> {
    match event {
        UserEvent::UserRegistered { profile, .. } | UserEvent::ProfileChanged { profile } => {
            write_profile(connection, user, profile).await
        }
        UserEvent::CredentialsCreated { credentials } => {
            end_sign_ins(connection, recorded, user).await?;
            write_password(connection, user, &credentials.password_hash).await?;
            write_role(connection, user, credentials.role).await
        }
        UserEvent::PasswordChanged { password_hash } => {
            end_sign_ins(connection, recorded, user).await?;
            write_password(connection, user, password_hash).await
        }
        UserEvent::RoleChanged { role, .. } => write_role(connection, user, *role).await,
        UserEvent::UserDisabled { .. } => {
            end_sign_ins(connection, recorded, user).await?;
            write_disabled(connection, user, true).await
        }
        UserEvent::UserEnabled { .. } => write_disabled(connection, user, false).await,
        // Of concern to the command side only.
        UserEvent::PasswordResetIssued { .. } => Ok(()),
        UserEvent::UserErased { .. } => erase(connection, user).await,
    }
}

async fn write_profile(
    connection: &mut PgConnection,
    user: UserId,
    profile: &Profile,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into projections.users
             (user_id, username, username_key, email, name, city, date_of_birth, time_zone,
              language)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (user_id) do update set
             username = excluded.username, username_key = excluded.username_key,
             email = excluded.email, name = excluded.name, city = excluded.city,
             date_of_birth = excluded.date_of_birth, time_zone = excluded.time_zone,
             language = excluded.language",
    )
    .bind(user.0)
    .bind(&profile.username)
    .bind(names::folded(&profile.username))
    .bind(&profile.email)
    .bind(&profile.name)
    .bind(&profile.city)
    .bind(profile.date_of_birth)
    .bind(&profile.time_zone)
    .bind(profile.language.map(<&str>::from))
    .execute(connection)
    .await
    .map(drop)
}

async fn write_password(
    connection: &mut PgConnection,
    user: UserId,
    hash: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query("update projections.users set password_hash = $2 where user_id = $1")
        .bind(user.0)
        .bind(hash)
        .execute(connection)
        .await
        .map(drop)
}

/// Whoever signed in before this event has to do so again.
async fn end_sign_ins(
    connection: &mut PgConnection,
    recorded: &RecordedEvent,
    user: UserId,
) -> Result<(), sqlx::Error> {
    sqlx::query("update projections.users set credentials = $2 where user_id = $1")
        .bind(user.0)
        .bind(recorded.position.cast_signed())
        .execute(connection)
        .await
        .map(drop)
}

async fn write_role(
    connection: &mut PgConnection,
    user: UserId,
    role: Role,
) -> Result<(), sqlx::Error> {
    sqlx::query("update projections.users set role = $2 where user_id = $1")
        .bind(user.0)
        .bind(<&str>::from(role))
        .execute(connection)
        .await
        .map(drop)
}

async fn write_disabled(
    connection: &mut PgConnection,
    user: UserId,
    disabled: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query("update projections.users set disabled = $2 where user_id = $1")
        .bind(user.0)
        .bind(disabled)
        .execute(connection)
        .await
        .map(drop)
}

async fn erase(connection: &mut PgConnection, user: UserId) -> Result<(), sqlx::Error> {
    for sql in [
        "delete from projections.users where user_id = $1",
        "insert into projections.erased_users (user_id) values ($1) on conflict do nothing",
    ] {
        sqlx::query(sql).bind(user.0).execute(&mut *connection).await?;
    }
    Ok(())
}
