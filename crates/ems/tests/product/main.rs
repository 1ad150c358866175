//! The product as its users meet it: real processes, real servers, readings through RabbitMQ.

mod support;

mod bad_input;
mod balance;
mod conflicts;
mod corrections;
mod exact_totals;
mod faults;
mod limits;
mod poison;
