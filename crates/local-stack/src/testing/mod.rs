//! Servers for tests: one set for a whole run, and an isolated place on it for each test.

mod lease;
mod servers;
mod watcher;

pub use lease::Lease;
pub use servers::TestServers;
pub(crate) use watcher::watch_over;
