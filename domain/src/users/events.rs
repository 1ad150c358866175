//! What happened to users. The names and members are the format of the log.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr};

use crate::event::{Personal, PersonalMembers};
use crate::ids::UserId;

/// Facts about one person; `at` is in the event's provenance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", content = "data", rename_all_fields = "camelCase")]
pub enum UserEvent {
    UserRegistered {
        user: UserId,
        #[serde(default)]
        profile: Profile,
    },
    ProfileChanged {
        #[serde(default)]
        profile: Profile,
    },
    CredentialsCreated {
        credentials: Credentials,
    },
    PasswordChanged {
        #[serde(default)]
        password_hash: String,
    },
    /// An administrator made a link with which the person sets a new password, once.
    PasswordResetIssued {
        #[serde(default)]
        token_hash: String,
        expires_at: DateTime<Utc>,
    },
    RoleChanged {
        role: Role,
        previous: Role,
    },
    /// The person cannot sign in until they are enabled again.
    UserDisabled {
        #[serde(default)]
        reason: String,
    },
    UserEnabled {
        user: UserId,
    },
    UserErased {
        user: UserId,
    },
}

/// What was typed by or about the person. Once their key is destroyed these members are missing, and
/// are read as empty.
impl Personal for UserEvent {
    fn personal(&self) -> PersonalMembers {
        PersonalMembers::of_aggregate(match self {
            Self::UserRegistered { .. } | Self::ProfileChanged { .. } => &["/profile"],
            Self::CredentialsCreated { .. } => &["/credentials/passwordHash"],
            Self::PasswordChanged { .. } => &["/passwordHash"],
            Self::PasswordResetIssued { .. } => &["/tokenHash"],
            Self::UserDisabled { .. } => &["/reason"],
            Self::RoleChanged { .. } | Self::UserEnabled { .. } | Self::UserErased { .. } => &[],
        })
    }
}

/// What is known of a person. The user name is unique without regard to case, so is the e-mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    pub username: String,
    pub email: Option<String>,
    pub name: Option<String>,
    pub city: Option<String>,
    pub date_of_birth: Option<NaiveDate>,
    /// IANA name of the zone in which the person's days begin; none: the installation's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// None: what the browser asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// A language that EMS speaks.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Display, EnumString, IntoStaticStr,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Language {
    En,
    Ro,
}

/// How a person signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Credentials {
    /// PHC string of argon2id.
    #[serde(default)]
    pub password_hash: String,
    pub role: Role,
}

/// What a person may do; the access rules of the gateway speak of these.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "UPPERCASE")]
#[strum(serialize_all = "UPPERCASE")]
pub enum Role {
    Admin,
    Client,
    /// Reads everything and changes nothing.
    Auditor,
}
