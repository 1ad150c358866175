//! Who is asking: passwords, tokens, sessions, and the caller that follows from them.

mod passwords;
mod throttle;

mod refresh;
mod session_list;
mod sessions;
mod tokens;

mod accounts;
mod caller;
mod cookie;

pub use accounts::Accounts;
pub use caller::{Caller, Credentials, Identities, IdentityError, bearer};
pub use cookie::{SessionCookie, SetCookie};
pub use passwords::{Busy, Passwords};
pub use refresh::Refreshed;
pub use session_list::SessionView;
pub use sessions::{Opened, Opening, Session, Sessions, create_tables};
pub use throttle::{Attempt, Throttle};
pub use tokens::{LIFETIME_SECONDS, Tokens};
