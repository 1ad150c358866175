//! The command side as its callers see it, against a real NATS. A route's tests stand at its path.

mod harness;

mod readings;
mod register;

mod access;
mod conversations;
mod credentials;
mod erasure;
mod repeats;

mod users;

mod devices;

mod service;

mod cut;
mod lost_acks;
mod writers;
