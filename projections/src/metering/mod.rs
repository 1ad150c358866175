//! Exact totals without ownership: any replica may handle any reading, any number of times.
//!
//! A batch goes through `worker` (pull, commit, acknowledge; `recovery` looks whether what was
//! acknowledged is still there), `batch` (sort, dedupe), `transaction`
//! (the five steps), which uses `readings`, `contest`, `totals` and `judgements`. `rules` keeps the
//! limits, owners, corrections and plausible ranges; a change of them goes through `settle`, which
//! decides anew what counts. `publisher` brings the log into line with the judgements, and `forgotten`
//! finds alerts of the log that no judgement knows of. `rebuild` makes what is counted anew beside the
//! live tables; `consumption` is what people read of it.

mod batch;
mod worker;

mod recount;
mod recovery;
mod transaction;

mod contest;
mod judgements;
mod parked;
mod readings;
mod settle;
mod totals;
mod unregistered;

mod rules;

pub(crate) mod rebuild;

mod forgotten;
mod live;
mod publisher;

mod consumption;
mod query;
mod view;

pub use consumption::{Bucket, Buckets, RangeError, Resolution, RunningHour, Usage};
pub(crate) use consumption::{Moments, of_device as consumption_of, of_devices as usage_of};
pub(crate) use contest::{Contest, Standing};
pub use parked::Retried;
pub(crate) use parked::{retry as retry_parked, settle as settle_parked};
pub(crate) use publisher::Publisher;
pub(crate) use query::hours;
pub(crate) use recount::Recount;
pub(crate) use rules::{DeviceRules, RulesFold, RulesProjection};
pub use unregistered::UnregisteredView;
pub(crate) use unregistered::{list as unregistered_devices, one as unregistered_device};
pub use view::HourView;
pub(crate) use worker::Worker;
