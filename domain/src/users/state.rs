//! What a user must remember to decide.

use serde::{Deserialize, Serialize};

use super::{Credentials, Profile, UserEvent};
use crate::ids::UserId;

/// The fold of one person's events.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct User {
    pub id: Option<UserId>,
    pub profile: Profile,
    pub credentials: Option<Credentials>,
    pub erased: bool,
}

impl User {
    /// Whether the person was registered and not erased since.
    pub fn exists(&self) -> bool {
        self.id.is_some() && !self.erased
    }

    pub(super) fn fold(&mut self, event: UserEvent) {
        match event {
            UserEvent::UserRegistered { user, profile } => {
                *self = Self { id: Some(user), profile, ..Self::default() };
            }
            UserEvent::ProfileChanged { profile } => self.profile = profile,
            UserEvent::CredentialsCreated { credentials } => self.credentials = Some(credentials),
            UserEvent::PasswordChanged { password_hash } => {
                self.change_credentials(|credentials| credentials.password_hash = password_hash);
            }
            UserEvent::RoleChanged { role, .. } => {
                self.change_credentials(|credentials| credentials.role = role);
            }
            UserEvent::UserErased { user } => {
                *self = Self { id: Some(user), erased: true, ..Self::default() };
            }
        }
    }

    fn change_credentials(&mut self, change: impl FnOnce(&mut Credentials)) {
        if let Some(credentials) = self.credentials.as_mut() {
            change(credentials);
        }
    }
}
