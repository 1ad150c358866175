//! Child processes: started with a log and a record, ended by id, never by name.

mod child;
mod identity;
mod log;

pub use child::ChildProcess;
pub use identity::{ProcessIdentity, recorded};
pub use log::log_tail;
