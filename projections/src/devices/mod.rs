//! The read model of devices: name, limit and present owner.

mod apply;
mod query;
mod view;

pub(crate) use apply::apply;
pub(crate) use query::{by_id, list, of_owner};
pub use view::DeviceView;
