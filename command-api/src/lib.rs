//! The command side over HTTP: a request becomes a command, an aggregate decides, the log keeps it.
//!
//! `caller` says who orders and under which command id, `routes` turn requests into commands,
//! `dispatch` carries them out, and `names` and `administrators` hold what only one may have.

mod app;
mod settings;

mod bootstrap;

mod caller;

mod dispatch;

mod administrators;
mod names;
mod reservations;

mod passwords;

mod http;
mod routes;

pub use app::App;
pub use settings::Settings;
