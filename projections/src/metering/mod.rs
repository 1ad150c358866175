//! Exact totals without ownership: any replica may handle any reading, any number of times.
//!
//! A batch goes through `worker` (pull, commit, acknowledge), `batch` (sort, dedupe), `transaction`
//! (the five steps), which uses `readings`, `contest`, `totals` and `judgements`. `rules` keeps the
//! limits and owners that judging needs; `publisher` brings the log into line with the judgements.

mod batch;
mod worker;

mod transaction;

mod contest;
mod judgements;
mod readings;
mod totals;
mod unregistered;

mod rules;

mod live;
mod publisher;

mod query;
mod view;

pub(crate) use publisher::Publisher;
pub(crate) use query::hours;
pub(crate) use rules::RulesProjection;
pub use unregistered::UnregisteredView;
pub(crate) use unregistered::list as unregistered_devices;
pub use view::HourView;
pub(crate) use worker::Worker;
