//! What is pushed to browsers: STOMP on sockets, fed from the log and from core NATS.
//!
//! `stomp` is the protocol alone. `session` is one client's conversation in it, with what it `sends`
//! and what it `missed`; `conversation` keeps one going over any link, with its `pulse`; `websocket`
//! and `sockjs` are the links. `hub` finds the sockets of a `destinations` entry, and the `warden` ends
//! them. `follower` and `ephemeral` are where `alerts`, `messages` and everything else come from, and `roles` knows the processes of
//! the product.

mod stomp;

mod destinations;
mod hub;
mod warden;

mod missed;
mod roles;
mod sends;
mod session;

mod conversation;
mod pulse;

mod sockjs;
mod websocket;

mod alerts;
mod ephemeral;
mod follower;
mod messages;

mod routes;

pub use ephemeral::forward;
pub use follower::follow_log;
pub use hub::Hub;
pub use messages::Numbers;
pub use roles::{Roles, hear_roles};
pub use routes::routes;
pub use sockjs::SockJsSessions;
pub use warden::watch_over_sockets;
