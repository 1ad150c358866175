//! The read model of people: who they are and how they sign in.

mod apply;
mod query;
mod view;

pub(crate) use apply::apply;
pub(crate) use query::{among, by_id, list, sign_in};
pub use view::{SignIn, UserView};
