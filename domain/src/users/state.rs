//! What a user must remember to decide.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Credentials, Profile, UserEvent};
use crate::ids::UserId;

/// The fold of one person's events.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct User {
    pub id: Option<UserId>,
    pub profile: Profile,
    pub credentials: Option<Credentials>,
    /// The link that is good now, if there is one.
    pub reset: Option<PasswordReset>,
    pub disabled: bool,
    pub erased: bool,
}

/// A link with which a person sets a new password once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordReset {
    pub token_hash: String,
    pub expires_at: DateTime<Utc>,
}

impl User {
    /// Whether the person was registered and not erased since.
    pub fn exists(&self) -> bool {
        self.id.is_some() && !self.erased
    }

    /// Whether the person exists, has credentials and is not disabled.
    pub fn may_sign_in(&self) -> bool {
        self.exists() && !self.disabled && self.credentials.is_some()
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
                self.reset = None;
            }
            UserEvent::PasswordResetIssued { token_hash, expires_at } => {
                self.reset = Some(PasswordReset { token_hash, expires_at });
            }
            UserEvent::UserDisabled { .. } => self.disabled = true,
            UserEvent::UserEnabled { .. } => self.disabled = false,
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
