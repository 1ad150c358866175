//! One thing that happened at the door.

use std::net::IpAddr;

use domain::ids::UserId;
use serde::Serialize;
use strum::IntoStaticStr;

/// What happened; in kebab case it is the last part of the record's subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Kind {
    SignedIn,
    SignInFailed,
    SignedOut,
    /// A refresh token was shown a second time, so its session has ended.
    RefreshReused,
    /// A token that is not ours, or a session that has ended.
    NotSignedIn,
    /// Something that the caller's role or the page does not allow, or that is somebody else's.
    Denied,
    Throttled,
}

/// Names that somebody typed are not kept: people type passwords into the wrong field. Who is known
/// is named by id, which tells nothing once they are erased.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Act {
    pub kind: Kind,
    pub actor: Option<UserId>,
    pub address: IpAddr,
    /// What was asked for: a method and a path of the access table, or a frame of a socket.
    pub what: String,
}
