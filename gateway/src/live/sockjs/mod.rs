//! SockJS 0.3, as its clients in browsers speak it: the info, and sessions that several HTTP requests
//! carry together where a WebSocket does not come through.
//!
//! `frames` is the protocol alone; `session` joins requests to one conversation, `sessions` finds it,
//! `xhr` holds the handlers.

pub mod frames;

mod session;
mod sessions;

mod info;
mod xhr;

pub use info::{greeting, info, options};
pub use sessions::SockJsSessions;
pub use xhr::{are_names, poll, send, stream};
