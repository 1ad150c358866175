//! Who is asking: passwords, tokens, sessions, and the caller that follows from them.

mod passwords;
mod sessions;
mod tokens;

mod accounts;
mod caller;
mod cookie;

pub use accounts::Accounts;
pub use caller::{Caller, Credentials, Identities, IdentityError, bearer};
pub use cookie::{SessionCookie, SetCookie};
pub use passwords::{Busy, Passwords};
pub use sessions::{Sessions, create_tables};
pub use tokens::Tokens;
