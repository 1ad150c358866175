//! What every process does before and after its work: settings, telemetry, health, shutdown; and
//! the identity by which one process tells another who calls.

pub mod identity;

mod environment;
mod health;
mod patience;
mod tasks;
mod telemetry;

pub use environment::{Environment, SettingError};
pub use health::{Dependency, Health, HealthServer};
pub use patience::until_it_answers;
pub use tasks::{Tasks, cancelled_later, stop_signal};
pub use telemetry::{metrics_handle, start_telemetry};
pub use tokio_util::sync::CancellationToken;
