//! Evidence that nobody has changed the log: signed checkpoints over both streams, and checking them.
//!
//! A checkpoint says what was added since the one before: a running hash over each stream in its
//! order, one for each shard of the readings, the end of every aggregate that was touched, and four
//! bytes of each message's digest, by which a change is found to the very message. Checkpoints chain
//! to each other and are signed, so that whoever has the public key alone can check a log with them.

mod book;
mod checkpoint;
mod digest;
mod keys;
mod locate;
mod make;
mod seal;
mod verify;
mod walk;

pub use book::{Book, read_file};
pub use checkpoint::{Checkpoint, SignedCheckpoint};
pub use keys::{AuditKey, AuditPublicKey};
pub use locate::Finding;
pub(crate) use make::KeepSealed;
pub use verify::Verified;

pub(super) use seal::seal;
pub(super) use verify::verify;
