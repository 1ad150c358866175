//! What is pushed to browsers: STOMP on sockets, fed from the log and from core NATS.
//!
//! `stomp` is the protocol alone; `session` is one client's conversation on any transport, and
//! `socket` the WebSocket transport with
//! its `pulse`; `hub` finds the sockets of a `destinations` entry; `alerts` and
//! `totals` are where messages come from, and `roles` knows the processes of the product.

mod stomp;

mod destinations;
mod hub;

mod pulse;
mod session;
mod socket;

mod alerts;
mod roles;
mod totals;

pub use alerts::follow_alerts;
pub use hub::Hub;
pub use roles::{Roles, hear_roles};
pub use socket::{MAX_SOCKETS, websocket};
pub use totals::forward_totals;
