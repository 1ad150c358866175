//! The first administrator: without one, nobody could ever make another.

use chrono::Utc;
use domain::ids::{CommandId, UserId};
use domain::provenance::{Actor, Provenance};
use domain::users::{Credentials, Profile, Role, UserCommand};
use secrecy::SecretString;
use uuid::Uuid;

use crate::administrators;
use crate::dispatch::Writer;
use crate::http::problem::Problem;
use crate::passwords::Passwords;

const USERNAME: &str = "admin";
/// Every replica derives the same ids from it, so several that start at once make one user.
const NAMESPACE: Uuid = Uuid::from_u128(0x2c1f_9a83_6b0e_4d57_8f42_0a9d_7e35_c1b6);

/// Registers `admin` if the log knows of no administrator and a password is set.
pub(crate) async fn first_administrator(
    writer: &Writer,
    passwords: &Passwords,
    password: Option<SecretString>,
) -> Result<(), Problem> {
    if !administrators::is_nobody(&writer.log).await? {
        return Ok(());
    }
    let Some(password) = password else {
        tracing::warn!(
            "there is no administrator, so nobody can manage users and devices; put a password \
             into a file, name it in EMS_FIRST_ADMIN_PASSWORD_FILE and start again"
        );
        return Ok(());
    };
    let password_hash = passwords.hash(password).await?;
    let user = UserId(Uuid::new_v5(&NAMESPACE, b"user"));
    match writer.user(user, registration(user, password_hash), &provenance()).await {
        Ok(_) => {
            tracing::info!(user.id = %user, "registered {USERNAME:?}, the first administrator")
        }
        // Waiting would not help, and everything else can be served.
        Err(problem) if problem.status.is_client_error() => {
            tracing::error!("cannot register {USERNAME:?}, the first administrator: {problem}");
        }
        Err(problem) => return Err(problem),
    }
    Ok(())
}

fn registration(user: UserId, password_hash: String) -> UserCommand {
    UserCommand::RegisterUser {
        user,
        profile: Profile { username: USERNAME.to_owned(), ..Profile::default() },
        credentials: Some(Credentials { password_hash, role: Role::Admin }),
    }
}

fn provenance() -> Provenance {
    Provenance {
        command: CommandId::derived(NAMESPACE, "register"),
        actor: Actor::System("bootstrap".to_owned()),
        correlation: Uuid::now_v7(),
        causation: None,
        request: None,
        at: Utc::now(),
    }
}
