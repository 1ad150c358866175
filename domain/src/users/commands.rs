//! What may be ordered of a user.

use super::{Credentials, Profile, Role};
use crate::ids::UserId;

/// Orders to one user. Passwords arrive as their argon2id hash; the text never leaves the edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserCommand {
    /// Makes a person known; with credentials they can sign in at once.
    RegisterUser {
        user: UserId,
        profile: Profile,
        credentials: Option<Credentials>,
    },
    ChangeProfile {
        profile: Profile,
    },
    CreateCredentials {
        username: String,
        email: Option<String>,
        credentials: Credentials,
    },
    ChangeCredentials(CredentialsChange),
    ChangeRole {
        role: Role,
    },
    /// Ends the person's part in the system. Their earlier events stay in the log as they are.
    EraseUser,
}

/// A change of how a person signs in; what is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CredentialsChange {
    pub username: Option<String>,
    pub email: Option<String>,
    pub password_hash: Option<String>,
    pub role: Option<Role>,
}
