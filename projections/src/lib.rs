//! From the log to the read models: metering's exact totals, and the users, devices and alerts.
//!
//! Reading order: `ordered` keeps the small read models (`users`, `devices`, `alerts`) in the
//! order of the log; `metering` turns readings into hourly totals and judgements on any number of
//! replicas; `reactions` orders what follows from events; `queries` is what the gateway reads, `waiting` what operators look into,
//! and `audit` what proves every number from the log.

mod app;
mod settings;
mod watch;

mod database;

mod ordered;

mod alerts;
mod archive;
mod conversations;
mod devices;
mod users;

mod metering;

mod reactions;

mod runs;

mod queries;
mod waiting;

pub mod audit;

pub use alerts::AlertView;
pub use app::App;
pub use conversations::{Author, ConversationView, MessageView, OpenConversation};
pub use database::{connect, connect_lazily, create_tables};
pub use devices::{DeviceView, Reader};
pub use metering::{Bucket, Buckets, RangeError, Resolution, RunningHour, Usage};
pub use metering::{HourView, Retried, UnregisteredView};
pub use queries::{Queries, QueryError};
pub use runs::{AskError, Difference, Kind, ProjectionView, Report, RunView, Runs};
pub use settings::Settings;
pub use users::{SignIn, UserView};
pub use waiting::{Conflict, HeldReading, ParkedEvent, ParkedReading, Waiting, WaitingCounts};
