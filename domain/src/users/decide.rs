//! The rules of a user: from their state and an order to what happened.

use super::{
    Credentials, CredentialsChange, PasswordReset, Profile, Role, User, UserCommand, UserError,
    UserEvent,
};
use crate::ids::UserId;

/// Decides an order. What is already so gives no events; that is a success, not an error.
pub fn decide(user: &User, command: UserCommand) -> Result<Vec<UserEvent>, UserError> {
    if let UserCommand::RegisterUser { user: id, profile, credentials } = command {
        return register(user, id, profile, credentials);
    }
    let Some(id) = user.id.filter(|_| user.exists()) else {
        return Err(UserError::Unknown);
    };
    match command {
        UserCommand::RegisterUser { .. } => unreachable!("handled above"),
        UserCommand::ChangeProfile { profile } => Ok(change_profile(user, profile)),
        UserCommand::CreateCredentials { username, email, credentials } => {
            create_credentials(user, username, email, credentials)
        }
        UserCommand::ChangeCredentials(change) => change_credentials(user, change),
        UserCommand::ChangeRole { role } => change_role(user, role),
        UserCommand::IssuePasswordReset { token_hash, expires_at } => {
            issue_reset(user, PasswordReset { token_hash, expires_at })
        }
        UserCommand::ResetPassword { token_hash, password_hash, at } => {
            let reset = user.reset.as_ref().filter(|reset| reset.token_hash == token_hash);
            let good = reset.is_some_and(|reset| at < reset.expires_at);
            let event = UserEvent::PasswordChanged { password_hash };
            if good { Ok(vec![event]) } else { Err(UserError::NoSuchReset) }
        }
        UserCommand::DisableUser { reason } if reason.trim().is_empty() => {
            Err(UserError::ReasonMissing)
        }
        UserCommand::DisableUser { .. } if user.disabled => Ok(vec![]),
        UserCommand::DisableUser { reason } => Ok(vec![UserEvent::UserDisabled { reason }]),
        UserCommand::EnableUser if !user.disabled => Ok(vec![]),
        UserCommand::EnableUser => Ok(vec![UserEvent::UserEnabled { user: id }]),
        UserCommand::EraseUser => Ok(vec![UserEvent::UserErased { user: id }]),
    }
}

fn register(
    user: &User,
    id: UserId,
    profile: Profile,
    credentials: Option<Credentials>,
) -> Result<Vec<UserEvent>, UserError> {
    if user.exists() && user.profile == profile && user.credentials == credentials {
        return Ok(vec![]);
    }
    if user.id.is_some() {
        return Err(UserError::AlreadyRegistered(id));
    }
    let registered = UserEvent::UserRegistered { user: id, profile };
    let signed = credentials.map(|credentials| UserEvent::CredentialsCreated { credentials });
    Ok(std::iter::once(registered).chain(signed).collect())
}

/// Clients that know nothing of zones and languages leave them out; then they stay.
fn change_profile(user: &User, mut profile: Profile) -> Vec<UserEvent> {
    profile.time_zone = profile.time_zone.or_else(|| user.profile.time_zone.clone());
    profile.language = profile.language.or(user.profile.language);
    if user.profile == profile {
        return vec![];
    }
    vec![UserEvent::ProfileChanged { profile }]
}

fn create_credentials(
    user: &User,
    username: String,
    email: Option<String>,
    credentials: Credentials,
) -> Result<Vec<UserEvent>, UserError> {
    let profile = renamed(user, Some(username), email);
    if user.credentials.as_ref() == Some(&credentials) && user.profile == profile {
        return Ok(vec![]);
    }
    if user.credentials.is_some() {
        return Err(UserError::HasCredentials);
    }
    let mut events = change_profile(user, profile);
    events.push(UserEvent::CredentialsCreated { credentials });
    Ok(events)
}

fn change_credentials(user: &User, change: CredentialsChange) -> Result<Vec<UserEvent>, UserError> {
    let CredentialsChange { username, email, password_hash, role } = change;
    let Some(present) = &user.credentials else {
        let password_hash = password_hash.ok_or(UserError::NoCredentials)?;
        let credentials = Credentials { password_hash, role: role.unwrap_or(Role::Client) };
        let username = username.unwrap_or_else(|| user.profile.username.clone());
        return create_credentials(user, username, email, credentials);
    };
    let mut events = change_profile(user, renamed(user, username, email));
    if let Some(password_hash) = password_hash.filter(|hash| *hash != present.password_hash) {
        events.push(UserEvent::PasswordChanged { password_hash });
    }
    events.extend(role_change(present, role.unwrap_or(present.role)));
    Ok(events)
}

fn change_role(user: &User, role: Role) -> Result<Vec<UserEvent>, UserError> {
    let present = user.credentials.as_ref().ok_or(UserError::NoCredentials)?;
    Ok(role_change(present, role).into_iter().collect())
}

fn issue_reset(user: &User, reset: PasswordReset) -> Result<Vec<UserEvent>, UserError> {
    if user.credentials.is_none() {
        return Err(UserError::NoCredentials);
    }
    if user.reset.as_ref() == Some(&reset) {
        return Ok(vec![]);
    }
    let PasswordReset { token_hash, expires_at } = reset;
    Ok(vec![UserEvent::PasswordResetIssued { token_hash, expires_at }])
}

fn role_change(present: &Credentials, role: Role) -> Option<UserEvent> {
    (role != present.role).then_some(UserEvent::RoleChanged { role, previous: present.role })
}

/// The profile under another user name or e-mail; what is `None` stays.
fn renamed(user: &User, username: Option<String>, email: Option<String>) -> Profile {
    let mut profile = user.profile.clone();
    profile.username = username.unwrap_or(profile.username);
    profile.email = email.or(profile.email);
    profile
}
