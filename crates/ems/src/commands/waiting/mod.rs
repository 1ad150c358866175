//! What waits for a person, by the noun that operators use: list it, look at it, settle it.

mod conflicts;
mod held;
pub mod output;
mod parked;
mod quarantine;
pub mod reach;
mod unregistered;

pub use conflicts::Conflicts;
pub use held::Held;
pub use parked::Parked;
pub use quarantine::Quarantine;
pub use reach::Reach;
pub use unregistered::Unregistered;
