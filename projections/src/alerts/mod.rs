//! The read model of alerts.

mod apply;
mod query;
mod view;

pub(crate) use apply::{apply, forget};
pub(crate) use query::{of_owner, raised_after};
pub use view::AlertView;
