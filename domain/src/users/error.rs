//! Why an order to a user is refused.

use thiserror::Error;

use crate::ids::UserId;

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum UserError {
    #[error("user {0} is registered already")]
    AlreadyRegistered(UserId),
    #[error("there is no such user")]
    Unknown,
    #[error("this user has credentials already")]
    HasCredentials,
    #[error("this link is used up or too old; ask an administrator for a new one")]
    NoSuchReset,
    #[error("a reason must be given")]
    ReasonMissing,
    #[error("this user has no credentials yet; give a password to create them")]
    NoCredentials,
}
