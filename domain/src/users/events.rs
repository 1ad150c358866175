//! What happened to users. The names and members are the format of the log.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr};

use crate::ids::UserId;

/// Facts about one person; `at` is in the event's provenance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(tag = "type", content = "data", rename_all_fields = "camelCase")]
pub enum UserEvent {
    UserRegistered { user: UserId, profile: Profile },
    ProfileChanged { profile: Profile },
    CredentialsCreated { credentials: Credentials },
    PasswordChanged { password_hash: String },
    RoleChanged { role: Role, previous: Role },
    UserErased { user: UserId },
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
}

/// How a person signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Credentials {
    /// PHC string of argon2id.
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
}
