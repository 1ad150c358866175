//! The language of EMS: users, devices, metering and alerts as plain values, without I/O or a clock.
//!
//! Reading order: the vocabulary that everything shares (`ids`, `decimal`, `quantity`, `provenance`), the
//! aggregates (`users`, `devices`, `alerts`, `conversations`), what they reserve together (`names`,
//! `administrators`), `metering`, and last what is published: `event` and `subjects`, and who may
//! publish what: `permissions`.

pub mod decimal;
pub mod ids;
pub mod quantity;

pub mod provenance;

pub mod users;

pub mod devices;

pub mod alerts;

pub mod conversations;

pub mod names;

pub mod administrators;

pub mod metering;

pub mod event;

pub mod subjects;

pub mod permissions;

mod aggregate;
