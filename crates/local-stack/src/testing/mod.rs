//! Servers for tests: one set for a whole run, an isolated place on it for each test, a network of a
//! test's own, a proxy that loses what a test wants lost, and a language model that misbehaves.

mod gemini;
mod lease;
mod namespace;
mod nats_proxy;
mod scale;
mod servers;
mod watcher;

pub use gemini::{FakeGemini, ModelManner};
pub use lease::Lease;
pub use namespace::is_in_own_network;
pub use nats_proxy::{NatsFault, NatsProxy};
pub use scale::scale;
pub use servers::TestServers;
pub(crate) use watcher::watch_over;
