//! What may be ordered of a user.

use chrono::{DateTime, Utc};

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
    /// Lets the person set a new password once, by a token of which only the hash is known here. A
    /// new one takes the place of an earlier one.
    IssuePasswordReset {
        token_hash: String,
        expires_at: DateTime<Utc>,
    },
    /// Sets the password by the token that was issued.
    ResetPassword {
        token_hash: String,
        password_hash: String,
        at: DateTime<Utc>,
    },
    /// Keeps the person from signing in, and ends their sessions.
    DisableUser {
        reason: String,
    },
    EnableUser,
    /// Ends the person's part in the system. Their earlier events stay in the log; what is personal
    /// in them can be read by nobody once the person's key is destroyed.
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
