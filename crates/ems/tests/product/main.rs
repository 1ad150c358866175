//! The product as its users meet it: real processes, real servers, readings through RabbitMQ.

mod support;

mod assistant;
mod audit;
mod bad_input;
mod balance;
mod between;
mod calendar;
mod conflicts;
mod corrections;
mod described;
mod erasure;
mod exact_totals;
mod faults;
mod garbage;
mod hot_key;
mod limits;
mod orders;
mod poison;
mod privilege;
mod read_models;
mod rebuild;
mod rolling;
mod servers;
mod strangers;
mod tls;
mod waiting;
