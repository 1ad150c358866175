//! The command side as its callers see it, against a real NATS. A route's tests stand at its path.

mod harness;

mod readings;
mod register;

mod credentials;

mod users;

mod devices;

mod service;
