//! From RabbitMQ into the log: readings as meters send them become MEASUREMENTS, the rest QUARANTINE.
//!
//! In the order of the flow: `broker` delivers, `wire` knows the meters' JSON and nothing else
//! does, `translate` turns it into the domain's words, `intake` publishes and acknowledges.

mod app;
mod settings;

mod broker;

mod translate;
mod wire;

mod intake;
mod operators;
mod publish;

pub use app::App;
pub use settings::Settings;
pub use translate::{Rejected, Translated, translate};
