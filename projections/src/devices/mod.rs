//! The read model of devices: name, limit and present owner, and whose they were over time.

mod apply;
mod owners;
mod query;
mod view;

pub(crate) use apply::apply;
pub use owners::Reader;
pub(crate) use owners::{HOUR_IS_OF_READER, hour_is_of, was_ever_of};
pub(crate) use query::{by_id, list, of_owner};
pub use view::DeviceView;
