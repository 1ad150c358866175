//! The rules of a user: from their state and an order to what happened.

use super::{
    Credentials, CredentialsChange, Profile, Role, User, UserCommand, UserError, UserEvent,
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

fn change_profile(user: &User, profile: Profile) -> Vec<UserEvent> {
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
