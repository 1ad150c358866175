//! The event log on JetStream, and only that: streams as data, append, read, subscribe.
//!
//! `access`, `connection` and `streams` open it, `watch` sees whether it stays open; `append` and
//! `batch` write, `security` records, `read`, `in_order`, `replay`, `scan`, `subscribe` and
//! `quarantine` read; `snapshot` copies whole streams; `sealed` keeps what is personal under the keys
//! of `keyring`;
//! `store` and `execute` put the aggregates of the domain on top, through the traits of cqrs-es.

mod access;
mod connection;
mod durability;
mod heartbeat;
mod prepare;
mod streams;
mod watch;

mod chain;
mod recorded;

mod cipher;
mod keyring;
mod sealed;

mod append;
mod batch;
mod in_order;
mod quarantine;
mod read;
mod replay;
mod scan;
mod security;
mod snapshot;
mod subscribe;

mod execute;
mod state_cache;
mod store;

pub use access::{Access, AccessError};
pub use append::{AppendError, SubjectAppend};
pub use batch::{BatchError, BatchMessage};
pub use chain::Tail;
pub use connection::{ConnectError, EventLog, LogSettings};
pub use durability::{Durability, DurabilityError};
pub use execute::{ExecuteError, Executed, NoReservations, Reservations};
pub use heartbeat::{Figures, Heartbeat, Pulse};
pub use keyring::{KeyError, MasterKey, MasterKeyError};
pub use prepare::PrepareError;
pub use quarantine::{QuarantineError, Quarantined};
pub use read::ReadError;
pub use recorded::{Position, RecordError, RecordedEvent};
pub use replay::Replay;
pub use scan::{Extent, ScanFrom, Stored};
pub use sealed::{ERASED, OpenError, SEALED};
pub use security::SecurityError;
pub use snapshot::{SnapshotError, StreamShape};
pub use store::{CarriedOut, JetStreamEventStore, LoadError, Loaded};
pub use streams::StreamError;
pub use subscribe::{Shared, SubscribeError, shared_consumer};
