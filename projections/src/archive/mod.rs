//! The read model that keeps a copy of every event, readable or not.

mod apply;

pub(crate) use apply::keep;
