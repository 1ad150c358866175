//! The User aggregate: a person, what is known of them, and how they sign in.

mod commands;
mod events;
mod state;

mod decide;
mod error;

pub use commands::{CredentialsChange, UserCommand};
pub use decide::decide;
pub use error::UserError;
pub use events::{Credentials, Language, Profile, Role, UserEvent};
pub use state::{PasswordReset, User};

crate::aggregate::aggregate!(User, "user", UserCommand, UserEvent, UserError);
